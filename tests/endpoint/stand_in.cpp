#include "tests/endpoint/stand_in.h"

#include <algorithm>
#include <array>
#include <numeric>

#include <nlohmann/json.hpp>

#include "tests/endpoint/models.h"
#include "tests/endpoint/servers.h"

namespace gailou::endpoint {

namespace {

using Json = nlohmann::ordered_json;

struct NamedManner {
  Manner manner;
  std::string_view name;
};
constexpr std::array kManners{
    NamedManner{Manner::honest, "honest"},
    NamedManner{Manner::lazy, "lazy"},
    NamedManner{Manner::obeying, "obeying"},
    NamedManner{Manner::forgetful, "forgetful"},
    NamedManner{Manner::cut_off, "cut-off"},
    NamedManner{Manner::empty, "empty"},
    NamedManner{Manner::html, "html"},
    NamedManner{Manner::error_with_ok, "error-with-200"},
    NamedManner{Manner::cut_json, "cut-json"},
    NamedManner{Manner::overloaded, "overloaded"},
    NamedManner{Manner::rate_limited, "rate-limited"},
    NamedManner{Manner::quota_gone, "quota-gone"},
    NamedManner{Manner::unauthorized, "unauthorized"},
    NamedManner{Manner::small_context, "small-context"},
    NamedManner{Manner::offers, "offers"},
    NamedManner{Manner::llama_cpp, "llama-cpp"},
    NamedManner{Manner::vllm, "vllm"},
    NamedManner{Manner::vllm_older, "vllm-older"},
    NamedManner{Manner::lm_studio, "lm-studio"},
    NamedManner{Manner::lm_studio_mlx, "lm-studio-mlx"},
    NamedManner{Manner::groq, "groq"},
    NamedManner{Manner::openai_tier, "openai-tier"},
    NamedManner{Manner::ollama_thinks, "ollama-thinks"},
    NamedManner{Manner::loading, "loading"},
    NamedManner{Manner::reset, "reset"},
    NamedManner{Manner::hang, "hang"},
    NamedManner{Manner::endless, "endless"},
};

constexpr std::size_t kPromptsKept = 32;

Reply error_reply(int status, const std::string& message, const std::string& code, const std::string& param = {}) {
  Json error{{"message", message}, {"type", "invalid_request_error"}, {"param", nullptr}, {"code", code}};
  if (!param.empty()) error["param"] = param;
  return {.status = status, .body = Json{{"error", std::move(error)}}.dump()};
}

}  // namespace

std::string_view name_of(Manner manner) {
  const auto at =
      std::find_if(kManners.begin(), kManners.end(), [&](const NamedManner& one) { return one.manner == manner; });
  return at == kManners.end() ? std::string_view{} : at->name;
}

std::optional<Manner> manner_named(std::string_view name) {
  const auto at =
      std::find_if(kManners.begin(), kManners.end(), [&](const NamedManner& one) { return one.name == name; });
  if (at == kManners.end()) return std::nullopt;
  return at->manner;
}

std::string completion_of(const std::string& content, const std::string& model, std::int64_t prompt_tokens,
                          std::int64_t cached_tokens, std::int64_t completion_tokens,
                          const std::string& finish_reason) {
  const Json json{{"id", "chatcmpl-1"},
                  {"object", "chat.completion"},
                  {"created", 1'778'000'000},
                  {"model", model},
                  {"choices", Json::array({{{"index", 0},
                                            {"finish_reason", finish_reason},
                                            {"message", {{"role", "assistant"}, {"content", content}}}}})},
                  {"usage",
                   {{"prompt_tokens", prompt_tokens},
                    {"completion_tokens", completion_tokens},
                    {"total_tokens", prompt_tokens + completion_tokens},
                    {"prompt_tokens_details", {{"cached_tokens", cached_tokens}}}}}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void StandIn::play(Reply reply) {
  const std::lock_guard lock(mutex_);
  next_.push_back(std::move(reply));
}

void StandIn::behave(Manner manner) {
  const std::lock_guard lock(mutex_);
  manner_ = manner;
}

void StandIn::refuse_parameter(std::string name) {
  const std::lock_guard lock(mutex_);
  refused_.push_back(std::move(name));
}

void StandIn::call_itself(std::string model) {
  const std::lock_guard lock(mutex_);
  model_ = std::move(model);
}

Reply StandIn::answer(const std::string& body, const std::string& authorization, const std::string& idempotency_key) {
  const std::lock_guard lock(mutex_);
  const auto prompt = read_prompt(body);
  Asked asked{.body = body, .authorization = authorization, .idempotency_key = idempotency_key};
  if (prompt) {
    asked.prompt_tokens = counted_tokens(prompt->all);
    asked.cached_tokens = cached(prompt->all);
  }
  Reply reply = error_reply(400, "no chat request", "invalid_request_body");
  if (!next_.empty()) {
    reply = std::move(next_.front());
    next_.pop_front();
  } else if (auto refused = refusal(body)) {
    reply = std::move(*refused);
  } else if (prompt) {
    reply = reply_of(manner_, *prompt, asked);
  }
  if (prompt) {
    prompts_.push_back(prompt->all);
    if (prompts_.size() > kPromptsKept) prompts_.pop_front();
  }
  asked_.push_back(std::move(asked));
  return reply;
}

std::optional<Reply> StandIn::refusal(const std::string& body) const {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  for (const auto& name : refused_) {
    if (!json.is_object() || !json.contains(name)) continue;
    return error_reply(400, "Unsupported parameter: '" + name + "' is not supported with this model.",
                       "unsupported_parameter", name);
  }
  return std::nullopt;
}

/// Of the longest beginning that one of the last prompts had too, in whole kilobytes, as caches go by blocks.
std::int64_t StandIn::cached(const std::string& all) const {
  constexpr std::size_t kBlock = 1024;
  std::size_t longest = 0;
  for (const auto& earlier : prompts_) {
    const auto most = std::min(earlier.size(), all.size());
    std::size_t same = 0;
    while (same < most && earlier[same] == all[same]) ++same;
    longest = std::max(longest, same);
  }
  return counted_tokens(all.substr(0, longest / kBlock * kBlock));
}

Reply StandIn::reply_of(Manner manner, const ReadPrompt& prompt, Asked& asked) const {
  const auto completion = [&](const std::string& content, const std::string& finish = "stop") {
    asked.completion_tokens = counted_tokens(content);
    return Reply{.body = completion_of(content, model_, asked.prompt_tokens, asked.cached_tokens,
                                       asked.completion_tokens, finish)};
  };
  switch (manner) {
    case Manner::honest:
      return completion(honest_answer(prompt));
    case Manner::lazy:
      return completion(lazy_answer(prompt));
    case Manner::obeying:
      return completion(obeying_answer(prompt));
    case Manner::forgetful:
      return completion(forgetful_answer(prompt));
    case Manner::cut_off: {
      const auto whole = honest_answer(prompt);
      return completion(whole.substr(0, whole.size() / 2), "length");
    }
    case Manner::empty:
      return completion("");
    case Manner::html:
      return {.headers = {{"Content-Type", "text/html"}}, .body = "<html><body>Welcome to nginx!</body></html>"};
    case Manner::error_with_ok: {
      auto reply = error_reply(200, "Provider returned error", "502");
      return reply;
    }
    case Manner::cut_json: {
      auto reply = completion(honest_answer(prompt));
      reply.body.resize(reply.body.size() / 2);
      return reply;
    }
    case Manner::overloaded:
      return error_reply(503, "The engine is currently overloaded", "overloaded");
    case Manner::rate_limited: {
      auto reply = error_reply(429, "Rate limit reached for requests", "rate_limit_exceeded");
      reply.headers = {{"Retry-After", "1"}};
      return reply;
    }
    case Manner::quota_gone:
      return error_reply(429, "You exceeded your current quota", "insufficient_quota");
    case Manner::unauthorized:
      // Some endpoints say which key it was.
      return error_reply(401, "Incorrect API key provided: " + asked.authorization, "invalid_api_key");
    case Manner::small_context: {
      constexpr std::int64_t kTenth = 10;
      asked.prompt_tokens /= kTenth;
      return completion(honest_answer(prompt));
    }
    case Manner::offers:
      return completion(offers_answer(prompt));
    case Manner::llama_cpp:
    case Manner::vllm:
    case Manner::vllm_older:
    case Manner::lm_studio:
    case Manner::lm_studio_mlx:
    case Manner::groq:
    case Manner::openai_tier:
    case Manner::ollama_thinks:
    case Manner::loading:
      if (auto said = said_by_server(manner, prompt, model_)) return std::move(*said);
      return completion(honest_answer(prompt));
    case Manner::reset: {
      auto reply = completion(honest_answer(prompt));
      reply.delivery = Delivery::reset;
      return reply;
    }
    case Manner::hang:
      return {.delivery = Delivery::hang};
    case Manner::endless:
      return {.delivery = Delivery::endless};
  }
  return {};
}

std::vector<Asked> StandIn::asked() const {
  const std::lock_guard lock(mutex_);
  return asked_;
}

std::size_t StandIn::requests() const {
  const std::lock_guard lock(mutex_);
  return asked_.size();
}

std::int64_t StandIn::prompt_tokens() const {
  const std::lock_guard lock(mutex_);
  return std::accumulate(asked_.begin(), asked_.end(), std::int64_t{0},
                         [](std::int64_t sum, const Asked& one) { return sum + one.prompt_tokens; });
}

std::int64_t StandIn::cached_tokens() const {
  const std::lock_guard lock(mutex_);
  return std::accumulate(asked_.begin(), asked_.end(), std::int64_t{0},
                         [](std::int64_t sum, const Asked& one) { return sum + one.cached_tokens; });
}

}  // namespace gailou::endpoint
