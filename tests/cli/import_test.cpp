// `gailou import` as people run it: on a state folder without a daemon, exit codes and reports.
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "storage/state_lock.h"
#include "tests/support/files.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

namespace gailou::cli {
namespace {

const std::string kUrl = "https://forum.example/t/topic/12";
const std::string kPage =
    "原始内容\n--- 第 1 楼来自 alice 的回复 (2026-05-06 14:02:35 PDT) ---\n\n第一楼说价格会在本季度继续上涨。\n\n"
    "--- 第 2 楼来自 bob 的回复 (2026-05-06 14:03:35 PDT) ---\n\n第二楼说价格会在下季度开始下跌。\n";
const std::string kTopic = R"({"id":12,"title":"价格","slug":"topic","posts_count":2,"highest_post_number":2,
  "post_stream":{"stream":[901,902],"posts":[
  {"id":901,"post_number":1,"topic_id":12,"username":"alice","cooked":"<p>第一楼说价格会在本季度继续上涨。</p>",
   "created_at":"2026-05-06T21:02:35.421Z","updated_at":"2026-05-06T21:02:35.421Z"},
  {"id":902,"post_number":2,"topic_id":12,"username":"bob","cooked":"<p>第二楼说价格会在下季度开始下跌。</p>",
   "created_at":"2026-05-06T21:03:35.007Z","updated_at":"2026-05-06T21:03:35.007Z"}]}})";

class ImportVerb : public testing::Test {
 protected:
  support::Finished run(std::vector<std::string> words, const std::string& in = "") {
    std::vector<std::string> command{std::string(GAILOU_BINARY_DIR) + "/gailou", "--state", folder_.path()};
    command.insert(command.end(), words.begin(), words.end());
    return support::run(
        support::Command{.words = std::move(command),
                         .in = in,
                         .environment = {{{"HOME", folder_.path()}, {"PATH", "/usr/bin:/bin"}, {"TZ", "UTC"}}}});
  }
  std::string file(const std::string& name, const std::string& text) {
    std::ofstream(folder_.file(name), std::ios::binary) << text;
    return folder_.file(name);
  }

  support::TempFolder folder_;
};

TEST_F(ImportVerb, a_page_becomes_a_digest_without_a_daemon) {
  const auto page = file("page.txt", kPage);
  const auto end = run({"import", "--offline", "--thread", kUrl, page});
  EXPECT_EQ(end.code, 0) << end.output;
  EXPECT_EQ(end.out, page + ": forum/12: 2 posts: 2 new, 0 known, 0 edited\n");
  EXPECT_EQ(end.err, "");
  const auto digest = run({"digest", "forum/12"});
  EXPECT_EQ(digest.code, 0) << digest.output;
  EXPECT_NE(digest.out.find("--- 第 2 楼来自 bob 的回复 (2026-05-06 21:03:35 UTC) ---\n\n第二楼说"), std::string::npos)
      << digest.out;
}

TEST_F(ImportVerb, what_it_printed_it_takes_in_again) {
  const auto model = std::string(GAILOU_TEST_DATA) + "/recorded/model-page.txt";
  ASSERT_EQ(run({"import", "--offline", "--thread", "https://www.uscardforum.com/t/topic/493728", model}).code, 0);
  const auto first = run({"digest", "uscardforum/493728", "--tz", "America/Los_Angeles"});
  const auto again = run({"import", "--offline", file("again.txt", first.out)});
  EXPECT_EQ(again.code, 0) << again.output;
  EXPECT_NE(again.out.find("70 posts: 0 new, 70 known, 0 edited\n"), std::string::npos) << again.out;
  EXPECT_EQ(run({"digest", "uscardforum/493728", "--tz", "America/Los_Angeles"}).out, first.out);
}

TEST_F(ImportVerb, a_page_and_the_topics_json_in_either_order_are_the_same_floors) {
  const auto posts = [&] { return run({"posts", "forum/12", "--json"}).out; };
  const auto without_times = [](const std::string& text) {
    auto document = nlohmann::json::parse(text);
    for (auto& post : document["posts"]) post.erase("first_seen");
    return document.dump();
  };
  const auto page = file("page.txt", kPage);
  const auto topic = file("topic.json", kTopic);
  ASSERT_EQ(run({"import", "--offline", "--thread", kUrl, page, topic}).code, 0);
  const std::string one = without_times(posts());
  EXPECT_NE(one.find("901"), std::string::npos);
  ASSERT_EQ(run({"import", "--offline", page, "--thread", "forum/12"}).code, 0);
  EXPECT_EQ(without_times(posts()), one);
}

TEST_F(ImportVerb, stdin_is_a_file_too) {
  const auto end = run({"import", "--offline", "--thread", kUrl}, kTopic);
  EXPECT_EQ(end.code, 0) << end.output;
  EXPECT_EQ(end.out, "stdin: forum/12: 2 posts: 2 new, 0 known, 0 edited\n");
  EXPECT_EQ(run({"import", "--offline", "-"}, kTopic).out, "stdin: forum/12: 2 posts: 0 new, 2 known, 0 edited\n");
}

