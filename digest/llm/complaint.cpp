#include "digest/llm/complaint.h"

#include <algorithm>
#include <array>
#include <optional>

#include "digest/llm/json_text.h"
#include "digest/llm/plain_line.h"

namespace gailou::llm {
namespace {

constexpr std::size_t kWordsBytesMax = 120;
constexpr std::size_t kMessageBytesMax = 4096;
constexpr std::size_t kWordMax = 16;  // letters; a longer one may be a key
constexpr std::size_t kFigureMax = 8;
constexpr std::size_t kHiddenAfterSecret = 2;  // words behind "key"

// Those that a request of ours may hold and can do without. Servers name them in messages that differ from version to
// version; the longer ones first, where one holds another.
constexpr auto kParameters = std::to_array<std::string_view>(
    {"max_completion_tokens", "max_tokens", "chat_template_kwargs", "response_format", "reasoning_effort",
     "enable_thinking", "prompt_cache_key", "stream_options", "temperature", "thinking", "top_p", "seed", "stream"});

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_figure(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_char(char c) {
  return is_letter(c) || is_figure(c) || c == '_';
}
bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  return out;
}

/// Where `name` stands in `text` as a whole word.
std::optional<std::size_t> place_of(std::string_view text, std::string_view name) {
  for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool begins = at == 0 || !is_name_char(text[at - 1]);
    if (begins && (end == text.size() || !is_name_char(text[end]))) return at;
  }
  return std::nullopt;
}

/// "max_tokens is not supported, use max_completion_tokens": the first one named is the one that is refused.
std::string parameter_in(std::string_view message) {
  std::string_view found;
  std::size_t first = message.size();
  for (const std::string_view name : kParameters) {
    const auto at = place_of(message, name);
    if (at && *at < first) {
      first = *at;
      found = name;
    }
  }
  return std::string(found);
}

/// A question that is too long for the endpoint is answered with the same words, but no parameter is to blame. Beside
/// those of context: older vLLM reckons what room is left for the answer and finds less than none
/// (vllm-project/vllm#4667), DashScope names a range (QwenLM/qwen-code#98), Moonshot a token limit
/// (MoonshotAI/kimi-cli#2011), Gemini a number allowed (google-gemini/gemini-cli#4692), Anthropic says that the prompt
/// is too long, and Groq and OpenAI that the request is too large for the tokens of one minute
/// (RooCodeInc/Roo-Code#5729), for which no wait makes room.
bool is_about_length(std::string_view code, std::string_view message) {
  constexpr auto kWords = std::to_array<std::string_view>(
      {"context length", "context window", "context size", "context limit", "maximum model length", "model token limit",
       "model max length", "range of input length", "number of tokens allowed", "prompt is too long",
       "input is too long", "request too large", "must be at least 1, got -"});
  const std::string words = lower_ascii(message);
  return code == "context_length_exceeded" || code == "exceed_context_size_error" ||
         std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view one) { return words.find(one) != std::string::npos; });
}

std::string_view trimmed_word(std::string_view word) {
  static constexpr std::string_view kAround = "\"'`()[]{}<>,.:;!?";
  while (!word.empty() && kAround.find(word.front()) != std::string_view::npos) word.remove_prefix(1);
  while (!word.empty() && kAround.find(word.back()) != std::string_view::npos) word.remove_suffix(1);
  return word;
}

bool speaks_of_secrets(std::string_view word) {
  const std::string lower = lower_ascii(word);
  constexpr auto kSecrets = std::to_array<std::string_view>({"key", "secret", "bearer", "password", "credential"});
  return std::any_of(kSecrets.begin(), kSecrets.end(),
                     [&](std::string_view secret) { return lower.find(secret) != std::string::npos; });
}

bool is_figure_word(std::string_view word) {
  return word.size() <= kFigureMax &&
         std::all_of(word.begin(), word.end(), [](char c) { return is_figure(c) || c == '.' || c == ',' || c == '%'; });
}

/// "context_length_exceeded", "rate-limit": letters in pieces; keys hold figures, or say what they are.
bool is_compound(std::string_view word) {
  std::size_t run = 0;
  for (const char c : word) {
    if (c != '_' && c != '-' && !(c >= 'a' && c <= 'z')) return false;
    run = c == '_' || c == '-' ? 0 : run + 1;
    if (run > kWordMax) return false;
  }
  return word.size() <= 32 && !speaks_of_secrets(word) && !word.starts_with("sk-") && !word.starts_with("pk-");
}

bool is_safe(std::string_view word) {
  if (std::none_of(word.begin(), word.end(), is_ascii)) return true;  // Chinese: keys are ASCII
  if (std::find(kParameters.begin(), kParameters.end(), word) != kParameters.end()) return true;
  if (is_figure_word(word) || is_compound(word)) return true;
  return word.size() <= kWordMax && std::all_of(word.begin(), word.end(), is_letter);
}

/// Fields that may hold the message, of the error object or of the whole body.
std::string message_of(const nlohmann::json& error) {
  if (error.is_string()) return error.get<std::string>();
  for (const std::string_view name : {"message", "msg", "detail", "error"}) {
    const auto& value = member(error, name);
    if (value.is_string()) return value.get<std::string>();
    if (name == "detail" && says_something(value)) {
      return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
  }
  return {};
}

}  // namespace

std::string safe_words(std::string_view message) {
  std::string out;
  std::size_t hidden = 0;  // words still to be left out
  const std::string line = plain_line(message, kMessageBytesMax);
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = std::min(line.find(' ', at), line.size());
    const auto whole = std::string_view(line).substr(at, end - at);
    const auto word = trimmed_word(whole);
    const bool safe = hidden == 0 && is_safe(word);
    if (safe || !out.ends_with("…")) {
      if (!out.empty()) out += ' ';
      out += safe ? whole : std::string_view("…");
    }
    if (hidden > 0) --hidden;
    // "Bearer abc", "key: abc", "key provided: abc": what follows may be anything.
    if (speaks_of_secrets(word) && !whole.ends_with('.')) hidden = kHiddenAfterSecret;
    at = end + 1;
  }
  return plain_line(out, kWordsBytesMax);
}

Complaint complaint_of(const nlohmann::json& body) {
  // Some gateways put the object into a list.
  const auto& whole = body.is_array() && !body.empty() ? body.front() : body;
  const auto& given = member(whole, "error");
  const auto& error = says_something(given) ? given : whole;
  const std::string message = message_of(error).substr(0, kMessageBytesMax);
  Complaint complaint{.words = safe_words(message)};
  std::string_view code = text_member(error, "code");
  if (code.empty()) code = text_member(error, "type");
  if (is_compound(code)) complaint.code = code;
  complaint.too_long = is_about_length(code, message);
  if (complaint.too_long) return complaint;
  // "response_format.json_schema" is of response_format; "messages[2]" can't be left out.
  complaint.parameter = parameter_in(text_member(error, "param"));
  if (complaint.parameter.empty() && text_member(error, "param").empty()) complaint.parameter = parameter_in(message);
  return complaint;
}

}  // namespace gailou::llm
