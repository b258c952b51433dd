// When an endpoint is left alone, for how long, and who is told; what a request may cost.
#include "daemon/engine/chat/breaker.h"

#include <gtest/gtest.h>

#include "daemon/engine/chat/budget.h"
#include "daemon/engine/chat/store_ledger.h"

namespace gailou::engine {
namespace {

using namespace std::chrono_literals;
using llm::Trouble;

const digest::Instant kNow = digest::from_ms(1'777'593'600'000);

TEST(Breaker, three_failures_in_a_row_open_it_for_ten_minutes) {
  Breaker breaker;
  EXPECT_FALSE(breaker.failed(Trouble::timed_out, kNow));
  EXPECT_FALSE(breaker.failed(Trouble::overloaded, kNow));
  EXPECT_EQ(breaker.rests_until(kNow), std::nullopt);
  EXPECT_TRUE(breaker.failed(Trouble::unreachable, kNow));
  EXPECT_EQ(breaker.rests_until(kNow), kNow + 10min);
  EXPECT_EQ(breaker.trouble(), Trouble::unreachable);
}

TEST(Breaker, an_answer_between_failures_keeps_it_closed) {
  Breaker breaker;
  for (int i = 0; i < 5; ++i) {
    EXPECT_FALSE(breaker.failed(Trouble::timed_out, kNow));
    EXPECT_FALSE(breaker.failed(Trouble::timed_out, kNow));
    breaker.answered();
  }
  EXPECT_EQ(breaker.rests_until(kNow), std::nullopt);
}

TEST(Breaker, after_its_rest_one_failed_call_opens_it_again_and_nobody_is_told_twice) {
  Breaker breaker;
  for (int i = 0; i < 3; ++i) breaker.failed(Trouble::timed_out, kNow);
  const auto later = kNow + 10min;
  EXPECT_EQ(breaker.rests_until(later), std::nullopt);
  EXPECT_FALSE(breaker.failed(Trouble::overloaded, later));
  EXPECT_EQ(breaker.rests_until(later), later + 10min);
}

TEST(Breaker, an_answer_after_its_rest_closes_it_and_the_next_failures_are_news) {
  Breaker breaker;
  for (int i = 0; i < 3; ++i) breaker.failed(Trouble::timed_out, kNow);
  breaker.answered();
  EXPECT_EQ(breaker.trouble(), Trouble::none);
  EXPECT_FALSE(breaker.failed(Trouble::timed_out, kNow));
  EXPECT_FALSE(breaker.failed(Trouble::timed_out, kNow));
  EXPECT_TRUE(breaker.failed(Trouble::timed_out, kNow));
}

TEST(Breaker, what_a_person_has_to_mend_opens_it_at_once_for_an_hour) {
  for (const auto trouble : {Trouble::quota_gone, Trouble::refused}) {
    Breaker breaker;
    EXPECT_TRUE(breaker.failed(trouble, kNow));
    EXPECT_EQ(breaker.rests_until(kNow + 59min), kNow + 1h);
    EXPECT_EQ(breaker.rests_until(kNow + 1h), std::nullopt);
    EXPECT_FALSE(breaker.failed(trouble, kNow + 1h));
    EXPECT_EQ(breaker.rests_until(kNow + 1h), kNow + 2h);
  }
}

TEST(Breaker, a_rest_that_the_endpoint_asks_for_is_kept) {
  Breaker breaker;
  EXPECT_TRUE(breaker.rest(5min, kNow));
  EXPECT_EQ(breaker.rests_until(kNow + 4min), kNow + 5min);
}

TEST(Breaker, answers_of_bad_content_are_no_failures_of_the_endpoint) {
  for (const auto trouble :
       {Trouble::none, Trouble::parameter, Trouble::cut_off, Trouble::filtered, Trouble::empty, Trouble::prompt_cut}) {
    EXPECT_FALSE(is_failure(trouble)) << llm::name_of(trouble);
  }
  for (const auto trouble : {Trouble::unreachable, Trouble::timed_out, Trouble::rate_limited, Trouble::quota_gone,
                             Trouble::refused, Trouble::overloaded, Trouble::not_an_answer, Trouble::bad_request}) {
    EXPECT_TRUE(is_failure(trouble)) << llm::name_of(trouble);
  }
}

TEST(Budget, a_request_is_measured_against_each_window_with_what_it_reserves) {
  ChatBudgets budgets;
  budgets.thread_day = {.tokens = 1000, .calls = 3};
  budgets.day = {.tokens = 5000, .calls = {}};
  budgets.month = {.tokens = {}, .calls = 100};
  storage::SpentOf spent;
  EXPECT_EQ(budget_broken(budgets, spent, 1000), std::nullopt);
  EXPECT_NE(budget_broken(budgets, spent, 1001), std::nullopt);
  spent.thread_today.calls = 3;
  EXPECT_NE(budget_broken(budgets, spent, 1)->find("3 calls"), std::string::npos);
  spent.thread_today = {};
  spent.today.tokens = 4500;
  EXPECT_NE(budget_broken(budgets, spent, 501)->find("5000 tokens a day"), std::string::npos);
  EXPECT_EQ(budget_broken(budgets, spent, 500), std::nullopt);
  spent.month.calls = 100;
  EXPECT_NE(budget_broken(budgets, spent, 1)->find("month"), std::string::npos);
}

TEST(Budget, a_budget_of_nothing_lets_nothing_leave) {
  ChatBudgets budgets;
  budgets.day = {.tokens = 0, .calls = {}};
  EXPECT_NE(budget_broken(budgets, {}, 1), std::nullopt);
}

TEST(Budget, cached_tokens_have_their_own_price_and_no_part_is_given_away) {
  const ChatPrice price{
      .currency = "USD", .prompt_micros = 270'000, .cached_micros = 70'000, .completion_micros = 1'100'000};
  EXPECT_EQ(cost_of(price, {.prompt = 1'000'000, .completion = 0}), 270'000);
  EXPECT_EQ(cost_of(price, {.prompt = 1'000'000, .completion = 0, .cached = 1'000'000}), 70'000);
  EXPECT_EQ(cost_of(price, {.prompt = 1000, .completion = 100}), 380);
  EXPECT_EQ(cost_of(price, {.prompt = 1, .completion = 0}), 1);
  EXPECT_EQ(cost_of(price, {.prompt = 10, .completion = 0, .cached = 99}), 1);
  EXPECT_EQ(cost_of(price, {.prompt = 10}), std::nullopt);
  const ChatPrice without{.currency = "USD", .prompt_micros = 100, .completion_micros = 0};
  EXPECT_EQ(cost_of(without, {.prompt = 1'000'000, .completion = 0, .cached = 500'000}), 100);
}

TEST(Budget, days_and_months_begin_at_midnight_of_the_zone) {
  const auto now = digest::parse_iso("2026-03-01T05:30:00Z").value();
  const auto utc = budget_windows(now, "UTC");
  EXPECT_EQ(digest::to_iso(utc.day), "2026-03-01T00:00:00.000Z");
  EXPECT_EQ(digest::to_iso(utc.month), "2026-03-01T00:00:00.000Z");
  const auto west = budget_windows(now, "America/Los_Angeles");
  EXPECT_EQ(digest::to_iso(west.day), "2026-02-28T08:00:00.000Z");
  EXPECT_EQ(digest::to_iso(west.month), "2026-02-01T08:00:00.000Z");
}

}  // namespace
}  // namespace gailou::engine
