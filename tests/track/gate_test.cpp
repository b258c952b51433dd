#include "daemon/track/gate.h"

#include <numeric>

#include <gtest/gtest.h>

namespace gailou::track {
namespace {

using namespace std::chrono_literals;
using digest::Floor;
using digest::Instant;

const Instant kNow = digest::from_ms(1'780'000'000'000);

GateCandidate due_in(digest::Duration wait, digest::Duration interval = 1h) {
  return {.eligible = true, .due = kNow + wait, .interval = interval};
}

std::vector<std::size_t> members_of(const std::vector<GateCandidate>& candidates, const GateState& gate = {}) {
  return gate_members(candidates, gate, kNow);
}

digest::ThreadHeader header_at(std::int64_t posts, digest::Duration after) {
  digest::ThreadHeader header;
  header.title = "topic";
  header.posts_count = posts;
  header.highest = Floor{posts};
  header.last_posted_at = kNow + after;
  return header;
}

forum::TopicRow row_at(std::int64_t posts, digest::Duration after) {
  return {.topic = digest::TopicId{7},
          .posts_count = posts,
          .highest = Floor{posts},
          .last_posted_at = kNow + after,
          .bumped_at = kNow + after,
          .title = "topic"};
}

TEST(GateMembers, two_due_threads_are_cheaper_by_themselves) {
  EXPECT_TRUE(members_of({due_in(-1s), due_in(-1s)}).empty());
  EXPECT_EQ(members_of({due_in(-1s), due_in(-1s), due_in(-1s)}).size(), 3u);
}

TEST(GateMembers, threads_in_the_second_half_of_their_interval_come_along_behind_those_due) {
  const auto members = members_of({due_in(20min), due_in(-1s), due_in(31min), due_in(-3s), due_in(-2s), due_in(10min)});
  EXPECT_EQ(members, (std::vector<std::size_t>{3, 4, 1, 5, 0}));
}

TEST(GateMembers, threads_that_come_along_make_a_single_due_one_worth_a_request) {
  std::vector<GateCandidate> candidates(6, due_in(25min));
  EXPECT_EQ(members_of(candidates).size(), 6u);
  candidates.resize(4);
  EXPECT_TRUE(members_of(candidates).empty());
}

TEST(GateMembers, those_that_need_a_look_of_their_own_are_left_out) {
  auto candidates = std::vector(5, due_in(-1s));
  candidates[2].eligible = false;
  EXPECT_EQ(members_of(candidates), (std::vector<std::size_t>{0, 1, 3, 4}));
}

TEST(GateMembers, no_more_than_a_page_of_rows_is_asked_for_the_longest_overdue_first) {
  std::vector<GateCandidate> candidates;
  for (int i = 0; i < 100; ++i) candidates.push_back(due_in(-digest::Duration{i}));
  const auto members = members_of(candidates);
  ASSERT_EQ(members.size(), forum::kRowsPerRequest);
  EXPECT_EQ(members.front(), 99u);
}

TEST(GateMembers, a_gate_that_seldom_spares_a_poll_needs_more_threads) {
  const auto candidates = std::vector(8, due_in(-1s));
  EXPECT_FALSE(members_of(candidates, {.quiet_share = 0.25}).empty());
  EXPECT_TRUE(members_of(candidates, {.quiet_share = 0.2}).empty());
}

TEST(GateMembers, a_closed_gate_is_not_asked_until_its_time) {
  const auto candidates = std::vector(10, due_in(-1s));
  EXPECT_TRUE(members_of(candidates, {.closed_until = kNow + 1s}).empty());
  EXPECT_FALSE(members_of(candidates, {.closed_until = kNow}).empty());
}

TEST(GateMembers, no_threads_no_gate) {
  EXPECT_TRUE(members_of({}).empty());
}

class Gate : public ::testing::Test {
 protected:
  void SetUp() override { note_look(memory_, header_at(20, 0s)); }
  GateMemory memory_{};
};

TEST_F(Gate, a_row_that_says_what_the_last_look_saw_is_quiet) {
  EXPECT_TRUE(is_quiet(memory_, row_at(20, 0s)));
}

TEST_F(Gate, any_difference_up_or_down_is_not) {
  EXPECT_FALSE(is_quiet(memory_, row_at(21, 5s)));
  EXPECT_FALSE(is_quiet(memory_, row_at(19, 0s)));
  auto closed = row_at(20, 0s);
  closed.closed = true;
  EXPECT_FALSE(is_quiet(memory_, closed));
  auto archived = row_at(20, 0s);
  archived.archived = true;
  EXPECT_FALSE(is_quiet(memory_, archived));
  auto renamed = row_at(20, 0s);
  renamed.title = "another";
  EXPECT_FALSE(is_quiet(memory_, renamed));
}

TEST_F(Gate, a_lists_highest_floor_differs_from_a_pages_and_is_compared_with_lists_alone) {
  auto row = row_at(20, 0s);
  row.highest = Floor{23};
  EXPECT_TRUE(is_quiet(memory_, row));
  note_quiet(memory_, row, 1);
  EXPECT_TRUE(is_quiet(memory_, row));
  auto later = row;
  later.highest = Floor{24};
  EXPECT_FALSE(is_quiet(memory_, later));
}

TEST_F(Gate, a_bump_without_a_reply_is_an_edit_of_the_last_post) {
  note_quiet(memory_, row_at(20, 0s), 1);
  auto bumped = row_at(20, 0s);
  bumped.bumped_at = kNow + 1min;
  EXPECT_FALSE(is_quiet(memory_, bumped));
  note_row(memory_, bumped);
  note_look(memory_, header_at(20, 0s));
  EXPECT_TRUE(is_quiet(memory_, bumped));
}

TEST_F(Gate, a_look_that_confirms_the_row_makes_it_the_new_mark) {
  note_row(memory_, row_at(21, 5s));
  note_look(memory_, header_at(21, 5s));
  EXPECT_TRUE(is_quiet(memory_, row_at(21, 5s)));
  EXPECT_FALSE(is_quiet(memory_, row_at(20, 0s)));
}

TEST_F(Gate, a_cached_page_that_does_not_know_of_the_reply_leaves_the_question_open) {
  note_row(memory_, row_at(21, 5s));
  note_look(memory_, header_at(20, 0s));
  EXPECT_FALSE(is_quiet(memory_, row_at(21, 5s)));
}

TEST_F(Gate, without_a_look_nothing_is_quiet) {
  EXPECT_FALSE(is_quiet(GateMemory{}, row_at(20, 0s)));
  EXPECT_FALSE(may_be_checked(GateMemory{}));
}

TEST_F(Gate, every_fourth_time_the_thread_itself_is_looked_at) {
  int checks = 0;
  while (may_be_checked(memory_)) {
    note_quiet(memory_, row_at(20, 0s), 1);
    ++checks;
  }
  EXPECT_EQ(checks, 3);
  note_look(memory_, header_at(20, 0s));
  EXPECT_TRUE(may_be_checked(memory_));
}

TEST_F(Gate, a_check_before_its_time_stands_for_a_part_of_an_interval) {
  int checks = 0;
  for (; may_be_checked(memory_); ++checks) note_quiet(memory_, row_at(20, 0s), 0.5);
  EXPECT_EQ(checks, 5);
}

TEST_F(Gate, a_thread_that_no_list_shows_is_looked_at_itself_for_a_while) {
  note_unlisted(memory_);
  int looks = 0;
  for (; !may_be_checked(memory_); ++looks) note_look(memory_, header_at(20, 0s));
  EXPECT_EQ(looks, 8);
}

TEST(GateAnswer, the_share_of_quiet_rows_is_learned_and_never_forgets_to_try) {
  GateState gate;
  for (int i = 0; i < 50; ++i) note_answer(gate, 30, 0, 30, kNow);
  EXPECT_LT(gate.quiet_share, 0.11);
  EXPECT_FALSE(members_of(std::vector(30, due_in(-1s)), gate).empty());
  for (int i = 0; i < 50; ++i) note_answer(gate, 30, 30, 30, kNow);
  EXPECT_GT(gate.quiet_share, 0.99);
}

TEST(GateAnswer, a_list_that_lacks_most_of_what_was_asked_is_no_gate) {
  GateState gate;
  note_answer(gate, 30, 5, 10, kNow);
  EXPECT_EQ(gate.closed_until, kNow + 24h);
}

TEST(GateAnswer, after_a_failure_it_is_asked_again_soon_and_after_a_refusal_much_later) {
  GateState gate;
  close_gate(gate, false, kNow);
  EXPECT_EQ(gate.closed_until, kNow + 10min);
  close_gate(gate, true, kNow);
  EXPECT_EQ(gate.closed_until, kNow + 24h);
}

}  // namespace
}  // namespace gailou::track
