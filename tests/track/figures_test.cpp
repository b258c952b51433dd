// What is counted of following threads: each poll, post and floor once.
#include "daemon/track/figures.h"

#include "tests/track/tracked_forum.h"

namespace gailou::track {
namespace {

using namespace std::chrono_literals;

class TrackFigures : public TrackedForum {
 protected:
  TrackFigures() {
    settings_.min_interval = 1min;
    settings_.max_interval = 1min;
  }
  SourceFigures figures() { return tracker_->figures().at("forum"); }
};

TEST_F(TrackFigures, posts_and_floors_are_counted_once_however_often_they_are_looked_at) {
  start();
  const auto id = follow(1, 25);
  loop_.run_for(10min);
  EXPECT_EQ(figures().posts_added, 25u);
  EXPECT_EQ(figures().posts_edited, 0u);
  const auto& digest = figures().digest;
  std::uint64_t quiet = 0;
  for (const auto count : digest.floors_quiet) quiet += count;
  EXPECT_EQ(digest.floors_told + quiet, 25u) << "every floor has one outcome";
  EXPECT_EQ(digest.revisions, static_cast<std::uint64_t>(record(id).revision.value));
  EXPECT_EQ(digest.failures, 0u);
}

TEST_F(TrackFigures, polls_are_counted_by_how_they_end) {
  start();
  follow(1, 5);
  EXPECT_EQ(figures().polls.changed, 1u);
  loop_.run_for(3min);
  const auto calm = figures().polls;
  EXPECT_GE(calm.unchanged, 2u);
  EXPECT_EQ(calm.changed, 1u);
  forum_.grow(1, 6);
  loop_.run_for(1min);
  EXPECT_EQ(figures().polls.changed, 2u);
  forum_.fail_next = {digest::Error{.code = digest::Code::unavailable, .what = "500"}};
  loop_.run_for(1min);
  EXPECT_EQ(figures().polls.failed, 1u);
  forum_.fail_next = {digest::Error{.code = digest::Code::rate_limited, .what = "429", .retry_after_ms = 1000}};
  loop_.run_for(5min);
  EXPECT_EQ(figures().polls.rate_limited, 1u);
}

TEST_F(TrackFigures, each_poll_has_a_length) {
  start();
  follow(1, 5);
  loop_.run_for(3min);
  const auto& polls = figures().polls;
  std::uint64_t count = 0;
  for (const auto each : polls.seconds.view().counts) count += each;
  EXPECT_EQ(count, polls.changed + polls.unchanged);
}

TEST_F(TrackFigures, what_a_gate_refuses_is_counted_by_the_gate) {
  start();
  follow(1, 5);
  EXPECT_TRUE(figures().digest.refused.empty());
  engine_.beside = digest::Quiet{.floor = digest::Floor{4711}, .reason = digest::Reason::other};
  forum_.grow(1, 7);
  loop_.run_for(2min);
  const auto refused = figures().digest.refused;
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_EQ(refused.begin()->second, 1u);
  EXPECT_EQ(figures().digest.gate_faults, 0u) << "the rest of the draft stands";
}

TEST_F(TrackFigures, the_delay_of_a_first_digest_is_none) {
  start();
  follow(1, 5);
  EXPECT_EQ(figures().digest.delay_seconds.view().sum, 0);
  forum_.grow(1, 7);
  loop_.run_for(2min);
  const auto after = figures();  // a view holds no figures of its own
  const auto delay = after.digest.delay_seconds.view();
  EXPECT_GT(delay.sum, 0);
  EXPECT_LT(delay.sum, 300);
  std::uint64_t count = 0;
  for (const auto each : delay.counts) count += each;
  EXPECT_EQ(count, 2u);
}

TEST_F(TrackFigures, a_step_that_fails_is_counted) {
  start();
  engine_.fault = digest::Error{.code = digest::Code::internal, .what = "no draft"};
  follow(1, 5);
  EXPECT_GE(figures().digest.failures, 1u);
  EXPECT_EQ(figures().digest.revisions, 0u);
}

TEST_F(TrackFigures, threads_are_told_by_state) {
  start();
  follow(1, 3);
  const auto paused = follow(2, 3);
  ASSERT_TRUE(loop_.run(tracker_->pause(paused, std::nullopt)));
  const auto states = source_status().states;
  EXPECT_EQ(states.at(storage::ThreadState::paused), 1);
  EXPECT_EQ(states.at(storage::ThreadState::active), 1);
}

}  // namespace
}  // namespace gailou::track
