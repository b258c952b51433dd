// Endpoints that fail, refuse, cut or think: what the LLM engine makes of each, and when it lets one rest.
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "daemon/engine/chat/chat_engine.h"
#include "daemon/engine/chat/facts.h"
#include "digest/text/body.h"
#include "tests/engine/chat_fixture.h"

namespace gailou::engine {
namespace {

using endpoint::Manner;
using Numbers = std::vector<std::int64_t>;
using Names = std::vector<std::string>;

/// What an endpoint did, what was booked of it, and in how many batches the offline engine wrote then.
struct Case {
  Manner manner;
  Names verdicts;
  std::vector<Numbers> offline;
};

const std::vector<Numbers> kAll{{11, 12, 13, 14}};
const std::vector<Numbers> kNothing{};

std::vector<Case> cases() {
  return {{Manner::html, {"retry V2", "retry V2"}, kAll},
          {Manner::error_with_ok, {"retry V2", "retry V2"}, kAll},
          {Manner::cut_json, {"retry V2", "retry V2"}, kAll},
          {Manner::cut_off, {"retry V3", "retry V3", "retry V3"}, kAll},
          {Manner::empty, {"retry V5", "retry V5"}, kAll},
          {Manner::overloaded, {"retry V1", "retry V1", "retry V1"}, kAll},
          {Manner::rate_limited, {"retry V1", "retry V1", "retry V1"}, kAll},
          {Manner::quota_gone, {"fallback V1"}, kAll},
          {Manner::unauthorized, {"fallback V1"}, kAll},
          {Manner::small_context, {"fallback V10"}, kAll},
          {Manner::reset, {"retry V1", "retry V1", "retry V1"}, kAll},
          {Manner::hang, {"retry V1", "retry V1", "retry V1"}, kAll},
          {Manner::endless, {"retry V2", "retry V2"}, kAll},
          {Manner::loading, {"retry V1", "retry V1", "retry V1"}, kAll},
          {Manner::lm_studio, {"accept"}, kNothing},
          // Twice two floors, which have room.
          {Manner::llama_cpp, {"retry V1", "accept", "accept"}, kNothing},
          {Manner::vllm, {"retry V1", "accept", "accept"}, kNothing},
          {Manner::vllm_older, {"retry V1", "accept", "accept"}, kNothing},
          {Manner::lm_studio_mlx, {"retry V2", "accept", "accept"}, kNothing},
          {Manner::groq, {"retry V1", "accept", "accept"}, kNothing},
          {Manner::openai_tier, {"retry V1", "accept", "accept"}, kNothing}};
}

TEST_F(ChatTest, each_endpoint_is_understood_within_the_contracts_calls_and_leaves_no_floor_behind) {
  const auto input = chat_batch();
  for (const auto& one : cases()) {
    SCOPED_TRACE(endpoint::name_of(one.manner));
    ledger_ = {};
    offline_ = {};
    stand_in_.behave(one.manner);
    start();
    const auto draft = this->draft(input);
    ASSERT_TRUE(draft);
    EXPECT_EQ(ledger_.verdicts(), one.verdicts);
    EXPECT_EQ(offline_.drafted, one.offline);
    const bool was_paid_for = one.offline.empty() || one.manner == Manner::cut_off || one.manner == Manner::empty;
    EXPECT_EQ(ledger_.kept.empty(), !was_paid_for);
    expect_writable(input, *draft);
  }
}

/// Floors that make up most of a prompt.
std::vector<digest::Post> long_posts() {
  auto posts = chat_posts();
  for (auto& post : posts) {
    std::string text = digest::text_of(post.body);
    for (int i = 1; i <= 20; ++i) text += "第" + std::to_string(i) + "个月的账单我也看过,上面写的和官网不一样。";
    post.body = tests::post_of(post.floor.value, post.author, text).body;
  }
  return posts;
}

TEST_F(ChatTest, a_prompt_as_long_as_one_that_was_refused_is_not_sent_again_until_a_reload) {
  stand_in_.behave(Manner::llama_cpp);
  auto input = chat_batch(long_posts());
  const auto asked = [&] {
    ledger_.rows.clear();
    input.title += "又";
    EXPECT_TRUE(draft(input));
    return ledger_.verdicts();
  };
  EXPECT_EQ(asked().front(), "retry V1");
  for (int batch = 0; batch < 2; ++batch) {
    const auto verdicts = asked();
    EXPECT_EQ(std::count(verdicts.begin(), verdicts.end(), "retry V1"), 0);
    EXPECT_GE(verdicts.size(), 2u);
  }
  engine_->apply(settings_);
  EXPECT_EQ(asked().front(), "retry V1");
}

TEST_F(ChatTest, a_single_floor_is_asked_about_however_long_it_is) {
  stand_in_.play(400, R"({"error":{"message":"context size","type":"exceed_context_size_error"}})");
  const auto alone = chat_batch({chat_posts()[0]});
  ASSERT_TRUE(draft(alone));
  EXPECT_EQ(ledger_.verdicts(), (Names{"retry V1"}));
  EXPECT_EQ(engine_->standing().format, "json_schema");  // it was the length
  ASSERT_TRUE(draft(alone));
  EXPECT_EQ(ledger_.verdicts(), (Names{"retry V1", "accept"}));
}

TEST_F(ChatTest, an_endpoint_that_finds_prompts_too_long_is_up_and_does_not_rest) {
  stand_in_.behave(Manner::llama_cpp);
  auto posts = chat_posts();
  for (std::int64_t floor = 15; floor <= 26; ++floor) {
    auto post = posts[static_cast<std::size_t>(floor % 4)];
    post.floor = digest::Floor{floor};
    post.id = digest::PostId{floor};
    posts.push_back(std::move(post));
  }
  const auto input = chat_batch(posts);
  for (int batch = 0; batch < 3; ++batch) ASSERT_TRUE(draft(input));
  EXPECT_EQ(ledger_.verdicts().front(), "retry V1");
  EXPECT_FALSE(engine_->standing().is_resting);
}

TEST_F(ChatTest, a_server_that_takes_a_schema_or_text_is_not_asked_for_a_json_object_for_long) {
  stand_in_.behave(Manner::lm_studio);
  ledger_.facts["http://127.0.0.1:9/v1 stand-in"] = facts_text({.format = Format::json_object});
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(ledger_.verdicts(), (Names{"retry V1", "accept"}));
  EXPECT_EQ(engine_->standing().format, "none");
}

TEST_F(ChatTest, thinking_that_only_ollamas_word_switches_off_is_switched_off_in_the_end) {
  stand_in_.behave(Manner::ollama_thinks);
  for (int batch = 0; batch < 3 && engine_->standing().thinking != "reasoning_none"; ++batch) {
    auto input = chat_batch();
    input.title += std::to_string(batch);
    ASSERT_TRUE(draft(input));
  }
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(engine_->standing().thinking, "reasoning_none");
  EXPECT_EQ(ledger_.verdicts().back(), "accept");
}

TEST_F(ChatTest, a_hanging_endpoint_is_given_up_at_the_deadline_of_its_kind) {
  stand_in_.behave(Manner::hang);
  auto settings = test_settings("https://api.example/v1");
  start(settings);
  const auto began = loop_.now();
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(loop_.now() - began, 3 * 300s + 2s + 8s);
  EXPECT_EQ(ledger_.rows.front().end->trouble, "timed_out");
}

TEST_F(ChatTest, after_three_failed_calls_the_endpoint_rests_and_is_tried_with_one_call_after_ten_minutes) {
  stand_in_.behave(Manner::overloaded);
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(stand_in_.requests(), 3u);
  EXPECT_TRUE(engine_->standing().is_resting);
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(stand_in_.requests(), 3u);
  loop_.run_for(10min);
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(stand_in_.requests(), 4u);
  loop_.run_for(10min);
  stand_in_.behave(Manner::honest);
  const auto draft = this->draft(chat_batch());
  ASSERT_TRUE(draft);
  EXPECT_EQ(ledger_.verdicts().back(), "accept");
  EXPECT_FALSE(engine_->standing().is_resting);
}

TEST_F(ChatTest, a_wrong_key_is_found_out_with_one_call_an_hour) {
  stand_in_.behave(Manner::unauthorized);
  for (int i = 0; i < 12; ++i) {
    ASSERT_TRUE(draft(chat_batch()));
    loop_.run_for(10min);
  }
  EXPECT_EQ(stand_in_.requests(), 2u);
  EXPECT_EQ(engine_->standing().why, "refused");
}

TEST_F(ChatTest, where_the_settings_say_wait_a_batch_stays_taken_while_the_endpoint_rests) {
  settings_.when_down = WhenDown::wait;
  start();
  stand_in_.behave(Manner::overloaded);
  const auto draft = this->draft(chat_batch());
  ASSERT_FALSE(draft);
  EXPECT_EQ(draft.error().code, digest::Code::unavailable);
  EXPECT_EQ(draft.error().retry_after_ms, 600'000);
  EXPECT_TRUE(offline_.drafted.empty());
  stand_in_.behave(Manner::honest);
  loop_.run_for(10min);
  const auto later = this->draft(chat_batch());
  ASSERT_TRUE(later);
  EXPECT_EQ(appended_floors(*later), (Numbers{11, 12, 13, 14}));
}

TEST_F(ChatTest, an_endpoint_that_reads_less_than_was_sent_is_switched_off_until_the_context_setting_changes) {
  stand_in_.behave(Manner::small_context);
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(ledger_.rows.front().end->trouble, "prompt_cut");
  EXPECT_TRUE(engine_->standing().is_prompt_cut);
  stand_in_.behave(Manner::honest);
  start();
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(stand_in_.requests(), 1u);
  settings_.context_tokens = 16'384;
  start();
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(stand_in_.requests(), 2u);
  EXPECT_EQ(ledger_.verdicts().back(), "accept");
}

/// As a tokenizer would that makes one token of what others make two of.
std::string counted_at(double share, std::int64_t estimate, const std::string& content) {
  const auto read = static_cast<std::int64_t>(share * static_cast<double>(estimate));
  return endpoint::completion_of(content, "stand-in", read, 0, 100);
}

TEST_F(ChatTest, an_endpoint_that_counts_few_tokens_of_a_short_prompt_is_not_taken_for_one_that_cuts) {
  ASSERT_TRUE(draft(chat_batch()));
  const auto estimate = ledger_.rows.front().attempt.estimate;
  ASSERT_LT(estimate, 4'000);
  ledger_ = {};
  *count_ = 0;
  start();
  for (const char* canary : {"c-000001", "c-000002"}) {
    const nlohmann::json content{{"schema", "gailou.ops/1"}, {"canary", canary}, {"ops", nlohmann::json::array()}};
    stand_in_.play(200, counted_at(0.25, estimate, content.dump()));
  }
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(ledger_.verdicts(), (Names{"fallback V10"}));
  EXPECT_FALSE(engine_->standing().is_prompt_cut);
  start();
  auto next = chat_batch();
  next.title = "另一个主题";
  ASSERT_TRUE(draft(next));
  ASSERT_GE(ledger_.rows.size(), 2u);
  EXPECT_EQ(ledger_.rows[1].end->trouble, "");
}

TEST_F(ChatTest, an_address_that_leads_elsewhere_says_nothing_of_the_forms_that_it_takes) {
  for (const int status : {301, 405}) {
    ledger_ = {};
    start();
    stand_in_.play(status, "");
    ASSERT_TRUE(draft(chat_batch()));
    EXPECT_EQ(ledger_.verdicts(), (Names{"retry V1"})) << status;
    EXPECT_EQ(engine_->standing().format, "json_schema") << status;
  }
}

}  // namespace
}  // namespace gailou::engine
