// What can be set about engines: their kinds, by the names that configuration, command line and store have for them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace gailou::engine {

enum class Kind { extract, llm };

constexpr std::string_view name_of(Kind kind) {
  return kind == Kind::llm ? "llm" : "extract";
}

constexpr std::optional<Kind> kind_of(std::string_view name) {
  if (name == "extract") return Kind::extract;
  if (name == "llm") return Kind::llm;
  return std::nullopt;
}

/// Which engine writes what.
struct ChoiceRules {
  Kind for_all = Kind::extract;
  std::map<std::string, Kind> of_source{};  // by name
};

}  // namespace gailou::engine
