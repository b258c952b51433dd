// What one question leads to, step by step: each trouble of the contract's table, without a clock or a socket.
#include "daemon/engine/chat/conversation.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "digest/llm/prompt.h"
#include "tests/endpoint/models.h"
#include "tests/engine/chat_fixture.h"

namespace gailou::engine {
namespace {

using llm::Trouble;
using llm::Verdict;

class ConversationTest : public ::testing::Test {
 protected:
  ConversationTest() { begin(); }

  void begin(std::int64_t context_tokens = 32'768) {
    std::vector<digest::Floor> floors;
    for (const auto& post : input_.posts) floors.push_back(post.floor);
    conversation_.emplace(input_, input_, std::move(floors), std::vector<digest::Floor>{},
                          std::vector<digest::Append>{}, context_tokens, "api.example");
  }

  Step next() {
    ++nonces_;
    return conversation_->next(facts_, "c-00000" + std::to_string(nonces_));
  }
  Send next_send() {
    auto step = next();
    const auto* send = std::get_if<Send>(&step);
    EXPECT_NE(send, nullptr);
    return send == nullptr ? Send{} : *send;
  }
  digest::Duration next_wait() {
    auto step = next();
    const auto* wait = std::get_if<Wait>(&step);
    EXPECT_NE(wait, nullptr);
    return wait == nullptr ? digest::Duration{-1} : wait->length;
  }
  Done done() {
    auto step = next();
    auto* done = std::get_if<Done>(&step);
    EXPECT_NE(done, nullptr);
    return done == nullptr ? Done{} : std::move(*done);
  }

  Outcome trouble(Trouble trouble, Verdict verdict, std::optional<digest::Duration> retry_after = {},
                  double jitter = 0) {
    return conversation_->heard({.heard = {.verdict = verdict, .trouble = trouble, .rule = "V0", .what = "what"},
                                 .retry_after = retry_after,
                                 .jitter = jitter},
                                facts_);
  }
  Outcome refused(const std::string& parameter) {
    return conversation_->heard(
        {.heard = {.verdict = Verdict::retry, .trouble = Trouble::parameter, .rule = "V1", .parameter = parameter}},
        facts_);
  }
  Outcome content(std::string content) {
    return conversation_->heard({.heard = {.content = std::move(content)}}, facts_);
  }

  static endpoint::ReadPrompt read(const Send& send) {
    ChatRequest request{.model = "m", .messages = send.messages};
    return endpoint::read_prompt(request_json(request, {})).value();
  }
  static std::string honest(const Send& send) { return endpoint::honest_answer(read(send)); }
  static std::vector<std::int64_t> floors(const Send& send) {
    std::vector<std::int64_t> all;
    for (const auto& floor : read(send).floors) all.push_back(floor.floor);
    return all;
  }
  static std::vector<std::int64_t> numbers(const std::vector<digest::Floor>& floors) {
    std::vector<std::int64_t> all;
    for (const auto floor : floors) all.push_back(floor.value);
    return all;
  }

