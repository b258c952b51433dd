// `gailou search` over a store that no daemon serves.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/cli/ran.h"
#include "tests/storage/store_fixture.h"

namespace gailou::cli {
namespace {

using storage::page;
using storage::post;
using testing::HasSubstr;
using testing::Not;

class SearchVerb : public storage::StoreTest {
 protected:
  Ran run(std::vector<std::string> words, bool terminal = false) {
    const Setting setting{.places = {.socket = folder_.file("admin.sock"),
                                     .state = folder_.path(),
                                     .site = {.title = "T", .tagline = "L", .zone = "Asia/Shanghai"}},
                          .terminal = terminal,
                          .now = storage::kStart};
    return run_words(std::move(words), setting);
  }
};

TEST_F(SearchVerb, a_pipe_gets_cells) {
  const auto id = thread_with({post(1, "最近算力涨价了", "Alice")});
  digest_pending(id);
  EXPECT_EQ(run({"search", "算力"}).out,
            "forum/493728\te1\t2026-04-24T03:06:40.000Z\t最新动态\t最近算力涨价了\n"
            "forum/493728\t#1\t2026-04-24T02:07:40.000Z\tAlice\t最近算力涨价了\n");
}

TEST_F(SearchVerb, a_terminal_gets_lines_with_the_hits_in_bold) {
  thread_with({post(1, "最近算力涨价了", "Alice")});
  const Ran ran = run({"search", "算力", "--color=always"}, true);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "\x1b[1m#1\x1b[0m Alice · forum/493728 算力会不会继续涨价 · 2026-04-24 10:07:40 CST\n"
            "  最近\x1b[1m算力\x1b[0m涨价了\n");
  EXPECT_EQ(run({"search", "算力", "--color=never"}, true).out.find('\x1b'), std::string::npos);
}

TEST_F(SearchVerb, json_is_the_document_of_the_web) {
  thread_with({post(1, "最近算力涨价了", "Alice"), post(2, "算力")});
  const Ran ran = run({"search", "--json", "--limit", "1", " 算力 "});
  EXPECT_EQ(ran.exit_code, 0);
  const auto document = nlohmann::json::parse(ran.out);
  EXPECT_EQ(document["schema"], "gailou.search/1");
  EXPECT_EQ(document["query"], "算力");
  EXPECT_EQ(document["incomplete"], false);
  ASSERT_EQ(document["hits"].size(), 1U);
  EXPECT_EQ(document["hits"][0]["kind"], "floor");
  EXPECT_EQ(document["hits"][0]["floor"], 2);
  EXPECT_EQ(document["hits"][0]["snippet"], nlohmann::json::parse(R"([{"text":"算力","hit":true}])"));
  const auto next = std::to_string(document["next"].get<std::int64_t>());
  const auto second = nlohmann::json::parse(run({"search", "--json", "--after", next, "算力"}).out);
  EXPECT_EQ(second["hits"][0]["floor"], 1);
  EXPECT_FALSE(second.contains("next"));
}

TEST_F(SearchVerb, nothing_found_ends_with_two) {
  thread_with({post(1, "最近算力涨价了")});
  const Ran ran = run({"search", "显卡"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(ran.out.empty());
  EXPECT_THAT(ran.err, HasSubstr("nothing found; try fewer or shorter words"));
  const auto document = nlohmann::json::parse(run({"search", "显卡", "--json"}).out);
  EXPECT_TRUE(document["hits"].empty());
}

TEST_F(SearchVerb, words_are_joined_as_they_were_typed) {
  thread_with({post(1, "hello world 算力", "alice"), post(2, "world hello 算力", "bob")});
  EXPECT_THAT(run({"search", "\"hello world\""}).out, Not(HasSubstr("#2")));
  EXPECT_THAT(run({"search", "hello", "world"}).out, HasSubstr("#2"));
  EXPECT_THAT(run({"search", "算力", "author:bob"}).out, Not(HasSubstr("#1")));
  EXPECT_THAT(run({"search", "--", "算力", "-\"hello world\""}).out, Not(HasSubstr("#1")));
}

TEST_F(SearchVerb, times_are_counted_from_now_in_the_readers_zone) {
  auto old = post(1, "算力");
  old.created_at = storage::kStart - std::chrono::hours{100};
  thread_with({old, post(2, "算力")});
  EXPECT_THAT(run({"search", "算力", "after:3d"}).out, Not(HasSubstr("#1\t")));
  EXPECT_THAT(run({"search", "算力", "before:2026-04-24"}).out, Not(HasSubstr("#2\t")));
}

TEST_F(SearchVerb, a_query_that_can_not_be_understood_is_wrong_usage) {
  const Ran ran = run({"search", "算力", "after:soon"});
  EXPECT_EQ(ran.exit_code, 64);
  EXPECT_THAT(ran.err, HasSubstr("'soon': that is no time"));
  EXPECT_THAT(ran.err, HasSubstr("after:3d"));
  EXPECT_EQ(run({"search", "???"}).exit_code, 64);
  EXPECT_EQ(run({"search", "autor:alice"}).exit_code, 64);
  EXPECT_THAT(run({"search"}).err, HasSubstr("which words?"));
  EXPECT_EQ(run({"search", "算力", "--limit", "0"}).exit_code, 64);
  EXPECT_EQ(run({"search", "算力", "--limit", "201"}).exit_code, 64);
}

TEST_F(SearchVerb, more_can_be_asked_for) {
  std::vector<digest::Post> posts;
  for (std::int64_t floor = 1; floor <= 5; ++floor) posts.push_back(post(floor, "算力"));
  thread_with(posts);
  const Ran first = run({"search", "--limit", "3", "算力"});
  EXPECT_EQ(std::ranges::count(first.out, '\n'), 3);
  const auto at = first.err.find("--after ");
  ASSERT_NE(at, std::string::npos) << first.err;
  const auto place = first.err.substr(at + 8, first.err.find('\n', at) - at - 8);
  const Ran second = run({"search", "--limit", "3", "--after", place, "算力"});
  EXPECT_EQ(std::ranges::count(second.out, '\n'), 2);
  EXPECT_THAT(second.err, Not(HasSubstr("--after")));
}

TEST_F(SearchVerb, forum_text_can_not_steer_a_terminal) {
  auto evil = post(1, "算力\x1b[2J\u202e了\n第二行", "a\x1b]0;x\x07");
  thread_with({evil});
  for (const bool terminal : {true, false}) {
    const std::string out = run({"search", "算力", "--color=never"}, terminal).out;
    EXPECT_EQ(out.find('\x1b'), std::string::npos);
    EXPECT_EQ(out.find('\x07'), std::string::npos);
    EXPECT_EQ(out.find("\u202e"), std::string::npos);
    EXPECT_EQ(std::ranges::count(out, '\n'), terminal ? 2 : 1);
  }
}

TEST_F(SearchVerb, without_daemon_and_store_it_says_so) {
  const Setting setting{.places = {.socket = folder_.file("none.sock"), .state = folder_.file("none")}};
  EXPECT_EQ(run_words({"search", "算力"}, setting).exit_code, 69);
}

}  // namespace
}  // namespace gailou::cli
