// The LLM engine as the tracker sees it: what it drafts, what it books, what it does when the endpoint fails.
#include "daemon/engine/chat/chat_engine.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "digest/compose/append.h"
#include "tests/engine/chat_fixture.h"

namespace gailou::engine {
namespace {

using endpoint::Manner;
using Numbers = std::vector<std::int64_t>;
using Names = std::vector<std::string>;

/// Every floor of the batch in exactly one place, and nothing that a gate would refuse.
void expect_writable(const digest::BatchInput& input, const digest::Draft& draft) {
  auto known = input;
  known.context.insert(known.context.end(), draft.cited.begin(), draft.cited.end());
  const auto step = digest::append(known, digest::judge(known, draft));
  EXPECT_EQ(digest::step_faults(known, step), std::vector<std::string>{});
  std::map<std::int64_t, int> places;
  for (const auto& entry : step.entries) {
    for (const auto floor : entry.floors) places[floor.value] = 1;
  }
  for (const auto& quiet : step.nothing_new) ++places[quiet.floor.value];
  for (const auto& post : input.posts) EXPECT_EQ(places[post.floor.value], 1) << post.floor.value;
}

TEST_F(ChatTest, it_has_the_name_that_the_configuration_knows_and_wants_the_newest_entries) {
  EXPECT_EQ(engine_->name(), "llm");
  EXPECT_TRUE(engine_->wants_recent());
}

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

TEST_F(ChatTest, every_way_to_fail_ends_in_the_offline_engines_words_within_the_contracts_calls) {
  struct Case {
    Manner manner;
    Names verdicts;
  };
  const Case cases[] = {{Manner::html, {"retry V2", "retry V2"}},
                        {Manner::error_with_ok, {"retry V2", "retry V2"}},
                        {Manner::cut_json, {"retry V2", "retry V2"}},
                        {Manner::cut_off, {"retry V3", "retry V3", "retry V3"}},
                        {Manner::empty, {"retry V5", "retry V5"}},
                        {Manner::overloaded, {"retry V1", "retry V1", "retry V1"}},
                        {Manner::rate_limited, {"retry V1", "retry V1", "retry V1"}},
                        {Manner::quota_gone, {"fallback V1"}},
                        {Manner::unauthorized, {"fallback V1"}},
                        {Manner::small_context, {"fallback V10"}},
                        {Manner::reset, {"retry V1", "retry V1", "retry V1"}},
                        {Manner::hang, {"retry V1", "retry V1", "retry V1"}},
                        {Manner::endless, {"retry V2", "retry V2"}}};
  const auto input = chat_batch();
  for (const auto& one : cases) {
    ledger_ = {};
    offline_ = {};
    stand_in_.behave(one.manner);
    start();
    const auto draft = this->draft(input);
    ASSERT_TRUE(draft) << endpoint::name_of(one.manner);
    EXPECT_EQ(ledger_.verdicts(), one.verdicts) << endpoint::name_of(one.manner);
    EXPECT_EQ(offline_.drafted, (std::vector<Numbers>{{11, 12, 13, 14}})) << endpoint::name_of(one.manner);
    EXPECT_TRUE(ledger_.kept.empty() || one.manner == Manner::cut_off || one.manner == Manner::empty);
    expect_writable(input, *draft);
  }
}

TEST_F(ChatTest, servers_of_ones_own_are_understood_in_their_own_words) {
  struct Case {
    Manner manner;
    Names verdicts;
    std::size_t offline;  // batches that it wrote of
  };
  const Case cases[] = {// Twice two floors, which have room.
                        {Manner::llama_cpp, {"retry V1", "accept", "accept"}, 0},
                        {Manner::vllm, {"retry V1", "accept", "accept"}, 0},
                        {Manner::vllm_older, {"retry V1", "accept", "accept"}, 0},
                        {Manner::lm_studio, {"accept"}, 0},
                        {Manner::loading, {"retry V1", "retry V1", "retry V1"}, 1}};
  const auto input = chat_batch();
  for (const auto& one : cases) {
    ledger_ = {};
    offline_ = {};
    stand_in_.behave(one.manner);
    start();
    const auto draft = this->draft(input);
    ASSERT_TRUE(draft) << endpoint::name_of(one.manner);
    EXPECT_EQ(ledger_.verdicts(), one.verdicts) << endpoint::name_of(one.manner);
    EXPECT_EQ(offline_.drafted.size(), one.offline) << endpoint::name_of(one.manner);
    expect_writable(input, *draft);
  }
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

TEST_F(ChatTest, a_trial_shows_what_passed_and_leaves_no_answer_behind) {
  stand_in_.behave(Manner::forgetful);
  const auto input = chat_batch();
  const auto trial = loop_.run(engine_->trial(asker_, input, "trial"));
  ASSERT_TRUE(trial);
  ASSERT_EQ(trial->exchanges.size(), 2u);
  EXPECT_EQ(trial->exchanges[0].verdict, "repair");
  EXPECT_NE(trial->exchanges[0].request.find("c-000001"), std::string::npos);
  EXPECT_NE(trial->exchanges[0].answer.find("choices"), std::string::npos);
  EXPECT_GT(trial->exchanges[0].usage.prompt.value_or(0), 0);
  EXPECT_EQ(trial->offline, (std::vector<digest::Floor>{digest::Floor{12}, digest::Floor{14}}));
  EXPECT_EQ(ledger_.kinds(), (Names{"trial", "trial"}));
  EXPECT_EQ(ledger_.rows.front().attempt.revision.value, 0);
  EXPECT_TRUE(ledger_.kept.empty());
  expect_writable(input, trial->draft);
}

TEST_F(ChatTest, a_trial_asks_an_endpoint_that_rests) {
  stand_in_.behave(Manner::overloaded);
  ASSERT_TRUE(draft(chat_batch()));
  stand_in_.behave(Manner::honest);
  const auto trial = loop_.run(engine_->trial(asker_, chat_batch(), "test"));
  ASSERT_TRUE(trial);
  EXPECT_EQ(trial->exchanges.size(), 1u);
  EXPECT_FALSE(engine_->standing().is_resting);
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
