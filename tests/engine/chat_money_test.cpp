// What the LLM engine books of a call, and the budgets that stop one before it is sent.
#include <gtest/gtest.h>

#include "daemon/engine/chat/chat_engine.h"
#include "tests/engine/chat_fixture.h"

namespace gailou::engine {
namespace {

using endpoint::Manner;
using Numbers = std::vector<std::int64_t>;

TEST_F(ChatTest, a_batch_is_asked_about_once_and_the_row_says_what_it_cost) {
  settings_.prices = {
      {.pattern = "*",
       .price = ChatPrice{.currency = "USD", .prompt_micros = 1'000'000, .completion_micros = 2'000'000}}};
  start();
  const auto input = chat_batch();
  const auto draft = this->draft(input);
  ASSERT_TRUE(draft);
  EXPECT_EQ(appended_floors(*draft), (Numbers{11, 12, 13, 14}));
  expect_writable(input, *draft);
  EXPECT_TRUE(offline_.drafted.empty());
  ASSERT_EQ(ledger_.rows.size(), 1u);
  const auto& row = ledger_.rows.front();
  EXPECT_EQ(row.attempt.thread, asker_.thread);
  EXPECT_EQ(row.attempt.revision.value, 2);
  EXPECT_EQ(row.attempt.first.value, 11);
  EXPECT_EQ(row.attempt.last.value, 14);
  EXPECT_EQ(row.attempt.kind, "first");
  EXPECT_EQ(row.attempt.number, 1);
  EXPECT_EQ(row.attempt.endpoint, "http://127.0.0.1:9/v1");
  EXPECT_EQ(row.attempt.model, kTestModel);
  EXPECT_GT(row.attempt.reserved, row.attempt.estimate);
  ASSERT_TRUE(row.end);
  EXPECT_EQ(row.end->verdict, "accept");
  EXPECT_EQ(row.end->http_status, 200);
  EXPECT_EQ(row.end->finish_reason, "stop");
  EXPECT_EQ(row.end->answered_by, "stand-in");
  const auto asked = stand_in_.asked().front();
  EXPECT_EQ(row.end->prompt_tokens, asked.prompt_tokens);
  EXPECT_EQ(row.end->cost_micros, asked.prompt_tokens + 2 * asked.completion_tokens);
  EXPECT_EQ(row.end->currency, "USD");
  EXPECT_EQ(asked.idempotency_key, row.attempt.request_hash);
  EXPECT_EQ(asked.authorization, "Bearer " + kTestKey);
}

TEST_F(ChatTest, a_budget_stops_a_call_before_it_is_sent) {
  settings_.budgets.thread_day = {.tokens = 100, .calls = {}};
  start();
  const auto input = chat_batch();
  const auto draft = this->draft(input);
  ASSERT_TRUE(draft);
  EXPECT_EQ(stand_in_.requests(), 0u);
  EXPECT_TRUE(ledger_.rows.empty());
  EXPECT_EQ(offline_.drafted, (std::vector<Numbers>{{11, 12, 13, 14}}));
  expect_writable(input, *draft);
}

TEST_F(ChatTest, a_budget_of_calls_counts_retries_and_repairs_too) {
  settings_.budgets.day = {.tokens = {}, .calls = 2};
  start();
  stand_in_.behave(Manner::overloaded);
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(stand_in_.requests(), 2u);
}

TEST_F(ChatTest, refusals_and_failed_connections_leave_the_budget_of_tokens_whole) {
  settings_.prices = {
      {.pattern = "*",
       .price = ChatPrice{.currency = "USD", .prompt_micros = 1'000'000, .completion_micros = 2'000'000}}};
  start();
  const auto input = chat_batch();
  for (const auto manner : {Manner::unauthorized, Manner::rate_limited, Manner::quota_gone, Manner::overloaded}) {
    ledger_ = {};
    stand_in_.behave(manner);
    start();
    ASSERT_TRUE(draft(input));
    const auto spent = loop_.run(ledger_.spent(asker_.thread));
    EXPECT_EQ(spent->today.tokens, 0) << endpoint::name_of(manner);
    EXPECT_EQ(spent->today.calls, static_cast<std::int64_t>(ledger_.rows.size())) << endpoint::name_of(manner);
    EXPECT_EQ(ledger_.rows.front().end->cost_micros, 0) << endpoint::name_of(manner);
  }
  ledger_ = {};
  client_.is_unreachable = true;
  start();
  ASSERT_TRUE(draft(input));
  EXPECT_EQ(ledger_.rows.size(), 3u);
  const auto spent = loop_.run(ledger_.spent(asker_.thread));
  EXPECT_EQ(spent->today.tokens, 0);
  EXPECT_EQ(spent->today.calls, 0);
}

TEST_F(ChatTest, a_call_after_which_the_model_may_have_worked_counts_as_reserved) {
  settings_.prices = {
      {.pattern = "*",
       .price = ChatPrice{.currency = "USD", .prompt_micros = 1'000'000, .completion_micros = 2'000'000}}};
  const auto input = chat_batch();
  for (const auto manner : {Manner::hang, Manner::reset, Manner::html, Manner::endless, Manner::cut_json}) {
    ledger_ = {};
    stand_in_.behave(manner);
    start();
    ASSERT_TRUE(draft(input));
    std::int64_t reserved = 0;
    for (const auto& row : ledger_.rows) reserved += row.attempt.reserved;
    const auto spent = loop_.run(ledger_.spent(asker_.thread));
    EXPECT_EQ(spent->today.tokens, reserved) << endpoint::name_of(manner);
    EXPECT_EQ(ledger_.rows.front().end->cost_micros, std::nullopt) << endpoint::name_of(manner);
  }
}

TEST_F(ChatTest, a_row_keeps_the_price_that_it_was_made_with) {
  settings_.prices = {
      {.pattern = "*",
       .price = ChatPrice{.currency = "CNY", .prompt_micros = 2'000'000, .completion_micros = 8'000'000}}};
  start();
  ASSERT_TRUE(draft(chat_batch()));
  const auto& end = *ledger_.rows.front().end;
  EXPECT_EQ(end.currency, "CNY");
  EXPECT_EQ(end.price,
            (storage::Price{.prompt_micros = 2'000'000, .cached_micros = 2'000'000, .completion_micros = 8'000'000}));
}

}  // namespace
}  // namespace gailou::engine