TEST_F(ImportVerb, the_report_is_json_when_asked) {
  const auto topic = file("topic.json", kTopic);
  const auto bad = file("bad.txt", kPage + "\n--- 第 3 楼\n");
  const auto end = run({"import", "--offline", "--json", "--thread", kUrl, topic, bad});
  EXPECT_EQ(end.code, 2) << end.output;
  const auto document = nlohmann::json::parse(end.out);
  ASSERT_EQ(document["files"].size(), 2U);
  EXPECT_EQ(document["files"][0]["file"], topic);
  EXPECT_EQ(document["files"][0]["added"], 2);
  EXPECT_EQ(document["files"][0]["thread"]["id"], 12);
  EXPECT_EQ(document["files"][1]["error"]["where"], bad + ":10");
}

TEST_F(ImportVerb, a_malformed_file_is_wrong_data_and_names_its_line) {
  const auto bad = file("bad.txt", kPage + "\n--- 第 3 楼\n");
  const auto end = run({"import", "--offline", "--thread", kUrl, bad});
  EXPECT_EQ(end.code, 65);
  EXPECT_EQ(end.out, "");
  EXPECT_TRUE(end.err.starts_with("gailou: import: " + bad + ":10: ")) << end.err;
  EXPECT_EQ(run({"list"}).code, 0);
  EXPECT_EQ(run({"list"}).out, "");
}

TEST_F(ImportVerb, skipped_parts_are_told_with_their_lines) {
  const auto twice = file("twice.txt", kPage + "\n--- 第 2 楼来自 bob 的回复 (2026-05-06 14:03:35 PDT) ---\n\n又。\n");
  const auto end = run({"import", "--offline", "--thread", kUrl, twice});
  EXPECT_EQ(end.code, 0);
  EXPECT_EQ(end.out, twice + ": forum/12: 3 posts: 2 new, 0 known, 0 edited, 1 skipped\n" + twice +
                         ":10: skipped: floor 2 stands there twice; the first was taken\n");
}

TEST_F(ImportVerb, one_bad_file_stops_no_other) {
  const auto good = file("good.txt", kPage);
  const auto end = run({"import", "--offline", "--thread", kUrl, folder_.file("nowhere"), good});
  EXPECT_EQ(end.code, 2);
  EXPECT_NE(end.err.find("nowhere: No such file or directory"), std::string::npos) << end.err;
  EXPECT_NE(end.out.find("2 new"), std::string::npos);
}

TEST_F(ImportVerb, a_file_that_is_not_there_is_an_io_error) {
  EXPECT_EQ(run({"import", "--offline", "--thread", kUrl, folder_.file("nowhere")}).code, 74);
  EXPECT_EQ(run({"import", "--offline", "--thread", kUrl, folder_.path()}).code, 74);
}

TEST_F(ImportVerb, a_folder_in_use_is_told_with_its_holder) {
  const auto lock = storage::StateLock::take(folder_.path(), "gailou serve", digest::Instant{});
  ASSERT_TRUE(lock);
  const auto end = run({"import", "--offline", "--thread", kUrl, file("page.txt", kPage)});
  EXPECT_EQ(end.code, 75);
  EXPECT_NE(end.err.find("gailou serve"), std::string::npos) << end.err;
}

TEST_F(ImportVerb, without_a_daemon_it_is_unavailable) {
  EXPECT_EQ(run({"import", "--thread", kUrl, file("page.txt", kPage)}).code, 69);
}

TEST_F(ImportVerb, a_zone_of_several_meanings_is_asked_for_and_given) {
  std::string text = kPage;
  for (std::size_t at = 0; (at = text.find("PDT", at)) != std::string::npos;) text.replace(at, 3, "CST");
  const auto page = file("page.txt", text);
  const auto refused = run({"import", "--offline", "--thread", kUrl, page});
  EXPECT_EQ(refused.code, 65);
  EXPECT_NE(refused.err.find(page + ":2: "), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("--tz"), std::string::npos);
  EXPECT_EQ(run({"import", "--offline", "--thread", kUrl, "--tz", "Asia/Shanghai", page}).code, 0);
  EXPECT_NE(run({"posts", "forum/12", "--json"}).out.find("2026-05-06T06:02:35.000Z"), std::string::npos);
}

TEST_F(ImportVerb, what_is_missing_of_a_topic_is_told) {
  std::string part = kTopic;
  part.replace(part.find("[901,902]"), 9, "[901,902,903,904]");
  const auto end = run({"import", "--offline", "--thread", kUrl, file("part.json", part)});
  EXPECT_EQ(end.code, 0);
  EXPECT_NE(end.err.find("forum/12: 2 posts that it lists aren't stored yet"), std::string::npos) << end.err;
  EXPECT_NE(end.err.find("https://forum.example/t/12.json?print=true"), std::string::npos);
}

TEST_F(ImportVerb, control_characters_of_a_file_reach_no_terminal) {
  const auto bad = file("bad.txt", "--- 第 1 楼来自 \x1B[31mevil\n");
  const auto end = run({"import", "--offline", "--thread", kUrl, bad});
  EXPECT_EQ(end.code, 65);
  EXPECT_EQ(end.err.find('\x1B'), std::string::npos);
}

}  // namespace
}  // namespace gailou::cli
