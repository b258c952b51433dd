#include "daemon/track/reread.h"

#include <algorithm>
#include <map>
#include <vector>

#include <gtest/gtest.h>

namespace gailou::track {
namespace {

using namespace std::chrono_literals;
using digest::Floor;

const digest::Instant kStart = digest::from_ms(1'780'000'000'000);

/// A thread with every floor up to `highest`, polled every `interval`; remembers when each floor was last read.
class Reread : public ::testing::Test {
 protected:
  void poll() {
    ++polls_;
    now_ += interval_;
    const RereadFacts facts{.highest = Floor{highest_},
                            .window = window_,
                            .expects_news = news_,
                            .is_told = told_,
                            .chance = chance_,
                            .now = now_};
    const auto page = page_to_look_at(pace_, facts);
    if (page) {
      read(*page);
    } else {
      mark(std::max<std::int64_t>(1, highest_ - kFloorsPerPage + 1), highest_);
      ++looks_at_end_;
    }
    while (const auto more = page_still_owed(pace_, facts)) {
      read(*more);
      ++extra_;
    }
  }

  void polls(int count) {
    for (int i = 0; i < count; ++i) poll();
  }

  int unread() const { return static_cast<int>(highest_) - static_cast<int>(read_.size()); }

  void read(const OlderPage& page) {
    // As the forum answers: five before the middle, the rest after.
    const auto first = std::max<std::int64_t>(1, page.middle().value - 5);
    mark(first, first + kFloorsPerPage - 1);
    pages_.push_back(first);
    note_page(pace_, page, Floor{first});
  }

  void mark(std::int64_t first, std::int64_t last) {
    for (auto floor = first; floor <= last; ++floor) read_[floor] = polls_;
  }

