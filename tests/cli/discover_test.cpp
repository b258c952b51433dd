// `gailou discover` against a daemon with made-up answers.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "daemon/protocol/replies.h"
#include "tests/cli/ran.h"
#include "tests/support/scripted_daemon.h"
#include "tests/support/temp_folder.h"

namespace gailou::cli {
namespace {

using namespace std::chrono_literals;
using protocol::FoundTopic;
using protocol::TopicStanding;
using testing::HasSubstr;
using testing::Not;

constexpr digest::Instant kNow = digest::from_ms(1'777'000'000'000);

FoundTopic found(std::int64_t id, double score, TopicStanding standing = TopicStanding::open) {
  return {.topic = digest::TopicId{id},
          .thread = "forum/" + std::to_string(id),
          .url = "https://forum.example/t/" + std::to_string(id),
          .title = "题目" + std::to_string(id),
          .standing = standing,
          .score = score,
          .replies_per_hour = score,
          .lately = score / 2,
          .replies = 40,
          .likes = 7,
          .created_at = kNow - 5h,
          .last_posted_at = kNow - 12min};
}

class DiscoverVerb : public testing::Test {
 protected:
  void list(std::vector<FoundTopic> topics) {
    const protocol::DiscoverReply reply{.source = {.name = "forum", .origin = "https://forum.example"},
                                        .known = true,
                                        .now = kNow,
                                        .seen_at = kNow,
                                        .topics = std::move(topics)};
    daemon_.answer("discover", protocol::document_of(reply).dump());
  }
  void accept_additions() {
    storage::ThreadRecord thread;
    thread.id = digest::ThreadId{4};
    thread.source = "forum";
    thread.origin = "https://forum.example";
    thread.topic = digest::TopicId{1};
    daemon_.answer("add", protocol::document_of(protocol::AddReply{.thread = thread}).dump());
  }
  Ran run(std::vector<std::string> words, bool terminal = false, int columns = 120) {
    words.insert(words.begin(), "discover");
    return run_words(std::move(words), {.places = {.socket = folder_.file("admin.sock"), .state = folder_.path()},
                                        .terminal = terminal,
                                        .columns = columns,
                                        .now = kNow});
  }

