// What one question leads to, step by step: answers, repairs, what is left open; without a clock or a socket.
#include "daemon/engine/chat/conversation.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/engine/conversation_fixture.h"

namespace gailou::engine {
namespace {

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
