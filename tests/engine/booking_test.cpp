// What a call counts that brought no count of tokens.
#include "daemon/engine/chat/booking.h"

#include <gtest/gtest.h>

namespace gailou::engine {
namespace {

using storage::Use;

TEST(Use, whoever_turns_a_request_away_has_not_worked_on_it) {
  for (const int status : {301, 400, 401, 402, 403, 404, 409, 413, 422, 429, 503, 529}) {
    EXPECT_EQ(use_of(status, true), Use::refused) << status;
  }
}

TEST(Use, of_everything_else_that_was_sent_nobody_knows) {
  for (const int status : {0, 100, 200, 204, 408, 499, 500, 502, 504, 524}) {
    EXPECT_EQ(use_of(status, true), Use::unknown) << status;
  }
}

TEST(Use, without_a_connection_nothing_was_sent) {
  EXPECT_EQ(use_of(0, false), Use::unsent);
}

TEST(Booking, what_was_not_used_costs_nothing_and_what_nobody_knows_is_not_known) {
  const ChatPrice price{.currency = "USD", .prompt_micros = 1'000'000, .completion_micros = 4'000'000};
  Came came;
  EXPECT_EQ(end_of(came, 429, price, {}).cost_micros, 0);
  EXPECT_EQ(end_of(came, 500, price, {}).cost_micros, std::nullopt);
  came.heard.usage = {.prompt = 10, .completion = 5};
  EXPECT_EQ(end_of(came, 400, price, {}).cost_micros, 30);
  EXPECT_EQ(end_of(came, 200, price, {}).cost_micros, 30);
  EXPECT_EQ(end_of(came, 200, std::nullopt, {}).cost_micros, std::nullopt);
}

TEST(Booking, a_prompt_that_was_found_too_long_with_status_200_is_a_call_of_no_tokens) {
  Came came{.heard = {.verdict = llm::Verdict::retry, .trouble = llm::Trouble::bad_request, .too_long = true}};
  EXPECT_EQ(end_of(came, 200, {}, {}).use, storage::Use::refused);
  came.heard.too_long = false;
  EXPECT_EQ(end_of(came, 200, {}, {}).use, storage::Use::unknown);
}

}  // namespace
}  // namespace gailou::engine
