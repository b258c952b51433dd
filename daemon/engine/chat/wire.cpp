#include "daemon/engine/chat/wire.h"

#include <charconv>

#include <nlohmann/json.hpp>

#include "daemon/io/http_date.h"
#include "daemon/io/log.h"
#include "digest/llm/prompt.h"
#include "storage/hash.h"

namespace gailou::engine {

using digest::Code;
using digest::Duration;

namespace {

using Json = nlohmann::ordered_json;

/// What a nonce is replaced by before hashing: no nonce looks like it.
constexpr std::string_view kNoNonce = "c-";
constexpr std::size_t kErrorBytesMax = 200;
constexpr Duration kLongestRetryAfter = std::chrono::hours{24};

Json response_format(Format format) {
  if (format == Format::json_object) return {{"type", "json_object"}};
  Json schema = Json::parse(llm::answer_schema());
  return {{"type", "json_schema"},
          {"json_schema", {{"name", "gailou_ops"}, {"strict", true}, {"schema", std::move(schema)}}}};
}

void add_thinking(Json& json, Thinking thinking) {
  if (thinking == Thinking::enable_thinking) json["chat_template_kwargs"] = {{"enable_thinking", false}};
  if (thinking == Thinking::thinking_type) json["thinking"] = {{"type", "disabled"}};
  if (thinking == Thinking::reasoning_none) json["reasoning_effort"] = "none";
  if (thinking == Thinking::reasoning_effort) json["reasoning_effort"] = "low";
}

std::optional<long long> whole_number(std::string_view text) {
  long long value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, ec] = std::from_chars(text.data(), end, value);
  if (text.empty() || ec != std::errc{} || rest != end || value < 0) return std::nullopt;
  return value;
}

Duration at_most_a_day(long long value, Duration unit) {
  const long long most = kLongestRetryAfter / unit;
  return unit * std::min(value, most);
}

std::string cut(std::string text) {
  if (text.size() <= kErrorBytesMax) return text;
  std::size_t end = kErrorBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text;
}

}  // namespace

std::string request_json(const ChatRequest& request, const EndpointFacts& facts) {
  Json json;
  json["model"] = request.model;
  auto& messages = json["messages"] = Json::array();
  for (const auto& message : request.messages) {
    messages.push_back({{"role", message.role}, {"content", message.content}});
  }
  json["stream"] = false;
  if (facts.takes_temperature) json["temperature"] = 0;
  json[std::string(name_of(facts.token_parameter))] = request.output_limit;
  if (facts.format != Format::none) json["response_format"] = response_format(facts.format);
  add_thinking(json, facts.thinking);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string request_hash(std::string request, std::string_view nonce) {
  if (!nonce.empty()) {
    for (std::size_t at = request.find(nonce); at != std::string::npos;
         at = request.find(nonce, at + kNoNonce.size())) {
      request.replace(at, nonce.size(), kNoNonce);
    }
  }
  return storage::to_hex(storage::sha256(request));
}

std::optional<Duration> retry_after_of(const std::map<std::string, std::string>& headers, digest::Instant now) {
  if (const auto at = headers.find("retry-after-ms"); at != headers.end()) {
    if (const auto ms = whole_number(at->second)) return at_most_a_day(*ms, Duration{1});
  }
  const auto at = headers.find("retry-after");
  if (at == headers.end()) return std::nullopt;
  if (const auto seconds = whole_number(at->second)) return at_most_a_day(*seconds, std::chrono::seconds{1});
  const auto date = io::parse_http_date(at->second);
  if (!date) return std::nullopt;
  return std::clamp(*date - now, Duration::zero(), kLongestRetryAfter);
}

llm::Heard heard_of(const digest::Error& error) {
  llm::Heard heard{.verdict = llm::Verdict::retry, .trouble = llm::Trouble::unreachable, .rule = "V1"};
  heard.what = cut(io::log::printable(error.what));
  switch (error.code) {
    case Code::timeout:
      heard.trouble = llm::Trouble::timed_out;
      break;
    case Code::too_large:
    case Code::malformed:
      heard.trouble = llm::Trouble::not_an_answer;
      heard.rule = "V2";
      break;
    case Code::refused:
    case Code::internal:
      // An address that we decline, a request that can't be sent: no second try changes that.
      heard.verdict = llm::Verdict::fallback;
      heard.trouble = llm::Trouble::refused;
      break;
    default:
      break;
  }
  return heard;
}

std::string hint_of(const digest::Error& error) {
  constexpr std::string_view kForums = "poll.allow_private_addresses";
  std::string hint = io::log::printable(error.hint);
  if (const auto at = hint.find(kForums); at != std::string::npos) {
    hint.replace(at, kForums.size(), "engine.allow_private_addresses");
  }
  return hint;
}

void blot_out(std::string& text, std::string_view secret) {
  constexpr std::string_view kBlot = "***";
  constexpr std::size_t kSecretBytesMin = 4;  // a shorter one would blot out half of every answer
  if (secret.size() < kSecretBytesMin) return;
  for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + kBlot.size())) {
    text.replace(at, secret.size(), kBlot);
  }
}

}  // namespace gailou::engine
