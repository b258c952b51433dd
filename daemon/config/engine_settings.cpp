#include "daemon/config/engine_settings.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "daemon/config/credentials.h"
#include "daemon/config/key_file.h"

namespace gailou::config {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;

constexpr std::string_view kEngineCredential = "gailou.llm-api-key";
constexpr digest::Duration kTimeoutMin = std::chrono::seconds{1};

Error engine_fault(std::string what, std::string hint) {
  return {.code = Code::config, .what = std::move(what), .where = "configuration", .hint = std::move(hint)};
}

bool wants_llm(const Config& config) {
  return config.engine.kind == engine::Kind::llm || std::ranges::any_of(config.of_source, [](const auto& each) {
           return each.second.engine == engine::Kind::llm;
         });
}

std::optional<std::int64_t> limit_of(std::size_t tokens) {
  if (tokens == 0) return std::nullopt;
  return static_cast<std::int64_t>(tokens);
}

std::int64_t micros(double price) {
  return std::llround(price * 1e6);
}

std::vector<engine::PricedModel> prices_of(const Config& config) {
  std::vector<engine::PricedModel> prices;
  for (const PriceKeys& keys : config.prices) {
    engine::PricedModel priced{.pattern = keys.model};
    priced.price.currency = config.engine.currency;
    priced.price.prompt_micros = micros(keys.input);
    if (keys.has_cached) priced.price.cached_micros = micros(keys.cached);
    priced.price.completion_micros = micros(keys.output);
    prices.push_back(std::move(priced));
  }
  return prices;
}

/// The path of the engine's key; nothing if it has none.
Result<std::optional<std::string>> engine_key_path(const EngineKeys& keys, const Surroundings& around) {
  if (keys.api_key_file.starts_with('/')) return std::optional(keys.api_key_file);
  const auto named = credential(around, keys.api_key_file.empty() ? kEngineCredential : keys.api_key_file);
  if (!keys.api_key_file.empty()) {
    if (named) return named;
    return engine_fault("engine.api_key_file: there is no credential '" + keys.api_key_file + "'",
                        "give an absolute path, or run it as a service with LoadCredential=");
  }
  std::error_code ec;
  if (!named || !std::filesystem::exists(*named, ec)) return std::optional<std::string>();
  return named;
}

Result<io::Secret> key_for(const engine::ChatEndpoint& endpoint, const EngineKeys& keys, const Surroundings& around) {
  const auto path = engine_key_path(keys, around);
  if (!path) return path.error();
  if (!*path) return io::Secret();
  if (endpoint.url.starts_with("http://") && !endpoint.is_local) {
    return engine_fault("engine.endpoint would be sent its key over plain http, for all to read",
                        "give it with https://");
  }
  return read_key(**path);
}

Result<engine::ChatSettings> chat_settings(const Config& config, const Surroundings& around, Role role) {
  const EngineKeys& keys = config.engine;
  auto endpoint = engine::parse_chat_endpoint(keys.endpoint);
  if (!endpoint) return endpoint.error();
  if (keys.model.empty()) {
    return engine_fault("engine.endpoint is set, engine.model isn't", "name a model that the endpoint has");
  }
  if (keys.timeout != digest::Duration::zero() && keys.timeout < kTimeoutMin) {
    return engine_fault("engine.timeout is shorter than a second", "give 1s to 2h, or 0s for the default");
  }
  engine::ChatSettings chat;
  chat.endpoint = std::move(*endpoint);
  chat.model = keys.model;
  if (role != Role::client) {
    auto key = key_for(chat.endpoint, keys, around);
    if (!key) return key.error();
    chat.key = std::move(*key);
  }
  if (keys.timeout > digest::Duration::zero()) chat.timeout = keys.timeout;
  chat.context_tokens = static_cast<std::int64_t>(keys.context_tokens);
  chat.budgets.day = {.tokens = limit_of(keys.daily_tokens), .calls = limit_of(keys.daily_calls)};
  chat.budgets.thread_day = {.tokens = limit_of(keys.thread_daily_tokens), .calls = limit_of(keys.thread_daily_calls)};
  chat.budgets.month = {.tokens = limit_of(keys.monthly_tokens), .calls = limit_of(keys.monthly_calls)};
  chat.prices = prices_of(config);
  chat.when_down = keys.when_down;
  chat.allow_private_addresses = keys.allow_private_addresses;
  chat.user_agent = config.forum.user_agent;
  return chat;
}

}  // namespace

void settle_engine(const Surroundings& around, Role role, Config& config, std::vector<Error>& faults) {
  if (config.engine.endpoint.empty()) {
    if (wants_llm(config)) {
      faults.push_back(engine_fault("the llm engine is chosen, but engine.endpoint isn't set",
                                    "give the base URL of a chat endpoint, as in \"http://127.0.0.1:11434/v1\""));
    }
    return;
  }
  auto chat = chat_settings(config, around, role);
  if (!chat) return faults.push_back(chat.error());
  config.chat = std::move(*chat);
}

engine::ChoiceRules engine_choice(const Config& config) {
  engine::ChoiceRules rules{.for_all = config.engine.kind, .of_source = {}};
  for (const auto& [name, settings] : config.of_source) {
    if (settings.engine) rules.of_source.emplace(name, *settings.engine);
  }
  return rules;
}

}  // namespace gailou::config
