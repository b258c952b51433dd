#include "daemon/engine/chat/facts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <nlohmann/json.hpp>

#include "digest/json_bounds.h"

namespace gailou::engine {

using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr std::size_t kRatiosMax = 20;  // those that the usual one is the median of
constexpr std::size_t kRatiosNeeded = 5;
constexpr double kRatioMax = 1000;  // beyond it a count is no count
/// Servers that cut prompts keep as much as their context holds, or half of it; 2,048 tokens is the least that any of
/// them starts with.
constexpr std::int64_t kNoContext = 1'024;
constexpr double kDenseMin = 0.15;  // no tokenizer makes fewer of a text
constexpr double kUsualMin = 0.7;   // of a ratio: what still is the same way of counting
constexpr int kDoubtsMax = 1;
constexpr double kTooLongShare = 0.98;  // of a prompt that was refused: another one of that length will be too
constexpr digest::JsonBounds kFactsBounds{.bytes = 4096, .depth = 4, .values = 64};

constexpr std::array kFormats{Format::json_schema, Format::json_object, Format::none};
constexpr std::array kTokenParameters{TokenParameter::max_tokens, TokenParameter::max_completion_tokens};
constexpr std::array kThinking{Thinking::as_is,          Thinking::enable_thinking,  Thinking::thinking_type,
                               Thinking::reasoning_none, Thinking::reasoning_effort, Thinking::unmovable};

/// "api.deepseek.com" is of "deepseek.com".
bool is_of(std::string_view host, std::string_view domain) {
  if (!host.ends_with(domain)) return false;
  return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

template <class Kind, std::size_t Count>
bool read_name(const nlohmann::json& json, const char* key, const std::array<Kind, Count>& kinds, Kind& into) {
  const auto at = json.find(key);
  if (at == json.end() || !at->is_string()) return false;
  const auto& name = at->get_ref<const std::string&>();
  const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](Kind one) { return name_of(one) == name; });
  if (kind == kinds.end()) return false;
  into = *kind;
  return true;
}

/// True where it isn't there.
bool read_ratio(const nlohmann::json& json, const char* key, std::optional<double>& into) {
  const auto at = json.find(key);
  if (at == json.end()) return true;
  if (!at->is_number()) return false;
  into = at->get<double>();
  return *into > 0 && *into <= kRatioMax;
}

/// Three digits tell endpoints apart and keep the text short.
double ratio_of(std::int64_t read, std::int64_t estimate) {
  const double ratio = static_cast<double>(read) / static_cast<double>(estimate);
  return std::max(std::round(ratio * 1000) / 1000, 0.001);
}

bool read_ratios(const nlohmann::json& json, std::vector<double>& into) {
  const auto at = json.find("ratios");
  if (at == json.end() || !at->is_array() || at->size() > kRatiosMax) return false;
  for (const auto& one : *at) {
    if (!one.is_number()) return false;
    const double ratio = one.get<double>();
    if (!(ratio > 0 && ratio <= kRatioMax)) return false;
    into.push_back(ratio);
  }
  return true;
}

}  // namespace

std::string_view name_of(Format format) {
  switch (format) {
    case Format::json_schema:
      return "json_schema";
    case Format::json_object:
      return "json_object";
    case Format::none:
      return "none";
  }
  return "";
}

std::string_view name_of(TokenParameter parameter) {
  return parameter == TokenParameter::max_tokens ? "max_tokens" : "max_completion_tokens";
}

std::string_view name_of(Thinking thinking) {
  switch (thinking) {
    case Thinking::as_is:
      return "as_is";
    case Thinking::enable_thinking:
      return "enable_thinking";
    case Thinking::thinking_type:
      return "thinking_type";
    case Thinking::reasoning_none:
      return "reasoning_none";
    case Thinking::reasoning_effort:
      return "reasoning_effort";
    case Thinking::unmovable:
      return "unmovable";
  }
  return "";
}

EndpointFacts first_facts(std::string_view host) {
  EndpointFacts facts;
  if (is_of(host, "openai.com")) facts.token_parameter = TokenParameter::max_completion_tokens;
  if (is_of(host, "deepseek.com")) {
    facts.format = Format::json_object;
    facts.thinking = Thinking::thinking_type;
  }
  return facts;
}

