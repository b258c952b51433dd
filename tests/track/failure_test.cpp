#include "daemon/track/failure.h"

#include <gtest/gtest.h>

namespace gailou::track {
namespace {

using namespace std::chrono_literals;
using digest::Code;

const digest::Instant kNow = digest::from_ms(1'780'000'000'000);

FailureInput failure(Code code, int failures = 1, long long retry_after_ms = 0) {
  return {.error = {.code = code, .what = "", .where = "", .hint = "", .retry_after_ms = retry_after_ms},
          .thread_failures = failures,
          .source_failures = failures,
          .chance = 0.5,
          .now = kNow};
}

TEST(Failure, a_429_stops_the_source_for_the_named_wait_and_a_little_more) {
  const auto verdict = after_failure(failure(Code::rate_limited, 1, 24'000), Settings{});
  ASSERT_TRUE(verdict.cooldown_until);
  EXPECT_GE(*verdict.cooldown_until, kNow + 25s);
  EXPECT_LE(*verdict.cooldown_until, kNow + 29s);
  EXPECT_EQ(verdict.next_poll, *verdict.cooldown_until);
}

TEST(Failure, a_429_that_names_no_wait_doubles_to_half_an_hour) {
  EXPECT_EQ(*after_failure(failure(Code::rate_limited, 1), Settings{}).cooldown_until, kNow + 60s);
  EXPECT_EQ(*after_failure(failure(Code::rate_limited, 3), Settings{}).cooldown_until, kNow + 240s);
  EXPECT_EQ(*after_failure(failure(Code::rate_limited, 30), Settings{}).cooldown_until, kNow + 30min);
}

TEST(Failure, a_wait_of_years_is_cut_to_a_day) {
  EXPECT_EQ(*after_failure(failure(Code::rate_limited, 1, 999'999'999'000), Settings{}).cooldown_until, kNow + 24h);
}

TEST(Failure, a_challenge_stops_the_source_for_an_hour_doubling_to_a_day) {
  const auto first = after_failure(failure(Code::challenged, 1), Settings{});
  EXPECT_EQ(first.state, storage::ThreadState::challenged);
  EXPECT_EQ(*first.cooldown_until, kNow + 1h);
  EXPECT_EQ(*after_failure(failure(Code::challenged, 10), Settings{}).cooldown_until, kNow + 24h);
}

TEST(Failure, a_500_is_the_threads_own_and_backs_off) {
  const auto verdict = after_failure(failure(Code::unavailable, 3), Settings{});
  EXPECT_FALSE(verdict.cooldown_until);
  EXPECT_EQ(verdict.next_poll, kNow + 240s);
  EXPECT_EQ(verdict.state, storage::ThreadState::active);
}

TEST(Failure, a_503_that_names_a_wait_stops_the_source) {
  EXPECT_TRUE(after_failure(failure(Code::unavailable, 1, 30'000), Settings{}).cooldown_until);
}

TEST(Failure, an_untrusted_certificate_and_a_refused_key_stop_the_source_for_an_hour) {
  constexpr long long kHour = 3'600'000;
  const auto certificate = after_failure(failure(Code::unavailable, 1, kHour), Settings{});
  ASSERT_TRUE(certificate.cooldown_until);
  EXPECT_GE(*certificate.cooldown_until, kNow + 1h);
  EXPECT_LT(*certificate.cooldown_until, kNow + 1h + 10s);
  EXPECT_EQ(certificate.state, storage::ThreadState::active);
  const auto key = after_failure(failure(Code::forbidden, 1, kHour), Settings{});
  ASSERT_TRUE(key.cooldown_until);
  EXPECT_EQ(key.state, storage::ThreadState::unreachable);
}

TEST(Failure, a_missing_topic_is_asked_for_ever_more_rarely) {
  const digest::Duration waits[] = {10min, 1h, 6h, 24h, 24h};
  for (int n = 1; n <= 5; ++n) {
    const auto verdict = after_failure(failure(Code::not_found, n), Settings{});
    EXPECT_EQ(verdict.next_poll, kNow + waits[n - 1]) << n;
    EXPECT_EQ(verdict.state, storage::ThreadState::unreachable);
  }
}

TEST(Failure, a_410_makes_a_thread_gone_at_once) {
  EXPECT_EQ(after_failure(failure(Code::gone), Settings{}).state, storage::ThreadState::gone);
}

TEST(Failure, a_404_makes_it_gone_after_a_week_of_them_a_403_never) {
  auto input = failure(Code::not_found, 9);
  input.missing_since = kNow - 24h * 7 + 1s;
  EXPECT_EQ(after_failure(input, Settings{}).state, storage::ThreadState::unreachable);
  input.missing_since = kNow - 24h * 7;
  const auto verdict = after_failure(input, Settings{});
  EXPECT_EQ(verdict.state, storage::ThreadState::gone);
  EXPECT_EQ(verdict.missing_since, kNow - 24h * 7);
  input.error.code = Code::forbidden;
  EXPECT_EQ(after_failure(input, Settings{}).state, storage::ThreadState::unreachable);
}

TEST(Failure, the_first_404_in_a_row_is_remembered_and_another_failure_ends_the_row) {
  EXPECT_EQ(after_failure(failure(Code::not_found), Settings{}).missing_since, kNow);
  auto input = failure(Code::unavailable);
  input.missing_since = kNow - 1h;
  EXPECT_FALSE(after_failure(input, Settings{}).missing_since);
}

TEST(Failure, waits_for_a_missing_topic_scale_with_the_backoff) {
  Settings quick;
  quick.backoff = 300ms;
  EXPECT_EQ(after_failure(failure(Code::not_found, 1), quick).next_poll, kNow + 3s);
  EXPECT_EQ(after_failure(failure(Code::not_found, 4), quick).next_poll, kNow + 432s);
}

TEST(Failure, only_what_speaks_for_the_whole_forum_cools_it_down) {
  EXPECT_TRUE(cooldown_after(failure(Code::rate_limited), Settings{}));
  EXPECT_TRUE(cooldown_after(failure(Code::challenged), Settings{}));
  EXPECT_TRUE(cooldown_after(failure(Code::unavailable, 1, 5'000), Settings{}));
  for (const auto code :
       {Code::unavailable, Code::not_found, Code::forbidden, Code::gone, Code::malformed, Code::timeout})
    EXPECT_FALSE(cooldown_after(failure(code), Settings{})) << digest::name_of(code);
}

TEST(Failure, a_stored_cooldown_is_kept_but_for_a_day_at_most) {
  EXPECT_EQ(sane_cooldown(kNow + 10min, kNow), kNow + 10min);
  EXPECT_EQ(sane_cooldown(kNow + 24h * 365, kNow), kNow + 24h);
  EXPECT_FALSE(sane_cooldown(kNow - 1s, kNow));
  EXPECT_FALSE(sane_cooldown(std::nullopt, kNow));
}

}  // namespace
}  // namespace gailou::track
