#include "daemon/track/pace.h"

#include <gtest/gtest.h>

namespace gailou::track {
namespace {

using namespace std::chrono_literals;

const digest::Instant kNow = digest::from_ms(1'780'000'000'000);

TEST(Pace, two_requests_may_follow_each_other_at_once_and_the_third_waits) {
  Pace pace(1.0, std::nullopt, kNow);
  EXPECT_EQ(pace.wait(kNow), 0ms);
  pace.spend(kNow);
  EXPECT_EQ(pace.wait(kNow), 0ms);
  pace.spend(kNow);
  EXPECT_EQ(pace.wait(kNow), 1000ms);
  EXPECT_EQ(pace.wait(kNow + 400ms), 600ms);
  EXPECT_EQ(pace.wait(kNow + 1s), 0ms);
}

TEST(Pace, a_restart_gets_no_fresh_burst) {
  EXPECT_EQ(Pace(1.0, kNow, kNow).wait(kNow), 1000ms);
  EXPECT_EQ(Pace(1.0, kNow - 1h, kNow).wait(kNow), 0ms);
}

TEST(Pace, over_any_hour_no_more_leaves_than_the_rate_and_one_burst) {
  Pace pace(0.5, std::nullopt, kNow);
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
  EXPECT_GE(sent, 1790);
}

TEST(Pace, a_clock_that_jumps_back_neither_gives_nor_takes) {
  Pace pace(1.0, std::nullopt, kNow);
  pace.spend(kNow);
  pace.spend(kNow);
  EXPECT_EQ(pace.wait(kNow - 24h), 1000ms);
}

}  // namespace
}  // namespace gailou::track
