// An engine whose drafts take minutes: polls go on meanwhile, and no batch is drafted twice.
#include "tests/track/tracked_forum.h"

namespace gailou::track {
namespace {

using namespace std::chrono_literals;

class SlowEngine : public TrackedForum {
 protected:
  SlowEngine() {
    engine_.slow = true;
    engine_.takes = 5min;
    settings_.min_interval = 60s;
    settings_.max_interval = 60s;
  }

  digest::ThreadId fetched(std::int64_t topic, std::int64_t floors) {
    forum_.grow(topic, floors);
    const auto id = add(topic);
    loop_.run_for(1min);
    return id;
  }
};

TEST_F(SlowEngine, polls_go_on_while_it_drafts) {
  start();
  const auto id = fetched(1, 5);
  EXPECT_EQ(engine_.drafts, 1);
  EXPECT_EQ(record(id).revision, digest::Revision{0});
  forum_.grow(1, 8);
  loop_.run_for(3min);
  EXPECT_EQ(record(id).posts_stored, 8);
  EXPECT_EQ(record(id).revision, digest::Revision{0});
  loop_.run_for(2min);
  EXPECT_EQ(record(id).revision, digest::Revision{1});
}

TEST_F(SlowEngine, what_came_meanwhile_is_the_next_batch) {
  start();
  const auto id = fetched(1, 5);
  forum_.grow(1, 8);
  loop_.run_for(12min);
  EXPECT_EQ(record(id).revision, digest::Revision{2});
  EXPECT_EQ(record(id).last_number, digest::Floor{8});
  EXPECT_EQ(record(id).pending, 0);
  EXPECT_EQ(engine_.drafts, 2);
}

TEST_F(SlowEngine, threads_of_a_source_are_drafted_one_after_the_other) {
  start();
  const auto first = fetched(1, 5);
  const auto second = fetched(2, 5);
  loop_.run_for(12min);
  EXPECT_EQ(record(first).revision, digest::Revision{1});
  EXPECT_EQ(record(second).revision, digest::Revision{1});
  EXPECT_EQ(engine_.under_way, 1);
}

TEST_F(SlowEngine, a_quiet_thread_is_not_drafted_again) {
  start();
  fetched(1, 5);
  loop_.run_for(6min);
  const int drafts = engine_.drafts;
  loop_.run_for(2h);
  EXPECT_EQ(engine_.drafts, drafts);
}

TEST_F(SlowEngine, who_asks_for_a_digest_at_once_waits_for_the_one_under_way) {
  start();
  const auto id = fetched(1, 5);
  forum_.grow(1, 6);
  loop_.run_for(2min);
  const auto report = loop_.run(tracker_->digest_now(id));
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_EQ(engine_.under_way, 1);
  EXPECT_EQ(record(id).last_number, digest::Floor{6});
}

TEST_F(SlowEngine, a_stop_abandons_the_draft_and_the_batch_is_taken_again) {
  start();
  const auto id = fetched(1, 5);
  restart();
  loop_.run_for(7min);
  EXPECT_EQ(record(id).revision, digest::Revision{1});
  EXPECT_EQ(engine_.drafts, 2);
}

TEST_F(SlowEngine, a_thread_that_is_removed_meanwhile_is_no_failure) {
  start();
  const auto id = fetched(1, 5);
  const auto other = fetched(2, 5);
  ASSERT_TRUE(loop_.run(tracker_->remove(id, false)));
  testing::internal::CaptureStderr();
  loop_.run_for(12min);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(record(other).revision, digest::Revision{1});
}

TEST_F(SlowEngine, one_that_rests_is_asked_again_when_it_said_so) {
  engine_.takes = 0s;
  engine_.fault =
      digest::Error{.code = digest::Code::unavailable, .what = "the endpoint rests", .retry_after_ms = 600'000};
  start();
  const auto id = fetched(1, 5);
  loop_.run_for(8min);
  EXPECT_EQ(engine_.drafts, 1);
  EXPECT_EQ(record(id).poll.failures, 0) << "the forum did nothing wrong";
  engine_.fault.reset();
  loop_.run_for(3min);
  EXPECT_EQ(record(id).revision, digest::Revision{1});
}

TEST_F(SlowEngine, a_thread_that_was_given_an_engine_by_hand_says_so) {
  start();
  const auto id = fetched(1, 5);
  loop_.run_for(6min);
  ASSERT_TRUE(loop_.run(tracker_->use_engine(id, engine::Kind::extract)));
  forum_.grow(1, 7);
  loop_.run_for(8min);
  ASSERT_TRUE(loop_.run(tracker_->use_engine(id, std::nullopt)));
  forum_.grow(1, 9);
  loop_.run_for(8min);
  using Kinds = std::vector<std::optional<engine::Kind>>;
  EXPECT_EQ(engine_.kinds, (Kinds{std::nullopt, engine::Kind::extract, std::nullopt}));
}

TEST_F(SlowEngine, an_unknown_thread_is_given_none) {
  start();
  const auto used = loop_.run(tracker_->use_engine(digest::ThreadId{99}, engine::Kind::llm));
  ASSERT_FALSE(used);
  EXPECT_EQ(used.error().code, digest::Code::not_found);
}

}  // namespace
}  // namespace gailou::track
