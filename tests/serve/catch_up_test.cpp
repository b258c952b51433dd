// `?since=` on a thread's pages.
#include <chrono>

#include "tests/serve/site_fixture.h"

namespace gailou::serve {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class CatchUpPages : public SiteTest {
 protected:
  CatchUpPages() {
    id_ = add_thread();
    store_posts(id_, 1, 3);
    digest_pending(id_);
    loop_.run_for(hours{2});
    store_posts(id_, 4, 6);
    digest_pending(id_);
    loop_.run_for(minutes{30});
  }
  bool shows(std::string_view target, std::string_view words) {
    return body_of(get(target)).find(words) != std::string::npos;
  }
  digest::ThreadId id_{};
};

TEST_F(CatchUpPages, the_text_is_what_is_new_alone) {
  EXPECT_EQ(body_of(get("/t/forum/7.txt?since=r1")),
            "算力租赁\nr1 以来读了 3 楼：新增 1 条；略过 2 楼（重复 2）。\n\n  • 新增#4：租金是每月一百元。\n");
}

TEST_F(CatchUpPages, each_way_to_name_the_place_is_understood) {
  for (const char* since : {"r1", "3", "#3", "1h", "2026-05-01T01:30:00Z"}) {
    EXPECT_TRUE(shows(std::string("/t/forum/7.txt?since=") + since, "新增#4：")) << since;
  }
  EXPECT_TRUE(shows("/t/forum/7.txt?since=10m", "没有新内容"));
  EXPECT_TRUE(shows("/t/forum/7.txt?since=r2", "没有新内容"));
}

TEST_F(CatchUpPages, the_page_has_it_without_script_and_marks_the_entries) {
  const auto body = body_of(get("/t/forum/7?since=r1"));
  EXPECT_NE(body.find("id=\"missed\""), std::string::npos);
  EXPECT_NE(body.find("上次访问后新增 1 条"), std::string::npos);
  EXPECT_NE(body.find("原始内容"), std::string::npos);
  EXPECT_FALSE(shows("/t/forum/7", "id=\"missed\""));
}

TEST_F(CatchUpPages, json_and_markdown_have_it_too) {
  const auto document = json_of(get("/t/forum/7.json?since=r1"));
  EXPECT_EQ(document["schema"], "gailou.catch_up/1");
  EXPECT_EQ(document["entries"].size(), 1U);
  EXPECT_TRUE(shows("/t/forum/7.md?since=r1", "读了 3 楼"));
  EXPECT_EQ(json_of(get("/t/forum/7.json"))["schema"], "gailou.digest/1");
}

TEST_F(CatchUpPages, accept_decides_with_a_place_as_without) {
  const auto response = get("/t/forum/7?since=#3", "text/plain");
  EXPECT_EQ(header_of(response, "Content-Type"), "text/plain; charset=utf-8");
  EXPECT_TRUE(
      header_of(get("/t/forum/7?since=3", "text/plain"), "Content-Location").ends_with("/t/forum/7.txt?since=%233"));
}

TEST_F(CatchUpPages, a_revision_or_floor_to_come_is_a_conflict) {
  for (const char* target : {"/t/forum/7.txt?since=r3", "/t/forum/7.json?since=r9", "/t/forum/7?since=99"}) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 409) << target;
    const auto problem = json_of(response);
    EXPECT_EQ(problem["type"], "/problems/future-revision");
    EXPECT_EQ(problem["rev"], 2);
  }
}

TEST_F(CatchUpPages, what_names_no_place_is_a_bad_parameter) {
  for (const char* since : {"", "yesterday", "r", "-1", "2030-01-01", "r1&since=r2"}) {
    const auto response = get(std::string("/t/forum/7?since=") + since);
    EXPECT_EQ(response.status, 400) << since;
    EXPECT_EQ(json_of(response)["errors"][0]["pointer"], "/since") << since;
  }
}

TEST_F(CatchUpPages, the_same_state_gives_the_same_bytes_and_tag) {
  const auto first = get("/t/forum/7.txt?since=r1");
  loop_.run_for(minutes{5});
  EXPECT_EQ(header_of(get("/t/forum/7.txt?since=r1"), "ETag"), header_of(first, "ETag"));
  EXPECT_NE(header_of(get("/t/forum/7.txt"), "ETag"), header_of(first, "ETag"));
}

TEST_F(CatchUpPages, only_fixed_places_are_kept) {
  site_.apply({});
  const auto pages = site_.cache().pages();
  get("/t/forum/7.txt?since=1h");
  EXPECT_EQ(site_.cache().pages(), pages);
  get("/t/forum/7.txt?since=r1");
  EXPECT_EQ(site_.cache().pages(), pages + 1);
}

TEST_F(CatchUpPages, a_new_revision_makes_a_kept_one_old) {
  get("/t/forum/7.txt?since=r1");
  store_posts(id_, 7, 7);
  digest_pending(id_);
  EXPECT_TRUE(shows("/t/forum/7.txt?since=r1", "新增 2 条"));
}

TEST_F(CatchUpPages, a_thread_without_a_digest_has_a_page_and_no_text) {
  add_thread(8);
  EXPECT_EQ(get("/t/forum/8?since=r0").status, 200);
  EXPECT_EQ(get("/t/forum/8.txt?since=r0").status, 404);
  EXPECT_EQ(get("/t/forum/9.txt?since=r0").status, 404);
}

}  // namespace
}  // namespace gailou::serve
