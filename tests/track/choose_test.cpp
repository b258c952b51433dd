#include "daemon/track/choose.h"

#include <gtest/gtest.h>

namespace gailou::track {
namespace {

using namespace std::chrono_literals;

const digest::Instant kNow = digest::from_ms(1'780'000'000'000);

Candidate due_in(digest::Duration wait) {
  return {.asked = false, .due = kNow + wait, .settles_at = {}};
}
Candidate asked() {
  return {.asked = true, .due = kNow + 1h, .settles_at = {}};
}
Candidate settled() {
  return {.asked = false, .due = kNow + 1h, .settles_at = kNow};
}

TEST(Choose, the_longest_overdue_is_next) {
  const auto choice = choose({due_in(-1s), due_in(-5s), due_in(1s)}, {}, kNow);
  ASSERT_TRUE(choice);
  EXPECT_EQ(choice->index, 1u);
}

TEST(Choose, a_poll_that_somebody_waits_for_jumps_the_queue) {
  EXPECT_EQ(choose({due_in(-1h), asked()}, {}, kNow)->index, 1u);
}

TEST(Choose, in_a_cooldown_no_poll_is_chosen_not_even_one_that_was_asked_for) {
  EXPECT_FALSE(choose({due_in(-1h), asked()}, kNow + 1min, kNow));
}

TEST(Choose, a_digest_that_has_settled_needs_no_request_and_goes_first) {
  const auto choice = choose({due_in(-1h), settled()}, kNow + 1min, kNow);
  ASSERT_TRUE(choice);
  EXPECT_EQ(choice->index, 1u);
  EXPECT_EQ(choice->task, Task::digest);
}

TEST(Choose, nothing_due_is_nothing_to_do) {
  EXPECT_FALSE(choose({due_in(1s)}, {}, kNow));
  EXPECT_FALSE(choose({}, {}, kNow));
}

TEST(NextTime, is_when_the_first_is_due) {
  EXPECT_EQ(next_time({due_in(9s), due_in(4s)}, {}, kNow), kNow + 4s);
}

TEST(NextTime, waits_for_the_end_of_a_cooldown_but_not_to_digest) {
  EXPECT_EQ(next_time({due_in(4s)}, kNow + 1min, kNow), kNow + 1min);
  auto candidate = due_in(4s);
  candidate.settles_at = kNow + 20s;
  EXPECT_EQ(next_time({candidate}, kNow + 1min, kNow), kNow + 20s);
}

TEST(NextTime, without_threads_there_is_none) {
  EXPECT_FALSE(next_time({}, {}, kNow));
}

}  // namespace
}  // namespace gailou::track
