#include "daemon/track/recheck.h"

#include <vector>

#include <gtest/gtest.h>

namespace gailou::track {
namespace {

using digest::Floor;

/// The floors that `polls` polls read again, where the forum has all floors up to `highest` and shows the newest 20.
std::vector<std::int64_t> pages(int polls, std::int64_t highest, std::int64_t window) {
  RecheckPace pace;
  std::vector<std::int64_t> lowest_of_each;
  for (int poll = 0; poll < polls; ++poll) {
    const auto span = floors_to_recheck(pace, Floor{std::max<std::int64_t>(1, highest - 19)}, Floor{highest}, window);
    if (!span) continue;
    const Floor lowest{std::max(span->after.value + 1, span->before.value - 20)};
    lowest_of_each.push_back(lowest.value);
    note_rechecked(pace, lowest);
  }
  return lowest_of_each;
}

TEST(Recheck, one_page_is_read_again_every_fourth_poll) {
  EXPECT_TRUE(pages(3, 58, 200).empty());
  EXPECT_EQ(pages(4, 58, 200), (std::vector<std::int64_t>{19}));
  EXPECT_EQ(pages(8, 58, 200), (std::vector<std::int64_t>{19, 1}));
}

TEST(Recheck, after_the_oldest_floor_it_begins_anew) {
  EXPECT_EQ(pages(16, 58, 200), (std::vector<std::int64_t>{19, 1, 19, 1}));
}

TEST(Recheck, floors_outside_of_the_window_are_left_alone) {
  EXPECT_EQ(pages(16, 1000, 50), (std::vector<std::int64_t>{961, 951, 961, 951}));
}

TEST(Recheck, a_thread_that_fits_on_the_topic_page_needs_none) {
  EXPECT_TRUE(pages(20, 20, 200).empty());
  EXPECT_TRUE(pages(20, 1000, 0).empty());
}

TEST(Recheck, floors_that_came_meanwhile_are_not_skipped) {
  RecheckPace pace{.polls = kPollsPerRecheck, .before = Floor{0}};
  ASSERT_TRUE(floors_to_recheck(pace, Floor{39}, Floor{58}, 200));
  note_rechecked(pace, std::nullopt);
  pace.polls = kPollsPerRecheck;
  const auto span = floors_to_recheck(pace, Floor{60}, Floor{79}, 200);
  ASSERT_TRUE(span);
  EXPECT_EQ(span->before, Floor{60});
}

}  // namespace
}  // namespace gailou::track