  support::TempFolder folder_;
  support::ScriptedDaemon daemon_{folder_.file("admin.sock")};
};

TEST_F(DiscoverVerb, a_terminal_gets_a_table_with_marks) {
  list({found(1, 12.34), found(2, 3, TopicStanding::tracked), found(3, 2, TopicStanding::quiet)});
  const Ran ran = run({"forum", "--color=never"}, true);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("SCORE"));
  EXPECT_THAT(ran.out, HasSubstr("https://forum.example/t/1"));
  EXPECT_THAT(ran.out, HasSubstr("tracked"));
  EXPECT_THAT(ran.out, Not(HasSubstr("/t/3")));
}

TEST_F(DiscoverVerb, a_pipe_gets_cells_without_headers) {
  list({found(1, 12.34)});
  const Ran ran = run({"forum"});
  EXPECT_EQ(ran.out, "12\t6.2\t7\t5h\t12m\t题目1\t\thttps://forum.example/t/1\n");
  EXPECT_EQ(daemon_.bodies_of("discover"), std::vector<std::string>{R"({"source":"forum"})"});
}

TEST_F(DiscoverVerb, a_rule_stands_beside_the_title) {
  auto wanted = found(1, 2);
  wanted.rule = "cards";
  list({wanted});
  EXPECT_THAT(run({"forum"}).out, HasSubstr("\trule cards\t"));
}

TEST_F(DiscoverVerb, all_tells_of_the_rest_too) {
  list({found(1, 3, TopicStanding::ended), found(2, 2, TopicStanding::removed), found(3, 1)});
  const Ran ran = run({"forum", "--all"});
  EXPECT_THAT(ran.out, HasSubstr("ended"));
  EXPECT_THAT(ran.out, HasSubstr("removed"));
  EXPECT_EQ(run({"forum"}).out.find("ended"), std::string::npos);
}

TEST_F(DiscoverVerb, nothing_worth_proposing_is_exit_code_2) {
  list({});
  const Ran empty = run({"forum"});
  EXPECT_EQ(empty.exit_code, 2);
  EXPECT_TRUE(empty.out.empty());
  EXPECT_THAT(empty.err, HasSubstr("worth proposing"));
  list({found(1, 9, TopicStanding::tracked)});
  EXPECT_EQ(run({"forum"}).exit_code, 2);
  EXPECT_EQ(run({"forum", "--add"}).exit_code, 2);
  EXPECT_TRUE(daemon_.bodies_of("add").empty());
}

TEST_F(DiscoverVerb, limit_counts_from_the_top) {
  list({found(1, 9), found(2, 8), found(3, 7)});
  const Ran ran = run({"forum", "--limit", "2"});
  EXPECT_THAT(ran.out, HasSubstr("/t/2"));
  EXPECT_THAT(ran.out, Not(HasSubstr("/t/3")));
  EXPECT_EQ(run({"forum", "--limit", "0"}).exit_code, 64);
}

TEST_F(DiscoverVerb, add_tracks_the_proposals_alone) {
  list({found(1, 9), found(2, 8, TopicStanding::tracked), found(3, 7), found(4, 6, TopicStanding::quiet)});
  accept_additions();
  const Ran ran = run({"forum", "--add"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(daemon_.bodies_of("add"), (std::vector<std::string>{R"({"thread":"https://forum.example/t/1"})",
                                                                R"({"thread":"https://forum.example/t/3"})"}));
  EXPECT_THAT(ran.out, HasSubstr("added as number 4"));
}

TEST_F(DiscoverVerb, all_does_not_add_what_is_only_told) {
  list({found(1, 9, TopicStanding::removed), found(2, 8, TopicStanding::ended), found(3, 7)});
  accept_additions();
  run({"forum", "--add", "--all"});
  EXPECT_EQ(daemon_.bodies_of("add").size(), 1U);
}

TEST_F(DiscoverVerb, an_addition_that_fails_is_told_and_the_others_go_on) {
  list({found(1, 9), found(2, 8)});
  const Ran ran = run({"forum", "--add"});  // the daemon knows no answer to it
  EXPECT_NE(ran.exit_code, 0);
  EXPECT_THAT(ran.err, HasSubstr("forum/1"));
  EXPECT_THAT(ran.err, HasSubstr("forum/2"));
}

TEST_F(DiscoverVerb, json_is_one_document_of_what_was_chosen) {
  list({found(1, 9), found(2, 8, TopicStanding::quiet)});
  accept_additions();
  const auto document = nlohmann::json::parse(run({"forum", "--json", "--add"}).out);
  ASSERT_EQ(document["topics"].size(), 1U);
  EXPECT_EQ(document["topics"][0]["standing"], "open");
  EXPECT_EQ(document["topics"][0]["replies"], 40);
  EXPECT_EQ(document["source"]["name"], "forum");
  EXPECT_EQ(daemon_.bodies_of("add").size(), 1U);
}

TEST_F(DiscoverVerb, titles_from_outside_do_no_harm_to_a_terminal) {
  auto hostile = found(1, 9);
  hostile.title = "\x1b[31mred\u202e反\tcell\nline";
  list({hostile});
  const Ran ran = run({"forum", "--color=never"}, true);
  EXPECT_EQ(ran.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(ran.out.find("\u202e"), std::string::npos);
  EXPECT_EQ(std::ranges::count(run({"forum"}).out, '\n'), 1);
}

TEST_F(DiscoverVerb, what_is_no_source_is_told_before_anybody_is_asked) {
  EXPECT_EQ(run({"Not A Name"}).exit_code, 65);
  EXPECT_EQ(run({"ftp://forum.example"}).exit_code, 65);
  EXPECT_THAT(run({}).err, HasSubstr("which source or forum?"));
  EXPECT_TRUE(daemon_.asked().empty());
}

TEST_F(DiscoverVerb, what_the_daemon_refuses_is_the_answer) {
  daemon_.answer(
      "discover",
      R"({"type":"/problems/cooldown","title":"x","status":503,"detail":"must not be asked","code":"cooldown"})", 503);
  const Ran ran = run({"forum"});
  EXPECT_EQ(ran.exit_code, 75);
  EXPECT_THAT(ran.err, HasSubstr("must not be asked"));
}

}  // namespace
}  // namespace gailou::cli
