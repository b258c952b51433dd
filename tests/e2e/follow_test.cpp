// The main job, from outside: the recorded thread is followed, its digest grows, nothing that was published changes.
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/e2e/stage.h"

namespace gailou::e2e {
namespace {

class Follow : public ::testing::Test {
 protected:
  Forum forum_{{"--thread", recorded_thread(), "--start", "58"}};
  Gailou gailou_{};

  void SetUp() override {
    const auto added = gailou_.run({"add", "--wait", forum_.url()});
    ASSERT_EQ(added.code, 0) << added.output;
    ASSERT_TRUE(eventually([this] { return gailou_.reaches(58); })) << gailou_.process().output();
  }
};

TEST_F(Follow, the_first_fetch_becomes_revision_1_without_markers) {
  const auto document = gailou_.digest();
  EXPECT_EQ(document["schema"], "gailou.digest/1");
  EXPECT_EQ(document["revision"], 1);
  EXPECT_GT(document["entries"].size(), 20u);
  for (const auto& entry : document["entries"]) EXPECT_EQ(entry["marker"], "");
  EXPECT_EQ(document["coverage"]["visible"], 58);
}

TEST_F(Follow, later_floors_are_appended_and_earlier_entries_stay_byte_for_byte) {
  std::vector<Json> series{gailou_.digest()};
  for (const std::int64_t last : {60, 66, 71}) {
    forum_.release(last);
    ASSERT_TRUE(eventually([&] { return gailou_.reaches(last); })) << "floor " << last;
    series.push_back(gailou_.digest());
  }
  for (std::size_t i = 1; i < series.size(); ++i) {
    const auto& before = series[i - 1]["entries"];
    const auto& after = series[i]["entries"];
    ASSERT_GE(after.size(), before.size());
    for (std::size_t k = 0; k < before.size(); ++k) EXPECT_EQ(before[k].dump(), after[k].dump());
    for (std::size_t k = before.size(); k < after.size(); ++k) {
      EXPECT_TRUE(after[k]["marker"].get<std::string>().starts_with("新增#")) << after[k].dump();
    }
  }
  const auto& last = series.back();
  EXPECT_EQ(last["coverage"]["visible"], 70);
  EXPECT_EQ(last["coverage"]["in_entries"].get<int>() + last["coverage"]["nothing_new"].get<int>(), 70);
}

TEST_F(Follow, changes_since_a_revision_are_exactly_the_entries_after_it) {
  const auto first = gailou_.digest();
  forum_.release(71);
  ASSERT_TRUE(eventually([this] { return gailou_.reaches(71); }));
  const auto latest = gailou_.digest();
  const auto changes =
      gailou_.json("/api/v1/threads/local/1/changes?since=" + std::to_string(first["revision"].get<int>()));
  Json expected = Json::array();
  for (std::size_t k = first["entries"].size(); k < latest["entries"].size(); ++k)
    expected.push_back(latest["entries"][k]);
  EXPECT_EQ(changes["entries"], expected);
  EXPECT_EQ(changes["rev"], latest["revision"]);
  EXPECT_EQ(gailou_.get("/api/v1/threads/local/1/changes?since=9999").status, 409);
}

TEST_F(Follow, a_past_revision_reads_as_it_was_served) {
  const auto then = gailou_.get("/t/local/1.json").body;
  forum_.release(71);
  ASSERT_TRUE(eventually([this] { return gailou_.reaches(71); }));
  const auto now = gailou_.get("/api/v1/threads/local/1/digest?rev=1").body;
  EXPECT_EQ(Json::parse(then), Json::parse(now));
}

TEST_F(Follow, a_floor_that_does_not_exist_is_never_asked_for) {
  forum_.release(71);
  ASSERT_TRUE(eventually([this] { return gailou_.reaches(71); }));
  for (const auto& target : forum_.requests()) EXPECT_EQ(target.find("9000061"), std::string::npos) << target;
}

TEST_F(Follow, the_text_form_ends_with_every_floor) {
  const auto text = gailou_.get("/t/local/1.txt");
  EXPECT_EQ(text.status, 200);
  EXPECT_NE(text.body.find("1. 关键信息"), std::string::npos);
  EXPECT_NE(text.body.find("--- 第 1 楼来自 privater 的回复 (2026-05-06 14:02:35 PDT) ---"), std::string::npos);
  EXPECT_NE(text.body.find("--- 第 58 楼来自 Onvon 的回复"), std::string::npos);
}

TEST_F(Follow, an_edit_is_kept_as_a_version_and_a_withdrawn_post_becomes_a_tombstone) {
  forum_.tell("edit?floor=58&text=%E6%94%B9%E8%BF%87%E7%9A%84%E6%AD%A3%E6%96%87%E3%80%82");
  const auto versions = [this] { return gailou_.json("/api/v1/threads/local/1/posts?from=58&to=58&versions=1"); };
  ASSERT_TRUE(eventually([&] { return versions()["posts"][0].value("version", 1) == 2; }));
  EXPECT_EQ(versions()["posts"][0]["versions"].size(), 1u);

  const auto before = gailou_.digest();
  forum_.tell("withdraw?floor=58");
  ASSERT_TRUE(eventually([&] { return gailou_.digest()["revision"] > before["revision"]; }));
  const auto after = gailou_.digest();
  bool found = false;
  for (std::size_t k = 0; k < before["entries"].size(); ++k) {
    const auto cites = before["entries"][k]["cites"].get<std::vector<int>>();
    if (std::find(cites.begin(), cites.end(), 58) == cites.end()) continue;
    found = true;
    EXPECT_EQ(after["entries"][k]["marker"], "撤回#58");
    EXPECT_EQ(after["entries"][k]["text"], "原楼层已删除，本条撤回。");
  }
  EXPECT_TRUE(found);
  EXPECT_EQ(gailou_.get("/t/local/1.txt").body.find("openclaw"), std::string::npos);
}

TEST_F(Follow, a_change_far_behind_the_newest_floors_is_seen) {
  forum_.tell("edit?floor=3&text=%E6%94%B9%E8%BF%87%E7%9A%84%E6%AD%A3%E6%96%87%E3%80%82");
  const auto third = [this] { return gailou_.json("/api/v1/threads/local/1/posts?from=3&to=3")["posts"][0]; };
  ASSERT_TRUE(eventually([&] { return third().value("version", 1) == 2; })) << third().dump();

  forum_.tell("withdraw?floor=6");
  const auto withdrawn = [this] { return gailou_.get("/t/local/1.txt").body.find("只double 5h") == std::string::npos; };
  EXPECT_TRUE(eventually(withdrawn)) << gailou_.get("/t/local/1.txt").body;
}

TEST_F(Follow, the_page_is_served_with_etag_gzip_and_head) {
  const auto page = gailou_.get("/t/local/1");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("内容摘要"), std::string::npos);
  const auto tag = page.header("ETag");
  ASSERT_FALSE(tag.empty());
  EXPECT_EQ(gailou_.get("/t/local/1", "If-None-Match: " + tag + "\r\n").status, 304);
  EXPECT_EQ(gailou_.get("/t/local/1", "Accept-Encoding: gzip\r\n").header("Content-Encoding"), "gzip");
  const auto head =
      support::http_send(gailou_.port(), "HEAD /t/local/1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(head.header("Content-Length"), page.header("Content-Length"));
  EXPECT_TRUE(head.body.empty());
  EXPECT_EQ(gailou_.get("/latest").status, 302);
}

}  // namespace
}  // namespace gailou::e2e