  RereadPace pace_{};
  std::int64_t highest_ = 100;
  std::int64_t window_ = 200;
  bool news_ = false;
  bool told_ = false;
  double chance_ = 0;
  digest::Duration interval_ = 60s;
  digest::Instant now_ = kStart;
  int polls_ = 0;
  int looks_at_end_ = 0;
  int extra_ = 0;
  std::vector<std::int64_t> pages_{};
  std::map<std::int64_t, int> read_{};
};

TEST_F(Reread, every_second_look_of_a_quiet_thread_is_at_an_older_page) {
  polls(8);
  EXPECT_EQ(looks_at_end_, 4);
  EXPECT_EQ(pages_, (std::vector<std::int64_t>{61, 41, 21, 1}));
  EXPECT_EQ(extra_, 0);
  EXPECT_EQ(unread(), 0);
}

TEST_F(Reread, every_fourth_look_of_a_growing_thread_is) {
  news_ = true;
  polls(8);
  EXPECT_EQ(looks_at_end_, 6);
  EXPECT_EQ(pages_.size(), 2u);
}

TEST_F(Reread, where_news_is_told_of_the_end_is_looked_at_and_an_older_page_only_rarely) {
  told_ = true;
  polls(16);
  EXPECT_EQ(looks_at_end_, 14);
  EXPECT_EQ(pages_.size(), 2u);
}

TEST_F(Reread, a_poll_that_was_told_of_news_puts_an_older_page_off_to_the_next_quiet_one) {
  for (int i = 0; i < 12; ++i) {
    told_ = i % 3 == 1;
    const auto before = pages_.size();
    poll();
    EXPECT_TRUE(!told_ || pages_.size() == before) << i;
  }
  EXPECT_GE(pages_.size(), 3u);
}

TEST_F(Reread, after_the_oldest_page_the_sweep_begins_anew) {
  polls(12);
  EXPECT_EQ(pages_, (std::vector<std::int64_t>{61, 41, 21, 1, 61, 41}));
}

TEST_F(Reread, the_newest_floors_are_never_left_out_twice_in_a_row) {
  for (int i = 0; i < 200; ++i) {
    news_ = i % 3 == 0;
    poll();
    ASSERT_LE(polls_ - read_[highest_], 1);
  }
}

TEST_F(Reread, a_thread_of_one_page_is_always_looked_at_whole) {
  highest_ = 20;
  polls(10);
  EXPECT_EQ(looks_at_end_, 10);
  EXPECT_EQ(extra_, 0);
}

TEST_F(Reread, a_window_of_nothing_means_that_nothing_old_is_read_again) {
  window_ = 0;
  highest_ = 5000;
  polls(50);
  EXPECT_TRUE(pages_.empty());
}

TEST_F(Reread, the_window_is_read_more_often_than_what_lies_behind_it) {
  highest_ = 1000;
  polls(2 * 9 * 3 / 2 + 2);
  for (std::int64_t floor = 801; floor <= 1000; ++floor) EXPECT_TRUE(read_.contains(floor)) << floor;
  const auto in_window = std::count_if(pages_.begin(), pages_.end(), [](auto first) { return first > 800 - 20; });
  EXPECT_GE(in_window * 2, static_cast<long>(pages_.size()));
  EXPECT_LT(in_window, static_cast<long>(pages_.size()));
}

TEST_F(Reread, every_floor_of_a_long_thread_is_read_again_in_a_bounded_number_of_polls) {
  highest_ = 1000;
  polls(2 * 3 * 40 + 2);
  EXPECT_EQ(unread(), 0);
}

TEST_F(Reread, a_sleeping_thread_keeps_the_promise_of_a_week_and_a_month) {
  interval_ = 6h;
  highest_ = 2000;
  polls(4 * 8);
  for (std::int64_t floor = 1801; floor <= 2000; ++floor) EXPECT_TRUE(read_.contains(floor)) << floor;
  polls(4 * 31);
  EXPECT_EQ(unread(), 0);
}

TEST_F(Reread, a_short_sleeping_thread_costs_no_request_more) {
  interval_ = 6h;
  highest_ = 70;
  polls(4 * 30);
  EXPECT_EQ(extra_, 0);
}

TEST_F(Reread, a_closed_thread_that_is_polled_every_three_days_costs_about_one_more_a_poll) {
  interval_ = 72h;
  highest_ = 70;
  polls(10);
  EXPECT_LE(extra_, 10);
}

TEST_F(Reread, a_long_pause_is_made_up_for_in_steps) {
  highest_ = 7000;
  poll();
  now_ += 24h * 365;
  poll();
  EXPECT_LE(extra_, 8);
}

TEST_F(Reread, a_clock_that_jumps_back_owes_nothing) {
  highest_ = 7000;
  poll();
  now_ -= 24h * 365;
  poll();
  EXPECT_EQ(extra_, 0);
}

TEST_F(Reread, the_first_sweep_begins_where_chance_puts_it) {
  chance_ = 0.5;
  polls(4);
  EXPECT_EQ(pages_, (std::vector<std::int64_t>{21, 1}));
  chance_ = 0.999;
  pace_ = {};
  pages_.clear();
  polls(4);
  EXPECT_EQ(pages_, (std::vector<std::int64_t>{1, 61}));
}

TEST_F(Reread, a_page_whose_posts_are_gone_does_not_hold_up_the_sweep) {
  const RereadFacts facts{.highest = Floor{100}, .window = 200, .now = now_};
  std::vector<std::int64_t> befores;
  for (int i = 0; i < 8; ++i) {
    if (const auto page = page_to_look_at(pace_, facts)) {
      befores.push_back(page->before.value);
      note_page(pace_, *page, i < 4 ? std::nullopt : std::optional(Floor{500}));
    }
  }
  EXPECT_EQ(befores, (std::vector<std::int64_t>{81, 61, 41, 21}));
}

TEST_F(Reread, floors_that_came_meanwhile_are_within_the_next_sweep) {
  polls(4);
  highest_ = 160;
  polls(20);
  EXPECT_EQ(unread(), 0);
}

}  // namespace
}  // namespace gailou::track
