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

/// A budget beside what counts for it.
struct BudgetLine {
  std::string window{};  // "day", "month", "thread_day"
  std::string thread{};  // of thread_day: the one that spent most today; empty = none did
  std::int64_t tokens = 0;
  std::int64_t calls = 0;
  std::optional<std::int64_t> tokens_most{};  // nothing: no limit
  std::optional<std::int64_t> calls_most{};
  bool operator==(const BudgetLine&) const = default;
};

/// The llm engine at a glance.
struct EngineLine {
  std::string endpoint{};
  std::string model{};
  bool writes_all = false;  // engine.kind is llm
  bool is_resting = false;
  std::optional<digest::Instant> rests_until{};
  bool is_prompt_cut = false;
  std::string why{};
  std::vector<BudgetLine> budgets{};
  bool operator==(const EngineLine&) const = default;
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
