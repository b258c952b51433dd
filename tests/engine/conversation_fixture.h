// A conversation about the batch of chat_fixture.h, led by hand: what is sent, waited for, heard.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "daemon/engine/chat/conversation.h"
#include "digest/llm/prompt.h"
#include "tests/endpoint/models.h"
#include "tests/engine/chat_fixture.h"

namespace gailou::engine {

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

}  // namespace gailou::engine
