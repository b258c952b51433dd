// What `[engine]` comes to: the endpoint, its key, its budgets, and which engine a source has.
#include "daemon/config/engine_settings.h"

#include "daemon/engine/choice.h"
#include "tests/config/configured.h"

namespace gailou::config {
namespace {

using namespace std::chrono_literals;
using engine::Kind;

using EngineSettings = Configured;

const std::string kEngine = "[engine]\nkind = \"llm\"\nendpoint = \"https://api.example/v1\"\nmodel = \"small\"\n";
const std::string kLocal = "[engine]\nkind = \"llm\"\nendpoint = \"http://127.0.0.1:11434/v1\"\nmodel = \"small\"\n";
const std::string kPrice = "[[engine.price]]\nmodel = \"small*\"\ninput = 0.25\ncached = 0.025\noutput = 2\n";
const std::string kForums =
    "[[source]]\nname = \"a\"\nurl = \"https://a.example\"\nengine = \"llm\"\n"
    "[[source]]\nname = \"b\"\nurl = \"https://b.example\"\n";

TEST_F(EngineSettings, without_an_endpoint_nothing_is_asked) {
  EXPECT_FALSE(config("").chat);
  EXPECT_EQ(config("").engine.kind, Kind::extract);
}

TEST_F(EngineSettings, an_endpoint_and_a_model_are_enough) {
  const auto loaded = config(kLocal);
  ASSERT_TRUE(loaded.chat);
  EXPECT_EQ(loaded.chat->endpoint.url, "http://127.0.0.1:11434/v1/chat/completions");
  EXPECT_EQ(loaded.chat->model, "small");
  EXPECT_TRUE(loaded.chat->key.empty());
  EXPECT_TRUE(loaded.chat->prices.empty()) << "not free, but unknown";
  EXPECT_FALSE(loaded.chat->timeout);
  EXPECT_EQ(loaded.chat->budgets.day.tokens, 200'000);
  EXPECT_FALSE(loaded.chat->budgets.month.tokens);
  EXPECT_TRUE(loaded.chat->allow_private_addresses);
  EXPECT_EQ(loaded.chat->when_down, engine::WhenDown::extract);
}

TEST_F(EngineSettings, every_key_arrives) {
  const auto loaded = config(kLocal +
                             "timeout = \"20s\"\ncontext_tokens = 8192\ndaily_tokens = 0\ndaily_calls = 7\n"
                             "thread_daily_tokens = 9\nthread_daily_calls = 3\nmonthly_tokens = 1000\n"
                             "monthly_calls = 50\nwhen_down = \"wait\"\nallow_private_addresses = false\n"
                             "currency = \"CNY\"\n" +
                             kPrice);
  ASSERT_TRUE(loaded.chat);
  const auto& chat = *loaded.chat;
  EXPECT_EQ(chat.timeout, 20s);
  EXPECT_EQ(chat.context_tokens, 8192);
  EXPECT_FALSE(chat.budgets.day.tokens);
  EXPECT_EQ(chat.budgets.day.calls, 7);
  EXPECT_EQ(chat.budgets.thread_day.tokens, 9);
  EXPECT_EQ(chat.budgets.thread_day.calls, 3);
  EXPECT_EQ(chat.budgets.month.tokens, 1000);
  EXPECT_EQ(chat.budgets.month.calls, 50);
  ASSERT_EQ(chat.prices.size(), 1U);
  EXPECT_EQ(chat.prices[0].pattern, "small*");
  EXPECT_EQ(chat.prices[0].price.currency, "CNY");
  EXPECT_EQ(chat.prices[0].price.prompt_micros, 250'000);
  EXPECT_EQ(chat.prices[0].price.cached_micros, 25'000);
  EXPECT_EQ(chat.prices[0].price.completion_micros, 2'000'000);
  EXPECT_EQ(chat.when_down, engine::WhenDown::wait);
  EXPECT_FALSE(chat.allow_private_addresses);
  EXPECT_EQ(loaded.engine.currency, "CNY");
}

TEST_F(EngineSettings, prices_stand_in_the_order_in_which_they_are_looked_at) {
  const auto chat = config(kLocal + kPrice + "[[engine.price]]\ninput = 1\noutput = 4.5\n").chat;
  ASSERT_EQ(chat->prices.size(), 2U);
  EXPECT_EQ(chat->prices[1].pattern, "*");
  EXPECT_EQ(chat->prices[1].price.cached_micros, std::nullopt);
  EXPECT_EQ(chat->prices[1].price.completion_micros, 4'500'000);
}

TEST_F(EngineSettings, a_price_of_nothing_is_a_price) {
  const auto chat = config(kLocal + "[[engine.price]]\ninput = 0\ncached = 0\noutput = 0\n").chat;
  ASSERT_EQ(chat->prices.size(), 1U);
  EXPECT_EQ(chat->prices[0].price.cached_micros, 0);
}

TEST_F(EngineSettings, a_price_that_cannot_be_meant_says_what_to_do) {
  const auto wrong = [&](const std::string& keys) { return fault(kLocal + "[[engine.price]]\n" + keys); };
  EXPECT_TRUE(contains(wrong("input = 1\n"), "doesn't say output"));
  EXPECT_TRUE(contains(wrong("output = 1\n"), "doesn't say input"));
  EXPECT_TRUE(contains(wrong("input = 1\noutput = 1\ncached = 2\n"), "higher for cached"));
  EXPECT_TRUE(contains(wrong("model = \"\"\ninput = 1\noutput = 1\n"), "for no model"));
  EXPECT_TRUE(contains(wrong("input = -1\noutput = 1\n"), "engine.price.input"));
  EXPECT_TRUE(contains(wrong("inptu = 1\noutput = 1\n"), "did you mean 'input'?"));
  EXPECT_TRUE(contains(fault(kLocal + "[engine.price]\ninput = 1\n"), "[[engine.price]] with two brackets"));
  EXPECT_TRUE(contains(fault(kLocal + "price = 3\n"), "[[engine.price]] with two brackets"));
}

TEST_F(EngineSettings, a_price_that_is_never_looked_at_is_a_mistake) {
  const std::string all = "[[engine.price]]\ninput = 1\noutput = 4\n";
  EXPECT_TRUE(contains(fault(kLocal + all + kPrice), "'*' stands before it"));
  EXPECT_TRUE(contains(fault(kLocal + kPrice + kPrice), "never looked at"));
}

TEST_F(EngineSettings, the_llm_engine_without_an_endpoint_says_what_is_missing) {
  EXPECT_TRUE(contains(fault("[engine]\nkind = \"llm\"\n"), "engine.endpoint isn't set"));
  EXPECT_TRUE(contains(fault(kForums), "engine.endpoint isn't set"));
}

TEST_F(EngineSettings, an_endpoint_without_a_model_does_too) {
  EXPECT_TRUE(contains(fault("[engine]\nendpoint = \"https://api.example/v1\"\n"), "engine.model isn't"));
}

TEST_F(EngineSettings, a_timeout_below_a_second_is_a_mistake) {
  EXPECT_TRUE(contains(fault(kLocal + "timeout = \"10ms\"\n"), "shorter than a second"));
}

TEST_F(EngineSettings, the_key_comes_from_its_file_and_only_for_who_asks) {
  const std::string key = "api_key_file = \"" + key_file("key", "s3cret\n") + "\"\n";
  EXPECT_EQ(config(kEngine + key).chat->key.reveal(), "s3cret");
  EXPECT_EQ(config(kEngine + key, Role::asking_client).chat->key.reveal(), "s3cret");
  EXPECT_TRUE(config(kEngine + key, Role::client).chat->key.empty());
}

TEST_F(EngineSettings, or_from_the_credential_of_the_service) {
  around_.environment["CREDENTIALS_DIRECTORY"] = folder_.path();
  EXPECT_TRUE(config(kEngine).chat->key.empty());
  key_file("gailou.llm-api-key", "s3cret");
  EXPECT_EQ(config(kEngine).chat->key.reveal(), "s3cret");
  key_file("another", "other");
  EXPECT_EQ(config(kEngine + "api_key_file = \"another\"\n").chat->key.reveal(), "other");
}

TEST_F(EngineSettings, a_credential_outside_of_a_service_is_a_mistake) {
  EXPECT_TRUE(contains(fault(kEngine + "api_key_file = \"another\"\n"), "no credential 'another'"));
}

TEST_F(EngineSettings, a_key_that_others_may_read_is_refused_and_not_repeated) {
  const auto said = fault(kEngine + "api_key_file = \"" + key_file("key", "s3cret", 0644) + "\"\n");
  EXPECT_FALSE(said.empty());
  EXPECT_FALSE(contains(said, "s3cret"));
}

TEST_F(EngineSettings, no_key_goes_over_plain_http_but_to_ones_own_network) {
  const std::string key = "api_key_file = \"" + key_file("key", "s3cret") + "\"\n";
  const std::string plain = "[engine]\nkind = \"llm\"\nendpoint = \"http://api.example/v1\"\nmodel = \"small\"\n";
  EXPECT_TRUE(contains(fault(plain + key), "plain http"));
  EXPECT_TRUE(config(plain).chat);
  EXPECT_EQ(config(kLocal + key).chat->key.reveal(), "s3cret");
}

TEST_F(EngineSettings, a_source_may_have_an_engine_of_its_own) {
  const auto all_extract =
      engine_choice(config(kForums + "[engine]\nendpoint = \"http://127.0.0.1:1/v1\"\nmodel = \"small\"\n"));
  EXPECT_EQ(kind_for(all_extract, "a", {}), Kind::llm);
  EXPECT_EQ(kind_for(all_extract, "b", {}), Kind::extract);
  EXPECT_EQ(kind_for(all_extract, "unknown", {}), Kind::extract);
  EXPECT_EQ(kind_for(all_extract, "b", Kind::llm), Kind::llm);
  EXPECT_EQ(kind_for(all_extract, "a", Kind::extract), Kind::extract);
}

TEST_F(EngineSettings, a_source_with_an_unknown_engine_is_told_the_known_ones) {
  const auto said = fault("[[source]]\nname = \"a\"\nurl = \"https://a.example\"\nengine = \"magic\"\n");
  EXPECT_TRUE(contains(said, "magic"));
  EXPECT_TRUE(contains(said, "\"extract\" or \"llm\""));
}

}  // namespace
}  // namespace gailou::config