  using Numbers = std::vector<std::int64_t>;
  digest::BatchInput input_ = chat_batch();
  EndpointFacts facts_{};
  std::optional<Conversation> conversation_{};
  int nonces_ = 0;
};

TEST_F(ConversationTest, an_answer_that_holds_ends_it_after_one_request) {
  const auto send = next_send();
  EXPECT_EQ(send.kind, "first");
  EXPECT_EQ(send.nonce, "c-000001");
  EXPECT_EQ(send.messages.size(), 2u);
  EXPECT_EQ(floors(send), (Numbers{11, 12, 13, 14}));
  EXPECT_EQ(send.first.value, 11);
  EXPECT_EQ(send.last.value, 14);
  EXPECT_GT(send.estimate, 0);
  EXPECT_GT(send.output_limit, 400);
  const auto outcome = content(honest(send));
  EXPECT_EQ(outcome.verdict, Verdict::accept) << outcome.rules << " " << outcome.what;
  const auto end = done();
  EXPECT_GE(end.operations.size(), 4u);
  EXPECT_TRUE(end.open.empty());
}

TEST_F(ConversationTest, where_no_format_carries_the_schema_it_and_the_word_json_stand_in_the_system_message) {
  const auto carried = next_send();
  EXPECT_EQ(carried.messages.at(0).content.find(llm::answer_schema()), std::string::npos);
  for (const auto format : {Format::json_object, Format::none}) {
    facts_.format = format;
    const auto told = next_send();
    EXPECT_NE(told.messages.at(0).content.find("json"), std::string::npos);
    EXPECT_NE(told.messages.at(0).content.find(llm::answer_schema()), std::string::npos);
    EXPECT_GT(told.estimate, carried.estimate + 100);
  }
}

TEST_F(ConversationTest, the_schema_is_introduced_in_the_digests_language) {
  facts_.format = Format::json_object;
  EXPECT_NE(next_send().messages.at(0).content.find("须符合此 JSON Schema"), std::string::npos);
  input_.settings.language = digest::Language::en;
  begin();
  const auto english = next_send().messages.at(0).content;
  EXPECT_NE(english.find("The JSON Schema of the output"), std::string::npos);
  EXPECT_EQ(english.find("须符合"), std::string::npos);
}

TEST_F(ConversationTest, a_question_about_nothing_is_over_at_once) {
  conversation_.emplace(input_, input_, std::vector<digest::Floor>{}, std::vector<digest::Floor>{},
                        std::vector<digest::Append>{}, 1000, "");
  EXPECT_TRUE(done().operations.empty());
}

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

TEST_F(ConversationTest, forgotten_floors_are_repaired_in_one_round_that_keeps_what_was_good) {
  const auto first = next_send();
  const auto outcome = content(endpoint::forgetful_answer(read(first)));
  EXPECT_EQ(outcome.verdict, Verdict::repair);
  EXPECT_NE(outcome.rules.find("V24"), std::string::npos);
  const auto repair = next_send();
  EXPECT_EQ(repair.kind, "repair");
  EXPECT_EQ(repair.nonce, first.nonce);
  ASSERT_EQ(repair.messages.size(), 4u);
  for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(repair.messages[i].content, first.messages[i].content) << i;
  EXPECT_EQ(repair.messages[2].role, "assistant");
  EXPECT_NE(repair.messages[3].content.find("12"), std::string::npos);
  EXPECT_GT(repair.estimate, first.estimate);
  content(honest(repair));
  const auto end = done();
  EXPECT_TRUE(end.open.empty());
  std::size_t appends = 0;
  for (const auto& operation : end.operations) appends += std::holds_alternative<digest::Append>(operation) ? 1u : 0u;
  EXPECT_EQ(appends, 4u);
}

TEST_F(ConversationTest, after_one_repair_what_is_still_open_is_left_to_the_offline_engine) {
  const auto first = next_send();
  content(endpoint::forgetful_answer(read(first)));
  const auto repair = next_send();
  const nlohmann::json nothing{{"schema", "gailou.ops/1"}, {"canary", repair.nonce}, {"ops", nlohmann::json::array()}};
  EXPECT_EQ(content(nothing.dump()).verdict, Verdict::repair);
  const auto end = done();
  EXPECT_EQ(numbers(end.open), (Numbers{12, 14}));
  EXPECT_GE(end.operations.size(), 2u);
}

TEST_F(ConversationTest, an_answer_that_is_none_is_repaired_as_a_whole) {
  next_send();
  EXPECT_EQ(content("Sure! Here is the JSON you asked for.").verdict, Verdict::repair);
  const auto repair = next_send();
  EXPECT_EQ(repair.kind, "repair");
  content(honest(repair));
  EXPECT_TRUE(done().open.empty());
}

TEST_F(ConversationTest, a_canary_that_is_missing_twice_is_a_warning_about_the_context) {
  for (int i = 0; i < 2; ++i) {
    auto prompt = read(next_send());
    prompt.canary = "";
    const auto outcome = content(endpoint::honest_answer(prompt));
    EXPECT_EQ(outcome.verdict, Verdict::repair);
    EXPECT_NE(outcome.rules.find("V9"), std::string::npos);
  }
  const auto end = done();
  EXPECT_EQ(end.open.size(), 4u);
  EXPECT_TRUE(std::any_of(end.notes.begin(), end.notes.end(),
                          [](const auto& note) { return note.find("context_tokens") != std::string::npos; }));
}

TEST_F(ConversationTest, trouble_in_the_repair_round_is_retried_with_its_messages) {
  const auto first = next_send();
  content(endpoint::forgetful_answer(read(first)));
  const auto repair = next_send();
  trouble(Trouble::overloaded, Verdict::retry);
  next_wait();
  const auto again = next_send();
  EXPECT_EQ(again.kind, "retry");
  EXPECT_EQ(again.messages.size(), 4u);
  EXPECT_EQ(again.nonce, repair.nonce);
  content(honest(again));
  EXPECT_TRUE(done().open.empty());
}

TEST_F(ConversationTest, a_long_reply_that_leaves_no_room_for_a_repair_is_not_repaired) {
  const auto first = next_send();
  content(std::string(200'000, 'x'));
  EXPECT_EQ(done().open.size(), 4u);
  EXPECT_LT(first.estimate, 32'768);
}

TEST_F(ConversationTest, a_question_larger_than_the_context_is_halved_until_it_fits_without_a_retry) {
  const auto whole = next_send();
  begin(whole.estimate + whole.output_limit - 1);
  EXPECT_EQ(floors(next_send()), (Numbers{11, 12}));
  begin(10);
  EXPECT_EQ(done().open.size(), 4u);
}

TEST_F(ConversationTest, giving_up_leaves_everything_open_that_was_not_written) {
  next_send();
  trouble(Trouble::cut_off, Verdict::retry);
  const auto first = next_send();
  content(honest(first));
  next_send();
  conversation_->give_up("no money");
  const auto end = done();
  EXPECT_EQ(numbers(end.open), (Numbers{13, 14}));
  EXPECT_FALSE(end.operations.empty());
}

TEST_F(ConversationTest, a_request_that_was_sent_before_is_built_again_word_for_word_under_its_nonce) {
  const auto send = next_send();
  const auto text = request_json({.model = "m", .messages = send.messages, .output_limit = send.output_limit}, facts_);
  const auto again = conversation_->under(facts_, "c-abcdef");
  auto other = request_json({.model = "m", .messages = again.messages, .output_limit = again.output_limit}, facts_);
  EXPECT_NE(other, text);
  EXPECT_EQ(request_hash(other, "c-abcdef"), request_hash(text, send.nonce));
  auto prompt = read(again);
  EXPECT_EQ(prompt.canary, "c-abcdef");
  EXPECT_EQ(content(endpoint::honest_answer(prompt)).verdict, Verdict::accept);
}

TEST_F(ConversationTest, no_sequence_of_troubles_sends_more_than_a_bounded_number_of_requests) {
  const Trouble kinds[] = {Trouble::unreachable, Trouble::not_an_answer, Trouble::cut_off, Trouble::empty,
                           Trouble::parameter,   Trouble::bad_request,   Trouble::none};
  const char* const parameters[] = {"temperature", "max_tokens", "response_format", "chat_template_kwargs",
                                    "reasoning_effort"};
  std::uint64_t seed = 1;
  const auto dice = [&seed](std::size_t sides) {
    seed = seed * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
    return static_cast<std::size_t>(seed >> 33U) % sides;
  };
  for (int round = 0; round < 300; ++round) {
    facts_ = {};
    begin();
    int requests = 0;
    while (true) {
      auto step = next();
      if (std::holds_alternative<Done>(step)) {
        std::vector<std::int64_t> open = numbers(std::get<Done>(step).open);
        EXPECT_TRUE(std::adjacent_find(open.begin(), open.end()) == open.end());
        break;
      }
      if (std::holds_alternative<Wait>(step)) continue;
      ASSERT_LT(++requests, 14) << round;
      const auto kind = kinds[dice(std::size(kinds))];
      if (kind == Trouble::none) {
        content(dice(2) == 0 ? "no JSON" : endpoint::forgetful_answer(read(std::get<Send>(step))));
      } else if (kind == Trouble::parameter) {
        refused(parameters[dice(std::size(parameters))]);
      } else {
        trouble(kind, Verdict::retry);
      }
    }
  }
}

}  // namespace
}  // namespace gailou::engine
