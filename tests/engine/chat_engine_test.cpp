// The LLM engine as the tracker sees it: what it asks, what it drafts, what it remembers of an endpoint.
#include "daemon/engine/chat/chat_engine.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/engine/chat_fixture.h"

namespace gailou::engine {
namespace {

using endpoint::Manner;
using Numbers = std::vector<std::int64_t>;
using Names = std::vector<std::string>;

TEST_F(ChatTest, it_has_the_name_that_the_configuration_knows_and_wants_the_newest_entries) {
  EXPECT_EQ(engine_->name(), "llm");
  EXPECT_TRUE(engine_->wants_recent());
}

TEST_F(ChatTest, floors_of_mere_thanks_are_not_asked_about) {
  auto posts = chat_posts();
  posts.push_back(tests::post_of(15, "戊", "谢谢分享"));
  const auto input = chat_batch(posts);
  const auto draft = this->draft(input);
  ASSERT_TRUE(draft);
  EXPECT_EQ(stand_in_.asked().front().body.find("谢谢分享"), std::string::npos);
  expect_writable(input, *draft);
}

TEST_F(ChatTest, a_batch_of_nothing_else_costs_nothing) {
  const auto input = chat_batch({tests::post_of(15, "戊", "谢谢分享"), tests::post_of(16, "己", "哈哈哈")});
  const auto draft = this->draft(input);
  ASSERT_TRUE(draft);
  EXPECT_EQ(stand_in_.requests(), 0u);
  EXPECT_TRUE(ledger_.rows.empty());
  expect_writable(input, *draft);
}

TEST_F(ChatTest, what_the_model_forgets_even_after_a_repair_the_offline_engine_writes) {
  stand_in_.behave(Manner::forgetful);
  const auto input = chat_batch();
  const auto draft = this->draft(input);
  ASSERT_TRUE(draft);
  EXPECT_EQ(ledger_.kinds(), (Names{"first", "repair"}));
  EXPECT_EQ(offline_.drafted, (std::vector<Numbers>{{12, 14}}));
  expect_writable(input, *draft);
}

TEST_F(ChatTest, what_an_endpoint_takes_is_learned_once_and_remembered_over_a_restart) {
  stand_in_.refuse_parameter("max_tokens");
  stand_in_.refuse_parameter("temperature");
  stand_in_.refuse_parameter("response_format");
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(ledger_.verdicts().back(), "accept");
  const auto first = stand_in_.requests();
  EXPECT_EQ(first, 5u);  // response_format is refused as json_schema and as json_object
  start();
  auto other = chat_batch();
  other.title = "另一个主题";
  ASSERT_TRUE(draft(other));
  EXPECT_EQ(stand_in_.requests(), first + 1);
  const auto standing = engine_->standing();
  EXPECT_EQ(standing.format, "none");
  EXPECT_EQ(standing.token_parameter, "max_completion_tokens");
  EXPECT_FALSE(standing.takes_temperature);
  EXPECT_EQ(standing.answers, 2);
}

TEST_F(ChatTest, facts_that_cannot_be_read_are_learned_anew) {
  ledger_.facts["http://127.0.0.1:9/v1 stand-in"] = "no JSON";
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(ledger_.verdicts(), (Names{"accept"}));
}

TEST_F(ChatTest, two_threads_never_have_calls_in_flight_at_once) {
  for (int i = 0; i < 2; ++i) {
    endpoint::Reply slow{.status = 503, .body = "{}"};
    slow.delay = 5s;
    stand_in_.play(std::move(slow));
  }
  const auto input = chat_batch();
  auto first = loop_.spawn(engine_->draft({.thread = digest::ThreadId{1}}, input));
  auto second = loop_.spawn(engine_->draft({.thread = digest::ThreadId{2}}, input));
  loop_.run_for(4s);
  EXPECT_EQ(stand_in_.requests(), 1u);
  loop_.run_until_idle();
  EXPECT_TRUE(first.get());
  EXPECT_TRUE(second.get());
}

TEST_F(ChatTest, floors_that_an_answer_cites_and_the_batch_lacks_are_looked_up_and_handed_on) {
  const auto old = tests::post_of(3, "庚", "这张卡第一年的开卡奖励是 60,000 点,消费要求是三个月 4,000 美元。");
  ledger_.posts = {old};
  auto input = chat_batch({chat_posts()[0]});
  const nlohmann::json answer{
      {"schema", "gailou.ops/1"},
      {"canary", "c-000001"},
      {"ops",
       {{{"op", "append"},
         {"section", "key"},
         {"text", "官方宣布年费从550美元提高到795美元,此前开卡奖励为60,000点。"},
         {"floors", {11}},
         {"evidence",
          {{{"floor", 11}, {"quote", "550 美元提高到 795 美元"}}, {{"floor", 3}, {"quote", "开卡奖励是 60,000 点"}}}},
         {"links", nlohmann::json::array()}}}}};
  stand_in_.play(200, endpoint::completion_of(answer.dump(), "stand-in", 900, 0, 100));
  const auto draft = this->draft(input);
  ASSERT_TRUE(draft);
  EXPECT_EQ(ledger_.verdicts(), (Names{"accept"}));
  ASSERT_EQ(draft->cited.size(), 1u);
  EXPECT_EQ(draft->cited.front().floor.value, 3);
  EXPECT_EQ(ledger_.looked_up, (std::vector<digest::Floor>{digest::Floor{3}}));
  expect_writable(input, *draft);
}

TEST_F(ChatTest, a_hidden_floor_is_no_evidence_even_if_the_ledger_has_it) {
  auto old = tests::post_of(3, "庚", "这张卡第一年的开卡奖励是 60,000 点。");
  old.state = digest::PostState::hidden;
  ledger_.posts = {old};
  const nlohmann::json answer{{"schema", "gailou.ops/1"},
                              {"canary", "c-000001"},
                              {"ops",
                               {{{"op", "append"},
                                 {"section", "key"},
                                 {"text", "此前开卡奖励为60,000点,年费为550美元。"},
                                 {"floors", {11}},
                                 {"evidence", {{{"floor", 3}, {"quote", "开卡奖励是 60,000 点"}}}},
                                 {"links", nlohmann::json::array()}}}}};
  stand_in_.play(200, endpoint::completion_of(answer.dump(), "stand-in", 900, 0, 100));
  const auto input = chat_batch({chat_posts()[0]});
  const auto draft = this->draft(input);
  ASSERT_TRUE(draft);
  EXPECT_TRUE(draft->cited.empty());
  expect_writable(input, *draft);
}

TEST_F(ChatTest, a_ledger_that_cannot_write_lets_nothing_leave) {
  ledger_.fails = digest::Error{.code = digest::Code::disk_full, .what = "no room"};
  const auto draft = this->draft(chat_batch());
  ASSERT_FALSE(draft);
  EXPECT_EQ(draft.error().code, digest::Code::disk_full);
  EXPECT_EQ(stand_in_.requests(), 0u);
}

TEST_F(ChatTest, the_first_revision_has_a_summary_even_where_the_model_gives_none) {
  auto input = chat_batch(chat_posts(), 1);
  input.summary = {};
  input.next_seq = digest::EntrySeq{1};
  const auto draft = this->draft(input);
  ASSERT_TRUE(draft);
  EXPECT_EQ(ledger_.verdicts(), (Names{"accept"}));
  expect_writable(input, *draft);
  const auto step = digest::append(input, digest::judge(input, *draft));
  ASSERT_TRUE(step.summary);
  EXPECT_FALSE(step.summary->text.empty());
}

TEST_F(ChatTest, system_randomness_gives_nonces_that_differ_and_jitter_below_one) {
  const auto chance = system_chance();
  const auto first = chance.nonce();
  EXPECT_TRUE(first.starts_with("c-"));
  EXPECT_EQ(first.size(), 14u);
  EXPECT_NE(chance.nonce(), first);
  for (int i = 0; i < 50; ++i) {
    const double jitter = chance.jitter();
    EXPECT_GE(jitter, 0);
    EXPECT_LT(jitter, 1);
  }
}

}  // namespace
}  // namespace gailou::engine
