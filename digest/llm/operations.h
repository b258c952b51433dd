// What a model proposes, as far as its form allows: JSON of the contract gailou.ops/1 to values, before anything is
// held against the batch.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "digest/digest.h"

namespace gailou::llm {

/// The content without the blanks around it and without one Markdown fence around everything.
struct Unwrapped {
  std::optional<nlohmann::json> answer{};  // nothing: not JSON, or text beside it
  bool fenced = false;
};
Unwrapped unwrap(std::string_view content);

struct Malformed {
  std::string what{};
};
struct ProposedQuiet {
  digest::Floor floor{};
  digest::Reason reason = digest::Reason::other;
};
struct ProposedSummary {
  std::optional<std::string> text{};  // nothing: of wrong type
  std::vector<digest::Floor> cites{};
};
struct ProposedEntry {
  std::optional<std::string> updates{};  // an `update`: id of the entry, "" if it is of wrong type
  std::string section{};                 // of an `append`
  std::string text{};
  std::vector<digest::Floor> floors{};  // ascending
  std::vector<digest::Floor> cites{};   // of the evidence, ascending
  std::vector<digest::Evidence> evidence{};
  std::vector<std::optional<digest::Link>> links{};  // nothing: wrong in itself
};
using Proposed = std::variant<Malformed, ProposedQuiet, ProposedSummary, ProposedEntry>;

/// Rule V11, but the word "deleted", which is judged behind V12.
Proposed proposed_of(const nlohmann::json& operation);

}  // namespace gailou::llm
