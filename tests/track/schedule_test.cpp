#include "daemon/track/schedule.h"

#include <gtest/gtest.h>

namespace gailou::track {
namespace {

using namespace std::chrono_literals;

const Instant kNow = digest::from_ms(1'780'000'000'000);

Rhythm silent_for(Duration silence) {
  return {.last_activity = kNow - silence, .arrivals = {}, .closed = false};
}

TEST(Schedule, a_burning_thread_is_polled_at_the_shortest_interval) {
  EXPECT_EQ(interval(silent_for(30s), Settings{}, kNow), 60s);
}

TEST(Schedule, the_interval_is_a_quarter_of_the_silence) {
  EXPECT_EQ(interval(silent_for(2h), Settings{}, kNow), 30min);
}

TEST(Schedule, a_sleeping_thread_is_polled_at_the_longest_interval) {
  EXPECT_EQ(interval(silent_for(24h * 90), Settings{}, kNow), 6h);
}

TEST(Schedule, a_thread_is_asleep_after_a_day_of_silence_at_the_longest_interval) {
  EXPECT_TRUE(is_asleep(silent_for(25h), Settings{}, kNow));
  EXPECT_FALSE(is_asleep(silent_for(23h), Settings{}, kNow));
  Settings hurried;
  hurried.max_interval = hurried.min_interval;
  EXPECT_FALSE(is_asleep(silent_for(1h), hurried, kNow));
}

TEST(Schedule, a_closed_thread_is_left_alone_for_days) {
  auto rhythm = silent_for(10s);
  rhythm.closed = true;
  EXPECT_EQ(interval(rhythm, Settings{}, kNow), 72h);
}

TEST(Schedule, a_thread_that_usually_rests_is_not_asked_every_minute_after_a_reply) {
  auto rhythm = silent_for(1min);
  for (int i = 8; i >= 0; --i) rhythm.arrivals.push_back(kNow - i * Duration{8h});
  EXPECT_EQ(interval(rhythm, Settings{}, kNow), 2h);
}

TEST(Schedule, an_activity_in_the_future_counts_as_now) {
  EXPECT_EQ(interval(silent_for(-48h), Settings{}, kNow), 60s);
}

TEST(Schedule, only_the_last_arrivals_are_kept) {
  Rhythm rhythm;
  for (int i = 0; i < 100; ++i) rhythm = with_arrival(rhythm, kNow + Duration{i});
  ASSERT_EQ(rhythm.arrivals.size(), kArrivalsKept);
  EXPECT_EQ(rhythm.arrivals.back(), kNow + Duration{99});
  EXPECT_EQ(rhythm.last_activity, kNow + Duration{99});
}

TEST(Schedule, a_longest_interval_below_the_shortest_gives_the_shortest) {
  Settings settings;
  settings.min_interval = 10min;
  settings.max_interval = 1min;
  EXPECT_EQ(interval(silent_for(24h), settings, kNow), 10min);
}

TEST(Schedule, jitter_moves_by_at_most_its_share) {
  EXPECT_EQ(jittered(100s, 0.1, 0.0), 90s);
  EXPECT_EQ(jittered(100s, 0.1, 0.5), 100s);
  EXPECT_LT(jittered(100s, 0.1, 0.999), 110s);
  EXPECT_GT(jittered(100s, 0.1, 0.999), 109s);
}

TEST(Schedule, backoff_doubles_up_to_its_most) {
  EXPECT_EQ(backoff(1, 60s, 6h), 60s);
  EXPECT_EQ(backoff(2, 60s, 6h), 120s);
  EXPECT_EQ(backoff(4, 60s, 6h), 480s);
  EXPECT_EQ(backoff(1000, 60s, 6h), 6h);
}

TEST(Schedule, a_start_spreads_what_is_overdue_over_one_shortest_interval) {
  const Settings settings;
  EXPECT_EQ(spread_start(0, 60, settings, kNow), kNow);
  EXPECT_EQ(spread_start(30, 60, settings, kNow), kNow + 30s);
  EXPECT_EQ(spread_start(59, 60, settings, kNow), kNow + 59s);
}

}  // namespace
}  // namespace gailou::track
