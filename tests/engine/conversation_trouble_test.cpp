// What one question leads to when something goes wrong: each trouble of the contract's table.
#include <gtest/gtest.h>

#include "daemon/engine/chat/conversation.h"
#include "tests/engine/conversation_fixture.h"

namespace gailou::engine {
namespace {

TEST_F(ConversationTest, temporary_trouble_is_tried_twice_more_after_growing_waits) {
  for (const auto kind : {Trouble::unreachable, Trouble::timed_out, Trouble::rate_limited, Trouble::overloaded}) {
    begin();
    next_send();
    trouble(kind, Verdict::retry);
    EXPECT_EQ(next_wait(), 2s);
    const auto second = next_send();
    EXPECT_EQ(second.kind, "retry");
    trouble(kind, Verdict::retry);
    EXPECT_EQ(next_wait(), 8s);
    EXPECT_EQ(next_send().kind, "retry");
    trouble(kind, Verdict::retry);
    EXPECT_EQ(numbers(done().open), (Numbers{11, 12, 13, 14}));
  }
}

TEST_F(ConversationTest, jitter_only_lengthens_a_wait_and_never_beyond_a_minute) {
  next_send();
  trouble(Trouble::overloaded, Verdict::retry, {}, 0.999);
  const auto wait = next_wait();
  EXPECT_GT(wait, 2s);
  EXPECT_LT(wait, 3s);
}

TEST_F(ConversationTest, a_retry_after_is_kept_to_the_second) {
  next_send();
  trouble(Trouble::rate_limited, Verdict::retry, 20s, 0.9);
  EXPECT_EQ(next_wait(), 20s);
  EXPECT_EQ(next_send().kind, "retry");
}

TEST_F(ConversationTest, a_retry_after_of_more_than_a_minute_is_not_waited_for) {
  next_send();
  trouble(Trouble::rate_limited, Verdict::retry, 300s);
  const auto end = done();
  EXPECT_EQ(end.rest, 300s);
  EXPECT_EQ(end.open.size(), 4u);
}

TEST_F(ConversationTest, what_waiting_does_not_mend_ends_it_at_once) {
  for (const auto kind : {Trouble::quota_gone, Trouble::refused, Trouble::filtered, Trouble::prompt_cut}) {
    begin();
    next_send();
    EXPECT_EQ(trouble(kind, Verdict::fallback).verdict, Verdict::fallback);
    EXPECT_EQ(done().open.size(), 4u) << llm::name_of(kind);
  }
}

TEST_F(ConversationTest, a_refused_parameter_is_left_out_and_costs_no_retry) {
  next_send();
  refused("max_tokens");
  EXPECT_EQ(next_send().kind, "retry");
  EXPECT_EQ(facts_.token_parameter, TokenParameter::max_completion_tokens);
  refused("temperature");
  next_send();
  refused("response_format");
  next_send();
  for (int i = 0; i < 2; ++i) {
    trouble(Trouble::overloaded, Verdict::retry);
    next_wait();
    next_send();
  }
  trouble(Trouble::overloaded, Verdict::retry);
  EXPECT_EQ(done().open.size(), 4u);
}

TEST_F(ConversationTest, a_parameter_that_is_refused_again_or_cannot_be_left_out_ends_it) {
  next_send();
  refused("temperature");
  next_send();
  refused("temperature");
  EXPECT_EQ(done().open.size(), 4u);
  begin();
  next_send();
  refused("model");
  EXPECT_EQ(done().open.size(), 4u);
}

TEST_F(ConversationTest,
       an_endpoint_that_never_answered_is_tried_without_response_format_when_it_says_only_bad_request) {
  next_send();
  trouble(Trouble::bad_request, Verdict::retry);
  EXPECT_EQ(facts_.format, Format::json_object);
  EXPECT_EQ(next_send().kind, "retry");
  trouble(Trouble::bad_request, Verdict::retry);
  EXPECT_EQ(facts_.format, Format::none);
  next_send();
  trouble(Trouble::bad_request, Verdict::retry);
  EXPECT_EQ(done().open.size(), 4u);
  facts_ = {.answers = 3};
  begin();
  next_send();
  trouble(Trouble::bad_request, Verdict::retry);
  EXPECT_EQ(facts_.format, Format::json_schema);
  EXPECT_EQ(done().open.size(), 4u);
}

TEST_F(ConversationTest, what_is_no_answer_is_asked_once_more) {
  next_send();
  trouble(Trouble::not_an_answer, Verdict::retry);
  EXPECT_EQ(next_wait(), 2s);
  EXPECT_EQ(next_send().kind, "retry");
  trouble(Trouble::not_an_answer, Verdict::retry);
  EXPECT_EQ(done().open.size(), 4u);
}

TEST_F(ConversationTest, an_answer_that_was_cut_off_is_asked_for_in_halves) {
  next_send();
  trouble(Trouble::cut_off, Verdict::retry);
  const auto first = next_send();
  EXPECT_EQ(first.kind, "retry");
  EXPECT_EQ(floors(first), (Numbers{11, 12}));
  EXPECT_EQ(content(honest(first)).verdict, Verdict::accept);
  const auto second = next_send();
  EXPECT_EQ(floors(second), (Numbers{13, 14}));
  EXPECT_EQ(content(honest(second)).verdict, Verdict::accept);
  EXPECT_TRUE(done().open.empty());
}

TEST_F(ConversationTest, a_half_that_is_cut_off_again_is_left_and_the_other_still_asked) {
  next_send();
  trouble(Trouble::cut_off, Verdict::retry);
  next_send();
  trouble(Trouble::cut_off, Verdict::retry);
  const auto second = next_send();
  EXPECT_EQ(floors(second), (Numbers{13, 14}));
  content(honest(second));
  EXPECT_EQ(numbers(done().open), (Numbers{11, 12}));
}

TEST_F(ConversationTest, a_single_floor_gets_twice_the_room_instead) {
  input_ = chat_batch({chat_posts()[0]});
  begin();
  const auto first = next_send();
  trouble(Trouble::cut_off, Verdict::retry);
  const auto second = next_send();
  EXPECT_EQ(floors(second), (Numbers{11}));
  EXPECT_EQ(second.output_limit, first.output_limit * 2);
  trouble(Trouble::cut_off, Verdict::retry);
  EXPECT_EQ(numbers(done().open), (Numbers{11}));
}

TEST_F(ConversationTest, more_room_never_leaves_the_context) {
  input_ = chat_batch({chat_posts()[0]});
  begin();
  const auto first = next_send();
  begin(first.estimate + first.output_limit + 100);
  next_send();
  trouble(Trouble::cut_off, Verdict::retry);
  EXPECT_EQ(next_send().output_limit, first.output_limit + 100);
}

TEST_F(ConversationTest, an_empty_answer_is_asked_for_again_without_thinking_and_with_more_room) {
  const auto first = next_send();
  trouble(Trouble::empty, Verdict::retry);
  EXPECT_EQ(facts_.thinking, Thinking::enable_thinking);
  const auto second = next_send();
  EXPECT_EQ(second.output_limit, first.output_limit * 2);
  trouble(Trouble::empty, Verdict::retry);
  EXPECT_EQ(done().open.size(), 4u);
}

TEST_F(ConversationTest, a_switch_for_thinking_that_is_refused_gives_way_to_the_next) {
  next_send();
  trouble(Trouble::empty, Verdict::retry);
  next_send();
  refused("chat_template_kwargs");
  EXPECT_EQ(facts_.thinking, Thinking::reasoning_none);
  const auto third = next_send();
  EXPECT_EQ(content(honest(third)).verdict, Verdict::accept);
  EXPECT_TRUE(done().open.empty());
}

}  // namespace
}  // namespace gailou::engine
