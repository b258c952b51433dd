// Trying engines out and choosing one, over a stand-in endpoint.
#include <gmock/gmock.h>

#include "daemon/engine/chat/store_ledger.h"
#include "tests/admin/admin_fixture.h"
#include "tests/endpoint/client.h"

namespace gailou::admin {
namespace {

using testing::HasSubstr;

class EngineVerbs : public AdminTest {
 protected:
  void SetUp() override {
    AdminTest::SetUp();
    add_and_fetch();
  }
  void TearDown() override {
    AdminTest::TearDown();
    chat_.reset();
  }

  void configure_endpoint(endpoint::Manner manner = endpoint::Manner::honest) {
    stand_in_.behave(manner);
    ledger_ = std::make_unique<engine::StoreLedger>(*store_, loop_.clock(), "UTC");
    engine::ChatSettings settings;
    settings.endpoint = engine::parse_chat_endpoint("http://127.0.0.1:9/v1").value();
    settings.model = "stand-in";
    settings.budgets = budgets_;
    settings.prices = {{.pattern = "*", .price = {.currency = "USD", .prompt_micros = 250'000}}};
    engine::ChatPorts ports{.http = endpoint_, .clock = loop_.clock(), .ledger = *ledger_, .offline = engine_};
    ports.chance = {.nonce = [this] { return "c-" + std::to_string(100'000 + ++nonces_); },
                    .jitter = [] { return 0.0; }};
    ports.executor = loop_.executor();
    chat_ = std::make_shared<engine::ChatEngine>(settings, std::move(ports));
    loop_.watch(*chat_);
    use_engines();
  }
  void use_engines() {
    routes_->use({.offline = &engine_, .chat = chat_, .rules = rules_, .currency = "USD", .zone = "UTC"});
  }
  digest::Revision revision() {
    const auto shown = ask_verb(protocol::ShowThread{.thread = "1"});
    EXPECT_TRUE(shown);
    return shown ? shown->thread.revision : digest::Revision{};
  }

  engine::ChatBudgets budgets_{};
  engine::ChoiceRules rules_{};
  int nonces_ = 0;
  endpoint::StandIn stand_in_{};
  endpoint::Client endpoint_{stand_in_, loop_.clock()};
  std::unique_ptr<engine::StoreLedger> ledger_{};
  std::shared_ptr<engine::ChatEngine> chat_{};
};

TEST_F(EngineVerbs, without_an_endpoint_it_says_what_to_set) {
  use_engines();
  for (const auto& error :
       {ask_verb(protocol::TestEngine{}).error(), ask_verb(protocol::TryDigest{.thread = "1", .engine = "llm"}).error(),
        ask_verb(protocol::UseEngine{.thread = "1", .engine = "llm"}).error()}) {
    EXPECT_THAT(error.what, HasSubstr("no endpoint is configured"));
    EXPECT_THAT(error.hint, HasSubstr("engine.endpoint"));
  }
}

TEST_F(EngineVerbs, an_endpoint_that_answers_well_works) {
  configure_endpoint();
  const auto reply = ask_verb(protocol::TestEngine{});
  ASSERT_TRUE(reply) << to_string(reply.error());
  EXPECT_TRUE(reply->works);
  EXPECT_EQ(reply->endpoint.endpoint, "http://127.0.0.1:9/v1");
  EXPECT_EQ(reply->endpoint.model, "stand-in");
  ASSERT_EQ(reply->exchanges.size(), 1U);
  EXPECT_EQ(reply->exchanges[0].verdict, "accept");
  EXPECT_GT(reply->exchanges[0].prompt_tokens.value_or(0), 0);
  EXPECT_GT(reply->exchanges[0].cost_micros.value_or(0), 0);
  EXPECT_EQ(reply->currency, "USD");
  EXPECT_EQ(reply->draft.entries.size(), 2U);
}

TEST_F(EngineVerbs, the_status_has_no_engine_without_an_endpoint) {
  use_engines();
  const auto status = ask_verb(protocol::ShowStatus{});
  ASSERT_TRUE(status);
  EXPECT_FALSE(status->engine);
}

TEST_F(EngineVerbs, the_status_tells_budgets_beside_what_was_spent_of_them) {
  budgets_.day = {.tokens = 50'000, .calls = {}};
  budgets_.month = {.tokens = {}, .calls = 90};
  budgets_.thread_day = {.tokens = 20'000, .calls = {}};
  rules_.for_all = engine::Kind::llm;
  configure_endpoint();
  ASSERT_TRUE(ask_verb(protocol::TryDigest{.thread = "1", .engine = "llm"}));
  const auto status = ask_verb(protocol::ShowStatus{});
  ASSERT_TRUE(status) << to_string(status.error());
  ASSERT_TRUE(status->engine);
  const auto& engine = *status->engine;
  EXPECT_EQ(engine.model, "stand-in");
  EXPECT_TRUE(engine.writes_all);
  EXPECT_FALSE(engine.is_resting);
  ASSERT_EQ(engine.budgets.size(), 3U);
  const auto& day = engine.budgets[0];
  const auto& month = engine.budgets[1];
  const auto& thread = engine.budgets[2];
  EXPECT_EQ(day.window, "day");
  EXPECT_GT(day.tokens, 0);
  EXPECT_EQ(day.tokens_most, 50'000);
  EXPECT_GE(day.calls, 1);
  EXPECT_FALSE(day.calls_most);
  EXPECT_EQ(month.tokens, day.tokens);
  EXPECT_EQ(month.calls_most, 90);
  EXPECT_EQ(thread.window, "thread_day");
  EXPECT_THAT(thread.thread, HasSubstr("/"));
  EXPECT_EQ(thread.tokens, day.tokens) << "one thread spent it all";
  EXPECT_EQ(thread.tokens_most, 20'000);
}

TEST_F(EngineVerbs, a_trial_that_failed_is_no_rest) {
  configure_endpoint(endpoint::Manner::unauthorized);
  ASSERT_TRUE(ask_verb(protocol::TestEngine{}));
  const auto status = ask_verb(protocol::ShowStatus{});
  ASSERT_TRUE(status && status->engine);
  EXPECT_FALSE(status->engine->is_resting) << "a trial is no reason to leave it alone";
}

TEST_F(EngineVerbs, a_reload_needs_a_daemon) {
  const auto reply = ask_verb(protocol::ReloadConfig{});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, digest::Code::unavailable);
}

TEST_F(EngineVerbs, a_reload_is_told_in_the_status_until_the_next_one) {
  EXPECT_FALSE(ask_verb(protocol::ShowStatus{})->reload);
  protocol::ReloadReply told{.at = loop_.now(), .faults = {{.where = "gailou.toml:3:1", .what = "unknown key"}}};
  routes_->tell_reload(told);
  EXPECT_EQ(ask_verb(protocol::ShowStatus{})->reload, told);
  routes_->reload_by([&]() -> boost::asio::awaitable<protocol::ReloadReply> {
    co_return protocol::ReloadReply{
        .at = loop_.now(), .accepted = true, .applied = {"poll.jitter"}, .restart = {"server.listen"}, .unchanged = 70};
  });
  const auto reply = ask_verb(protocol::ReloadConfig{});
  ASSERT_TRUE(reply);
  EXPECT_TRUE(reply->accepted);
  EXPECT_EQ(reply->restart, std::vector<std::string>{"server.listen"});
}

TEST_F(EngineVerbs, one_that_refuses_the_key_does_not_and_says_why) {
  configure_endpoint(endpoint::Manner::unauthorized);
  const auto reply = ask_verb(protocol::TestEngine{});
  ASSERT_TRUE(reply) << to_string(reply.error());
  EXPECT_FALSE(reply->works);
  ASSERT_FALSE(reply->exchanges.empty());
  EXPECT_EQ(reply->exchanges[0].http_status, 401);
  EXPECT_EQ(reply->exchanges[0].verdict, "fallback");
}

TEST_F(EngineVerbs, a_dry_run_tells_prompt_answer_and_entries_and_writes_nothing) {
  configure_endpoint();
  const auto before = revision();
  const auto reply = ask_verb(protocol::TryDigest{.thread = "1", .engine = "llm"});
  ASSERT_TRUE(reply) << to_string(reply.error());
  EXPECT_FALSE(reply->floors.empty());
  ASSERT_EQ(reply->drafts.size(), 1U);
  EXPECT_EQ(reply->drafts[0].engine, "llm");
  ASSERT_FALSE(reply->exchanges.empty());
  EXPECT_THAT(reply->exchanges[0].request, HasSubstr("gailou.ops/1"));
  EXPECT_THAT(reply->exchanges[0].answer, HasSubstr("choices"));
  EXPECT_EQ(revision(), before);
}

TEST_F(EngineVerbs, a_comparison_has_both_drafts_of_the_same_floors) {
  configure_endpoint();
  const auto reply = ask_verb(protocol::TryDigest{.thread = "1", .engine = "both"});
  ASSERT_TRUE(reply) << to_string(reply.error());
  ASSERT_EQ(reply->drafts.size(), 2U);
  EXPECT_EQ(reply->drafts[0].engine, "llm");
  EXPECT_EQ(reply->drafts[1].engine, "extract");
  for (const auto& draft : reply->drafts) EXPECT_FALSE(draft.entries.empty() && draft.nothing_new.empty());
}

TEST_F(EngineVerbs, the_offline_engine_is_tried_without_an_endpoint) {
  use_engines();
  const auto reply = ask_verb(protocol::TryDigest{.thread = "1", .engine = "extract"});
  ASSERT_TRUE(reply) << to_string(reply.error());
  EXPECT_TRUE(reply->exchanges.empty());
  EXPECT_EQ(reply->drafts.size(), 1U);
}

TEST_F(EngineVerbs, an_unknown_engine_or_thread_is_told) {
  configure_endpoint();
  EXPECT_EQ(ask_verb(protocol::TryDigest{.thread = "1", .engine = "gpt"}).error().code, digest::Code::usage);
  EXPECT_EQ(ask_verb(protocol::UseEngine{.thread = "1", .engine = "gpt"}).error().code, digest::Code::usage);
  EXPECT_EQ(ask_verb(protocol::TryDigest{.thread = "99", .engine = "llm"}).error().code, digest::Code::not_found);
  EXPECT_EQ(ask_verb(protocol::UseEngine{.thread = "99", .engine = "llm"}).error().code, digest::Code::not_found);
}

TEST_F(EngineVerbs, a_thread_keeps_the_engine_it_was_given_until_it_has_its_sources_again) {
  rules_.for_all = engine::Kind::llm;
  configure_endpoint();
  auto used = ask_verb(protocol::UseEngine{.thread = "1", .engine = "extract"});
  ASSERT_TRUE(used) << to_string(used.error());
  EXPECT_EQ(used->engine, "extract");
  EXPECT_TRUE(used->own);
  used = ask_verb(protocol::UseEngine{.thread = "1", .engine = "default"});
  ASSERT_TRUE(used);
  EXPECT_EQ(used->engine, "llm");
  EXPECT_FALSE(used->own);
}

}  // namespace
}  // namespace gailou::admin
