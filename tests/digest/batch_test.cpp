// When a batch is taken, and how much of the pending floors it holds.
#include "digest/batch.h"

#include <random>

#include <gtest/gtest.h>

namespace gailou::digest {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const Instant kStart = from_ms(1'700'000'000'000);

PendingFloor floor_at(std::int64_t number, Duration after) {
  return {
      .id = PostId{number + 1000}, .floor = Floor{number}, .created_at = kStart + after, .first_seen = kStart + after};
}

std::vector<PendingFloor> floors(std::int64_t count, Duration after = Duration{}) {
  std::vector<PendingFloor> out;
  for (std::int64_t i = 1; i <= count; ++i) out.push_back(floor_at(i, after));
  return out;
}

std::size_t taken(const std::vector<PendingFloor>& pending, Duration after, Urgency urgency = Urgency::normal) {
  return take_prefix(pending, SettleSettings{}, urgency, kStart + after).size();
}

TEST(Batch, nothing_pending_is_no_batch) {
  EXPECT_EQ(taken({}, minutes{60}), 0U);
  EXPECT_EQ(taken({}, minutes{60}, Urgency::now), 0U);
  EXPECT_FALSE(settles_at({}, SettleSettings{}, kStart));
}

TEST(Batch, enough_floors_are_taken_when_the_edit_grace_has_passed) {
  EXPECT_EQ(taken(floors(8), minutes{5} - Duration{1}), 0U);
  EXPECT_EQ(taken(floors(8), minutes{5}), 8U);
}

TEST(Batch, few_floors_wait_for_the_oldest_to_be_old_enough) {
  EXPECT_EQ(taken(floors(3), minutes{9}), 0U);
  EXPECT_EQ(taken(floors(3), minutes{10}), 3U);
}

TEST(Batch, a_young_floor_holds_back_all_higher_ones) {
  std::vector<PendingFloor> pending = floors(12);
  pending[9] = floor_at(10, minutes{4});
  EXPECT_EQ(taken(pending, minutes{6}), 9U);
  EXPECT_EQ(taken(pending, minutes{9}), 12U);
}

TEST(Batch, a_young_floor_at_the_front_holds_back_everything) {
  std::vector<PendingFloor> pending = floors(12);
  pending[0] = floor_at(1, minutes{8});
  EXPECT_EQ(taken(pending, minutes{12}), 0U);
  EXPECT_EQ(taken(pending, minutes{12}, Urgency::first_fetch), 0U);
  EXPECT_EQ(taken(pending, minutes{12}, Urgency::now), 12U);
}

TEST(Batch, the_first_fetch_waits_for_no_number_and_no_age) {
  EXPECT_EQ(taken(floors(2), minutes{5}, Urgency::first_fetch), 2U);
  EXPECT_EQ(taken(floors(2), minutes{4}, Urgency::first_fetch), 0U);
}

TEST(Batch, now_waives_the_edit_grace) {
  EXPECT_EQ(taken(floors(1), seconds{1}, Urgency::now), 1U);
}

TEST(Batch, a_time_of_creation_in_the_future_counts_as_the_first_sight) {
  std::vector<PendingFloor> pending = floors(8);
  for (PendingFloor& floor : pending) floor.created_at = kStart + std::chrono::hours{1000};
  EXPECT_EQ(taken(pending, minutes{5}), 8U);
}

TEST(Batch, is_bounded) {
  EXPECT_EQ(taken(floors(2500), minutes{20}), kBatchFloorsMax);
  EXPECT_EQ(taken(floors(2500), minutes{20}, Urgency::now), kBatchFloorsMax);
}

TEST(SettlesAt, says_when_few_floors_will_be_old_enough) {
  EXPECT_EQ(settles_at(floors(3), SettleSettings{}, kStart + minutes{1}), kStart + minutes{10});
}

TEST(SettlesAt, says_when_the_grace_of_enough_floors_ends) {
  EXPECT_EQ(settles_at(floors(8), SettleSettings{}, kStart + minutes{1}), kStart + minutes{5});
}

TEST(SettlesAt, is_nothing_when_all_that_can_be_taken_is_due) {
  EXPECT_FALSE(settles_at(floors(8), SettleSettings{}, kStart + minutes{5}));
}

// The answer of take_prefix changes at settles_at and not before.
TEST(SettlesAt, agrees_with_take_prefix_at_random) {
  std::mt19937 random(20260506);
  for (int round = 0; round < 300; ++round) {
    std::vector<PendingFloor> pending;
    const int count = static_cast<int>(random() % 14);
    for (int i = 0; i < count; ++i) pending.push_back(floor_at(i + 1, seconds{random() % 1200}));
    const Duration now = seconds{random() % 1500};
    const std::optional<Instant> next = settles_at(pending, SettleSettings{}, kStart + now);
    const Duration end = next ? *next - kStart : Duration{minutes{60}};
    EXPECT_EQ(taken(pending, now), taken(pending, end - Duration{1})) << round;
    if (next) {
      EXPECT_GT(taken(pending, end), taken(pending, now)) << round;
    }
  }
}

TEST(Batch, is_always_a_prefix) {
  const std::vector<PendingFloor> pending = floors(9);
  const std::vector<PendingFloor> batch = take_prefix(pending, SettleSettings{}, Urgency::normal, kStart + minutes{30});
  ASSERT_EQ(batch.size(), 9U);
  for (std::size_t i = 0; i < batch.size(); ++i) EXPECT_EQ(batch[i].floor, pending[i].floor);
}

ChangedFloor changed_at(std::int64_t floor, Duration seen) {
  return {.id = PostId{100 + floor}, .floor = Floor{floor}, .seen = kStart + seen};
}

std::vector<Floor> taken_of(const std::vector<ChangedFloor>& changed, Duration now, bool with_floors,
                            Urgency urgency = Urgency::normal) {
  std::vector<Floor> floors;
  for (const auto& one : take_changed(changed, SettleSettings{}, urgency, kStart + now, with_floors)) {
    floors.push_back(one.floor);
  }
  return floors;
}

TEST(TakeChanged, an_edit_waits_for_the_settle_age_and_longer_if_its_author_goes_on) {
  EXPECT_TRUE(taken_of({changed_at(3, minutes{0})}, minutes{9}, false).empty());
  EXPECT_EQ(taken_of({changed_at(3, minutes{0})}, minutes{10}, false), std::vector{Floor{3}});
  EXPECT_TRUE(taken_of({changed_at(3, minutes{8})}, minutes{10}, false).empty());
}

TEST(TakeChanged, new_floors_take_along_what_is_past_the_grace) {
  const std::vector<ChangedFloor> changed{changed_at(3, minutes{0}), changed_at(5, minutes{4})};
  EXPECT_TRUE(taken_of(changed, minutes{4}, true).empty());
  EXPECT_EQ(taken_of(changed, minutes{5}, true), std::vector{Floor{3}});
  EXPECT_EQ(taken_of(changed, minutes{9}, true), (std::vector{Floor{3}, Floor{5}}));
}

TEST(TakeChanged, one_that_is_due_takes_along_the_others_past_the_grace) {
  const std::vector<ChangedFloor> changed{changed_at(3, minutes{0}), changed_at(5, minutes{4}),
                                          changed_at(7, minutes{8})};
  EXPECT_EQ(taken_of(changed, minutes{10}, false), (std::vector{Floor{3}, Floor{5}}));
}

TEST(TakeChanged, now_waives_every_wait) {
  EXPECT_EQ(taken_of({changed_at(3, minutes{0})}, minutes{0}, false, Urgency::now), std::vector{Floor{3}});
}

TEST(TakeChanged, of_none_none_are_taken) {
  EXPECT_TRUE(taken_of({}, minutes{60}, false, Urgency::now).empty());
  EXPECT_TRUE(taken_of({}, minutes{60}, true).empty());
}

TEST(TakeChanged, the_first_ones_up_to_the_bound) {
  std::vector<ChangedFloor> changed;
  for (std::int64_t floor = 1; floor <= 100; ++floor) changed.push_back(changed_at(floor, minutes{0}));
  const auto taken = taken_of(changed, minutes{10}, false);
  ASSERT_EQ(taken.size(), kBatchChangesMax);
  EXPECT_EQ(taken.back(), Floor{static_cast<std::int64_t>(kBatchChangesMax)});
}

TEST(ChangesSettle, at_the_time_when_a_batch_of_them_may_be_taken) {
  const std::vector<ChangedFloor> changed{changed_at(3, minutes{2}), changed_at(5, minutes{4})};
  EXPECT_EQ(changes_settle_at(changed, SettleSettings{}, kStart), kStart + minutes{12});
  EXPECT_EQ(changes_settle_at(changed, SettleSettings{}, kStart + minutes{12}), kStart + minutes{14});
  EXPECT_FALSE(changes_settle_at(changed, SettleSettings{}, kStart + minutes{14}));
  EXPECT_FALSE(changes_settle_at({}, SettleSettings{}, kStart));
}

}  // namespace
}  // namespace gailou::digest
