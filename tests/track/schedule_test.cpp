#include "daemon/track/schedule.h"

#include <cmath>

#include <gtest/gtest.h>

namespace gailou::track {
namespace {

using namespace std::chrono_literals;

const Instant kNow = digest::from_ms(1'780'000'000'000);

Rhythm silent_for(Duration silence) {
  return {.last_activity = kNow - silence, .arrivals = {}, .closed = false};
}

/// `count` arrivals `gap` apart, the last of them `silence` ago.
Rhythm regular(std::size_t count, Duration gap, Duration silence) {
  Rhythm rhythm;
  for (std::size_t i = count; i > 0; --i) {
    rhythm = with_arrival(std::move(rhythm), kNow - silence - gap * static_cast<Duration::rep>(i - 1));
  }
  return rhythm;
}

/// With min_interval at 60 s the patience is 240 s.
Duration planned(double silence_s, double gap_s) {
  return Duration{std::llround(1000.0 * std::sqrt(240.0 * std::sqrt(silence_s * gap_s)))};
}

TEST(Schedule, a_burning_thread_is_polled_at_the_shortest_interval) {
  EXPECT_EQ(interval(regular(20, 15s, 5s), Settings{}, kNow), 60s);
}

TEST(Schedule, the_interval_is_the_root_of_patience_times_the_wait_between_silence_and_mean_gap) {
  // 20 arrivals an hour apart, the last one an hour ago: 20 hours for 20 arrivals.
  EXPECT_EQ(interval(regular(20, 1h, 1h), Settings{}, kNow), planned(3600, 3600));
  // Silent for five hours after that: 24 hours for 20 arrivals.
  EXPECT_EQ(interval(regular(20, 1h, 5h), Settings{}, kNow), planned(18000, 24.0 * 3600 / 20));
}

TEST(Schedule, a_thread_of_which_no_arrival_is_known_goes_by_its_silence) {
  EXPECT_EQ(interval(silent_for(2h), Settings{}, kNow), planned(7200, 7200));
}

TEST(Schedule, a_thread_of_one_post_goes_by_its_silence) {
  EXPECT_EQ(interval(regular(1, 1h, 2h), Settings{}, kNow), planned(7200, 7200));
}

TEST(Schedule, the_interval_never_shrinks_while_a_thread_stays_silent) {
  const auto rhythm = regular(20, 10min, 0s);
  Duration last{};
  for (Duration silence = 0s; silence < 24h * 400; silence += 7h) {
    const auto next = interval(rhythm, Settings{}, kNow + silence);
    EXPECT_GE(next, last);
    last = next;
  }
  EXPECT_EQ(last, 6h);
}

TEST(Schedule, a_reply_after_a_long_silence_brings_the_polls_closer_at_once) {
  auto rhythm = regular(20, 24h, 24h * 30);
  const auto before = interval(rhythm, Settings{}, kNow);
  rhythm = with_arrival(std::move(rhythm), kNow - 1min);
  EXPECT_LT(interval(rhythm, Settings{}, kNow), before / 4);
}

TEST(Schedule, twice_as_often_a_thread_is_replied_to_costs_less_than_twice_the_requests) {
  const auto slow = interval(regular(20, 2h, 2h), Settings{}, kNow);
  const auto fast = interval(regular(20, 1h, 1h), Settings{}, kNow);
  EXPECT_LT(fast, slow);
  EXPECT_GT(fast * 2, slow);
}

TEST(Schedule, a_longer_shortest_interval_makes_all_intervals_longer) {
  Settings thrifty;
  thrifty.min_interval = 4min;
  EXPECT_EQ(interval(silent_for(2h), thrifty, kNow), 2 * interval(silent_for(2h), Settings{}, kNow));
}

TEST(Schedule, a_sleeping_thread_is_polled_at_the_longest_interval) {
  EXPECT_EQ(interval(silent_for(24h * 90), Settings{}, kNow), 6h);
}

TEST(Schedule, a_thread_is_asleep_after_a_day_without_a_reply) {
  EXPECT_TRUE(is_asleep(silent_for(25h), Settings{}, kNow));
  EXPECT_FALSE(is_asleep(silent_for(23h), Settings{}, kNow));
}

TEST(Schedule, a_thread_that_is_replied_to_once_a_day_is_not_asleep_after_two) {
  EXPECT_FALSE(is_asleep(regular(20, 24h, 48h), Settings{}, kNow));
  EXPECT_TRUE(is_asleep(regular(20, 24h, 97h), Settings{}, kNow));
  EXPECT_FALSE(is_asleep(regular(20, 1min, 23h), Settings{}, kNow));
}

TEST(Schedule, a_closed_thread_is_left_alone_for_days) {
  auto rhythm = silent_for(10s);
  rhythm.closed = true;
  EXPECT_EQ(interval(rhythm, Settings{}, kNow), 72h);
}

TEST(Schedule, an_activity_in_the_future_counts_as_now) {
  EXPECT_EQ(interval(silent_for(-48h), Settings{}, kNow), 60s);
}

TEST(Schedule, a_clock_that_jumps_makes_neither_a_storm_nor_a_sleep_beyond_the_longest_interval) {
  constexpr Duration kTenYears = 24h * 3650;
  for (const auto& rhythm : {regular(20, 10min, 10min), regular(1, 10min, 10min), silent_for(10min), Rhythm{}}) {
    for (const auto jump : {-kTenYears, -Duration{1h}, Duration{1s}, Duration{1h}, kTenYears}) {
      const auto wait = interval(rhythm, Settings{}, kNow + jump);
      EXPECT_GE(wait, 60s);
      EXPECT_LE(wait, 6h);
    }
  }
}

TEST(Schedule, the_ends_of_time_are_not_overrun) {
  Rhythm rhythm{.last_activity = digest::from_ms(0), .arrivals = {digest::from_ms(0)}, .closed = false};
  const auto last = *digest::parse_iso("9999-12-31T23:59:59Z");
  EXPECT_EQ(interval(rhythm, Settings{}, last), 6h);
  EXPECT_TRUE(is_asleep(rhythm, Settings{}, last));
  rhythm = with_arrival(std::move(rhythm), last);
  EXPECT_EQ(interval(rhythm, Settings{}, digest::from_ms(0)), 60s);
  EXPECT_FALSE(is_asleep(rhythm, Settings{}, digest::from_ms(0)));
}

TEST(Schedule, arrivals_may_be_told_in_any_order) {
  auto rhythm = with_arrival(with_arrival(with_arrival({}, kNow), kNow - 2h), kNow - 1h);
  EXPECT_EQ(rhythm.arrivals, (std::vector<Instant>{kNow - 2h, kNow - 1h, kNow}));
  EXPECT_EQ(rhythm.last_activity, kNow);
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

TEST(Schedule, what_is_stored_of_a_thread_tells_its_rhythm) {
  const std::vector<Instant> written{kNow - 3h, kNow - 2h, kNow - 1h};
  const auto known = rhythm_of(written, kNow, false);
  EXPECT_EQ(known.last_activity, kNow - 1h);
  EXPECT_EQ(known.arrivals, written);
  EXPECT_FALSE(known.closed);
  EXPECT_EQ(interval(known, Settings{}, kNow), planned(3600, 3600));
}

TEST(Schedule, without_a_dated_post_a_thread_counts_from_when_it_was_added) {
  const auto known = rhythm_of({}, kNow - 2h, true);
  EXPECT_EQ(known.last_activity, kNow - 2h);
  EXPECT_TRUE(known.arrivals.empty());
  EXPECT_TRUE(known.closed);
}

TEST(Schedule, of_many_stored_posts_the_newest_tell_the_rhythm) {
  std::vector<Instant> written;
  for (int i = 0; i < 50; ++i) written.push_back(kNow - 50h + i * 1h);
  const auto known = rhythm_of(written, kNow, false);
  ASSERT_EQ(known.arrivals.size(), kArrivalsKept);
  EXPECT_EQ(known.arrivals.front(), kNow - 20h);
  EXPECT_EQ(known.arrivals.back(), kNow - 1h);
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
