// The schedule on the recorded arrival times of real threads: what it is worth against fixed intervals at equal
// requests.
#include <gtest/gtest.h>

#include "tests/support/poll_replay.h"

namespace gailou::track {
namespace {

using namespace std::chrono_literals;

std::vector<Settings> budgets() {
  std::vector<Settings> all(3);
  all[0].min_interval = 15s;
  all[2].min_interval = 240s;
  return all;
}

TEST(Delay, every_reply_of_every_recorded_thread_is_seen_once) {
  const auto threads = tests::recorded_arrivals();
  ASSERT_EQ(threads.size(), 10u);
  for (const auto& thread : threads) {
    const auto done = tests::replay(thread, Settings{});
    EXPECT_EQ(done.delays_s.size(), thread.times.size() - tests::kKnownPosts) << thread.name;
    for (const double delay : done.delays_s) {
      EXPECT_GE(delay, 0) << thread.name;
      EXPECT_LE(delay, 6 * 3600) << thread.name;
    }
  }
}

TEST(Delay, at_every_budget_half_of_the_replies_are_seen_in_half_the_time_of_fixed_intervals) {
  for (const auto& settings : budgets()) EXPECT_LE(tests::pooled(tests::recorded_arrivals(), settings).ratio(0.5), 0.5);
}

TEST(Delay, at_every_budget_the_slowest_are_seen_sooner_than_at_fixed_intervals) {
  for (const auto& settings : budgets()) {
    EXPECT_LE(tests::pooled(tests::recorded_arrivals(), settings).ratio(0.95), 0.95);
  }
}

TEST(Delay, no_single_thread_makes_the_figure) {
  const auto threads = tests::recorded_arrivals();
  for (std::size_t out = 0; out < threads.size(); ++out) {
    auto rest = threads;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(out));
    EXPECT_LE(tests::pooled(rest, Settings{}).ratio(0.5), 0.5) << "without " << threads[out].name;
  }
}

TEST(Delay, a_thread_costs_at_most_ten_requests_a_day_over_its_life) {
  const auto all = tests::pooled(tests::recorded_arrivals(), Settings{});
  EXPECT_LE(static_cast<double>(all.polls) / (tests::seconds(all.span) / 86400), 10.0);
}

TEST(Delay, fixed_delays_are_spread_evenly_over_the_interval) {
  const auto threads = tests::recorded_arrivals();
  const auto delays = tests::fixed_delays_s(threads.front(), 600);
  EXPECT_NEAR(tests::quantile(delays, 0.5), 300, 40);
  EXPECT_NEAR(tests::quantile(delays, 0.95), 570, 20);
}

}  // namespace
}  // namespace gailou::track
