#include "daemon/track/pace.h"

#include <vector>

#include <gtest/gtest.h>

namespace gailou::track {
namespace {

using namespace std::chrono_literals;

const digest::Instant kNow = digest::from_ms(1'780'000'000'000);

TEST(Pace, two_requests_may_follow_each_other_at_once_and_the_third_waits) {
  Pace pace({.rate = 1.0}, {}, kNow);
  EXPECT_EQ(pace.wait(kNow), 0ms);
  pace.spend(kNow);
  EXPECT_EQ(pace.wait(kNow), 0ms);
  pace.spend(kNow);
  const auto wait = pace.wait(kNow);
  EXPECT_GE(wait, 1000ms);
  EXPECT_LE(wait, 1050ms);
  EXPECT_EQ(pace.wait(kNow + 400ms), wait - 400ms);
  EXPECT_EQ(pace.wait(kNow + wait), 0ms);
}

TEST(Pace, a_restart_gets_no_fresh_burst) {
  EXPECT_GE(Pace({.rate = 1.0}, {.last = kNow}, kNow).wait(kNow), 1000ms);
  EXPECT_EQ(Pace({.rate = 1.0}, {.last = kNow - 1h}, kNow).wait(kNow), 0ms);
}

TEST(Pace, what_a_crash_may_have_lost_counts_as_sent) {
  EXPECT_GE(Pace({.rate = 1.0}, {.last = kNow - 50s, .unsaved = 1min}, kNow).wait(kNow), 1000ms);
  EXPECT_EQ(Pace({.rate = 1.0}, {.last = kNow - 62s, .unsaved = 1min}, kNow).wait(kNow), 0ms);
}

/// How many leave in each of `windows` spans of `length`, one after the other, by a caller that never rests.
std::vector<int> sent_in(Pace pace, digest::Duration length, int windows) {
  std::vector<int> counts(static_cast<std::size_t>(windows), 0);
  for (auto now = kNow; now < kNow + length * windows;) {
    if (const auto wait = pace.wait(now); wait > 0ms) {
      now += wait;
      continue;
    }
    pace.spend(now);
    ++counts[static_cast<std::size_t>((now - kNow) / length)];
  }
  return counts;
}

TEST(Pace, no_minute_holds_more_than_sixty_times_the_rate_bursts_included) {
  for (const double rate : {20.0 / 60, 1.0, 5.0}) {
    const auto counts = sent_in(Pace({.rate = rate}, {}, kNow), 1min, 5);
    for (const int count : counts) EXPECT_LE(count, static_cast<int>(rate * 60 + 0.5)) << rate;
    EXPECT_GE(counts.back(), static_cast<int>(rate * 60 * 0.85)) << rate;
  }
}

TEST(Pace, no_day_holds_more_than_its_budget) {
  const auto counts = sent_in(Pace({.rate = 1.0, .per_day = 2000}, {}, kNow), 24h, 3);
  EXPECT_LE(counts[0], 2000);
  EXPECT_GE(counts[0], 1900);
  EXPECT_LE(counts[1], 2000);
  EXPECT_GE(counts[2], 950);
}

TEST(Pace, when_the_days_budget_is_low_requests_still_leave_now_and_then) {
  const Pace pace({.rate = 1.0, .per_day = 2000}, {.last = kNow - 1h, .today = 1500}, kNow);
  EXPECT_GT(pace.wait(kNow), 1min);
  EXPECT_LT(pace.wait(kNow), 2min);
}

TEST(Pace, half_of_what_a_day_gives_at_once_is_kept_for_what_must_be) {
  Pace pace({.rate = 10, .per_day = 200}, {}, kNow);
  int spent = 0;
  for (; pace.has_reserve(kNow); ++spent) pace.spend(kNow);
  EXPECT_EQ(spent, 51);
  EXPECT_TRUE(pace.has_reserve(kNow + 1h));
}

TEST(Pace, by_itself_the_days_budget_is_a_quarter_of_the_rate) {
  EXPECT_EQ(day_budget({.rate = 1.0}), 21'600);
  EXPECT_EQ(day_budget({.rate = 1.0, .per_day = 500}), 500);
  EXPECT_EQ(day_budget({.rate = 1.0 / 86'400}), 1);
}

TEST(Pace, over_any_hour_no_more_leaves_than_the_rate_and_one_burst) {
  Pace pace({.rate = 0.5, .per_day = 50'000}, {}, kNow);
  auto now = kNow;
  int sent = 0;
  while (now < kNow + 1h) {
    const auto wait = pace.wait(now);
    if (wait > 0ms) {
      now += wait;
      continue;
    }
    pace.spend(now);
    ++sent;
  }
  EXPECT_LE(sent, 1800 + static_cast<int>(kBurst));
  EXPECT_GE(sent, 1680);
}

TEST(Pace, a_clock_that_jumps_back_neither_gives_nor_takes) {
  Pace pace({.rate = 1.0}, {}, kNow);
  pace.spend(kNow);
  pace.spend(kNow);
  EXPECT_EQ(pace.wait(kNow - 24h), pace.wait(kNow));
}

TEST(Pace, another_budget_gives_no_fresh_burst) {
  Pace pace({.rate = 1.0}, {}, kNow);
  pace.spend(kNow);
  pace.spend(kNow);
  pace.rebudget({.rate = 10}, kNow);
  const auto wait = pace.wait(kNow);
  EXPECT_GT(wait, 90ms);
  EXPECT_LT(wait, 120ms);
}

TEST(Pace, what_a_day_has_spent_stays_spent_under_another_budget) {
  Pace pace({.rate = 1000, .per_day = 100}, {.today = 40}, kNow);
  pace.rebudget({.rate = 1000, .per_day = 60}, kNow);
  EXPECT_GT(pace.wait(kNow), 1min) << "40 are spent, and 30 may go at once";
  pace.rebudget({.rate = 1000, .per_day = 200}, kNow);
  EXPECT_EQ(pace.wait(kNow), 0ms);
  EXPECT_TRUE(pace.has_reserve(kNow));
}

}  // namespace
}  // namespace gailou::track
