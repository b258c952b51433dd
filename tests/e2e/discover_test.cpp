// Threads that nobody named: what a forum's lists show is proposed, what a rule finds is tracked within the budget, and
// let go of once it has fallen asleep.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/sqlite/connection.h"
#include "tests/e2e/stage.h"

namespace gailou::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr const char* kRule = R"([[discover]]
name = "prices"
source = "local"
keywords = ["价格"]
interval = "1m"
asleep_after = "1h"
)";

class Discover : public ::testing::Test {
 protected:
  /// Topic 2 talks right now, the first has been silent for long.
  Discover() {
    forum_.tell("topic?floors=3&released=3");
    for (int i = 0; i < 8; ++i) say("2");
  }

  void say(const std::string& topic) const { forum_.tell("reply?topic=" + topic + "&author=mia&text=1234"); }
  void begin(const std::string& rules, std::vector<std::string> settings = {}) {
    gailou_ = std::make_unique<Gailou>(std::move(settings), rules);
    const auto made = gailou_->run({"sources", "add", forum_.origin(), "--source", "local"});
    ASSERT_EQ(made.code, 0) << made.output;
  }
  /// While the daemon is off, as many hours pass for what its store remembers.
  void pass(int hours) const {
    auto store =
        storage::sqlite::Connection::open(gailou_->state() + "/gailou.db", storage::sqlite::Connection::Kind::writer);
    ASSERT_TRUE(store);
    const std::string by = std::to_string(hours * 3'600'000);
    ASSERT_TRUE(store->execute("UPDATE threads SET added_ms = added_ms - " + by +
                                   ", last_posted_ms = last_posted_ms - " + by +
                                   "; UPDATE sources SET listed_ms = listed_ms - " + by,
                               "time passes"));
  }
  std::int64_t asked_for(std::string_view list) const {
    const auto requests = forum_.requests();
    return std::ranges::count_if(requests, [&](const std::string& target) { return target.starts_with(list); });
  }
  Json threads() const { return gailou_->json("/api/v1/threads")["threads"]; }
  Json thread(const std::string& topic) const { return gailou_->json("/api/v1/threads/local/" + topic); }
  bool has_digest(const std::string& topic) const { return gailou_->get("/t/local/" + topic + ".json").status == 200; }

  Forum forum_{{"--made-up", "5", "--start", "5"}};
  std::unique_ptr<Gailou> gailou_{};
};

TEST_F(Discover, what_the_lists_show_is_proposed_by_two_requests_and_none_is_added) {
  begin("");
  const auto found = gailou_->run({"discover", "local"});
  EXPECT_EQ(found.code, 0) << found.output;
  EXPECT_THAT(found.output, HasSubstr(forum_.origin() + "/t/2"));
  EXPECT_THAT(found.output, Not(HasSubstr("/t/1\n"))) << "silent for long";
  EXPECT_EQ(asked_for("/latest.json") + asked_for("/top.json"), 2);
  EXPECT_THAT(threads(), SizeIs(0));
}

TEST_F(Discover, a_proposal_is_added_when_it_is_asked_for) {
  begin("");
  const auto found = gailou_->run({"discover", "local", "--add"});
  EXPECT_EQ(found.code, 0) << found.output;
  ASSERT_TRUE(eventually([&] { return has_digest("2"); })) << gailou_->process().output();
  EXPECT_EQ(thread("2")["posts_count"], 11);
  EXPECT_EQ(gailou_->run({"discover", "local"}).code, 2) << "it is tracked: nothing is left to propose";
}

TEST_F(Discover, a_rule_proposes_unless_it_is_told_to_add) {
  begin(kRule);
  ASSERT_TRUE(gailou_->process().wait_for_output("event=thread_proposed", 30s)) << gailou_->process().output();
  EXPECT_THAT(threads(), SizeIs(0));
  const auto found = gailou_->run({"discover", "local"});
  EXPECT_THAT(found.output, HasSubstr("rule prices"));
}

TEST_F(Discover, what_a_rule_finds_is_fetched_and_digested_without_a_word_from_anybody) {
  begin(std::string(kRule) + "mode = \"add\"\n");
  ASSERT_TRUE(eventually([&] { return has_digest("2"); })) << gailou_->process().output();
  EXPECT_THAT(threads(), SizeIs(1)) << "the other fits the rule too, but sleeps";
  EXPECT_EQ(asked_for("/latest.json") + asked_for("/top.json"), 2) << "one look, until the interval is over";
  EXPECT_THAT(gailou_->get("/").body, HasSubstr("/t/local/2"));
  EXPECT_THAT(gailou_->run({"show", "local/2"}).output, HasSubstr("prices"));
}

TEST_F(Discover, looks_and_polls_keep_the_budget_of_the_day) {
  // Half of it may go at once: robots.txt and the two lists. What was found waits for its turn.
  begin(std::string(kRule) + "mode = \"add\"\n", {"poll.requests_per_day=6"});
  ASSERT_TRUE(gailou_->process().wait_for_output("event=thread_added", 30s)) << gailou_->process().output();
  EXPECT_EQ(gailou_->run({"discover", "local"}).code, 0) << "answered from the look that was taken";
  EXPECT_THAT(threads(), SizeIs(1));
  EXPECT_FALSE(has_digest("2"));
  EXPECT_THAT(forum_.requests(), SizeIs(3));
}

TEST_F(Discover, a_thread_that_fell_asleep_is_let_go_of_and_taken_back_when_it_wakes) {
  begin(std::string(kRule) + "mode = \"add\"\n");
  ASSERT_TRUE(eventually([&] { return has_digest("2"); })) << gailou_->process().output();
  EXPECT_EQ(gailou_->stop(), 0);
  forum_.tell("age?topic=2&hours=3");
  pass(3);
  gailou_->start();
  ASSERT_TRUE(gailou_->process().wait_for_output("event=thread_let_go", 30s)) << gailou_->process().output();
  EXPECT_EQ(thread("2")["state"], "paused");
  EXPECT_TRUE(has_digest("2")) << "its pages stay";
  EXPECT_EQ(gailou_->stop(), 0);

  const auto before = asked_for("/t/");
  say("2");
  pass(1);
  gailou_->start();
  ASSERT_TRUE(gailou_->process().wait_for_output("event=thread_taken_back", 30s)) << gailou_->process().output();
  ASSERT_TRUE(eventually([&] { return thread("2")["posts_count"] == 12; })) << thread("2");
  EXPECT_GT(asked_for("/t/"), before);
}

}  // namespace
}  // namespace gailou::e2e
