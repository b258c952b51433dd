// What is told of an engine: how its endpoint stands, what was asked of it, what it drafted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "digest/digest.h"
#include "digest/time.h"

namespace gailou::protocol {

/// What has been learned of an endpoint.
struct EndpointLine {
  std::string endpoint{};
  std::string model{};
  std::string format{};           // "json_schema", "json_object", "none"
  std::string token_parameter{};  // "max_tokens", "max_completion_tokens"
  bool takes_temperature = true;
  std::string thinking{};  // how it was switched off; empty: nothing had to be done
  std::int64_t answers = 0;
  bool is_resting = false;
  std::optional<digest::Instant> rests_until{};
  bool is_prompt_cut = false;  // switched off: it reads less than engine.context_tokens says
  std::string why{};
};

/// One question and what came back.
struct ExchangeLine {
  std::string kind{};  // "first", "repair", "retry"
  std::string request{};
  std::int64_t http_status = 0;  // 0: no answer came
  std::string answer{};
  std::string verdict{};
  std::string trouble{};
  std::string rules{};
  std::string what{};
  std::vector<std::string> refused{};
  std::optional<std::int64_t> prompt_tokens{};
  std::optional<std::int64_t> completion_tokens{};
  std::optional<std::int64_t> cached_tokens{};
  std::optional<std::int64_t> reasoning_tokens{};
  std::optional<std::int64_t> cost_micros{};  // nothing: no price is known
  std::int64_t took_ms = 0;
};

struct QuietLine {
  digest::Floor floor{};
  std::string reason{};
};

}  // namespace gailou::protocol