std::optional<double> usual_ratio(const EndpointFacts& facts) {
  if (facts.ratios.size() < kRatiosNeeded) return std::nullopt;
  auto sorted = facts.ratios;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

void note_usage(EndpointFacts& facts, std::int64_t estimate, const llm::Usage& usage) {
  if (!usage.prompt || *usage.prompt <= 0 || estimate <= 0) return;
  ++facts.answers;
  facts.doubts = 0;
  const double ratio = ratio_of(*usage.prompt, estimate);
  if (ratio > kRatioMax) return;
  facts.ratios.push_back(ratio);
  if (facts.ratios.size() > kRatiosMax) facts.ratios.erase(facts.ratios.begin());
}

void note_too_long(EndpointFacts& facts, std::int64_t estimate) {
  facts.too_long = std::min(facts.too_long.value_or(estimate), estimate);
}

bool is_known_too_long(const EndpointFacts& facts, std::int64_t estimate) {
  return facts.too_long && static_cast<double>(estimate) > kTooLongShare * static_cast<double>(*facts.too_long);
}

CountMeans note_low_count(EndpointFacts& facts, const LowCount& low) {
  const double ratio = ratio_of(std::max<std::int64_t>(low.read, 1), std::max<std::int64_t>(low.estimate, 1));
  if (low.canary_back && low.read < kNoContext && ratio >= kDenseMin) {
    facts.dense = std::min(facts.dense.value_or(ratio), ratio);
    facts.doubts = 0;
    if (facts.cut_ratio && *facts.cut_ratio >= kUsualMin * *facts.dense) {
      facts.cut_at_context.reset();
      facts.cut_ratio.reset();
    }
    return CountMeans::dense;
  }
  // One that is only low for this endpoint may be a text of another kind.
  const bool is_low_anywhere = ratio < llm::kReadOfEstimateMin;
  if (low.canary_back && !is_low_anywhere && facts.doubts < kDoubtsMax) {
    ++facts.doubts;
    return CountMeans::doubt;
  }
  facts.cut_at_context = low.context_tokens;
  facts.cut_ratio = ratio;
  facts.doubts = 0;
  return CountMeans::cut;
}

bool do_without(EndpointFacts& facts, std::string_view parameter) {
  if (parameter == name_of(facts.token_parameter)) {
    const bool was_short = facts.token_parameter == TokenParameter::max_tokens;
    facts.token_parameter = was_short ? TokenParameter::max_completion_tokens : TokenParameter::max_tokens;
    return true;
  }
  if (parameter == "temperature" && facts.takes_temperature) {
    facts.takes_temperature = false;
    return true;
  }
  // "response_format.type", "response_format.json_schema.schema"
  if (parameter.starts_with("response_format") || parameter == "json_schema") {
    if (facts.format == Format::none) return false;
    facts.format = facts.format == Format::json_schema ? Format::json_object : Format::none;
    return true;
  }
  const bool of_template = parameter.starts_with("chat_template_kwargs") || parameter == "enable_thinking";
  if ((of_template && facts.thinking == Thinking::enable_thinking) ||
      (parameter.starts_with("thinking") && facts.thinking == Thinking::thinking_type)) {
    facts.thinking = Thinking::reasoning_none;
    return true;
  }
  if (parameter.starts_with("reasoning") && facts.thinking == Thinking::reasoning_none) {
    facts.thinking = Thinking::reasoning_effort;
    return true;
  }
  if (parameter.starts_with("reasoning") && facts.thinking == Thinking::reasoning_effort) {
    facts.thinking = Thinking::unmovable;
    return true;
  }
  return false;
}

bool think_less(EndpointFacts& facts, std::string_view host) {
  switch (facts.thinking) {
    case Thinking::as_is:
      facts.thinking = is_of(host, "openai.com") ? Thinking::reasoning_effort : Thinking::enable_thinking;
      return true;
    case Thinking::enable_thinking:
    case Thinking::thinking_type:
      facts.thinking = Thinking::reasoning_none;
      return true;
    case Thinking::reasoning_none:
      facts.thinking = Thinking::reasoning_effort;
      return true;
    case Thinking::reasoning_effort:
    case Thinking::unmovable:
      return false;
  }
  return false;
}

std::string facts_text(const EndpointFacts& facts) {
  nlohmann::ordered_json json;
  json["format"] = name_of(facts.format);
  json["token_parameter"] = name_of(facts.token_parameter);
  json["takes_temperature"] = facts.takes_temperature;
  json["thinking"] = name_of(facts.thinking);
  json["answers"] = facts.answers;
  json["ratios"] = facts.ratios;
  if (facts.dense) json["dense"] = *facts.dense;
  if (facts.cut_at_context) json["cut_at_context"] = *facts.cut_at_context;
  if (facts.cut_ratio) json["cut_ratio"] = *facts.cut_ratio;
  if (facts.doubts > 0) json["doubts"] = facts.doubts;
  return json.dump();
}

Result<EndpointFacts> parse_facts(std::string_view text) {
  const auto wrong = [](std::string what) {
    return Error{.code = Code::malformed, .what = std::move(what), .where = "endpoint facts"};
  };
  const auto json = digest::parse_json(text, kFactsBounds);
  if (!json) return json.error().at("endpoint facts");
  if (!json->is_object()) return wrong("no object");
  EndpointFacts facts;
  const bool named = read_name(*json, "format", kFormats, facts.format) &&
                     read_name(*json, "token_parameter", kTokenParameters, facts.token_parameter) &&
                     read_name(*json, "thinking", kThinking, facts.thinking);
  if (!named) return wrong("a name is missing or unknown");
  const auto temperature = json->find("takes_temperature");
  const auto answers = json->find("answers");
  if (temperature == json->end() || !temperature->is_boolean()) return wrong("takes_temperature is missing");
  if (answers == json->end() || !answers->is_number_integer() || answers->get<std::int64_t>() < 0) {
    return wrong("answers is missing or no count");
  }
  facts.takes_temperature = temperature->get<bool>();
  facts.answers = answers->get<std::int64_t>();
  if (!read_ratios(*json, facts.ratios)) return wrong("ratios are missing or out of bounds");
  if (const auto cut = json->find("cut_at_context"); cut != json->end()) {
    if (!cut->is_number_integer()) return wrong("cut_at_context is no number");
    facts.cut_at_context = cut->get<std::int64_t>();
  }
  const bool measured = read_ratio(*json, "dense", facts.dense) && read_ratio(*json, "cut_ratio", facts.cut_ratio);
  if (!measured) return wrong("a ratio is out of bounds");
  facts.doubts = json->contains("doubts") ? kDoubtsMax : 0;
  return facts;
}

}  // namespace gailou::engine
