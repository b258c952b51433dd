// Operations of gailou.ops/1 as a model writes them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace gailou::tests {

using Json = nlohmann::json;

inline Json append_op(const std::string& section, const std::string& text, const std::vector<int>& floors,
                      const std::vector<std::pair<int, std::string>>& evidence) {
  Json pieces = Json::array();
  for (const auto& [floor, quote] : evidence) pieces.push_back({{"floor", floor}, {"quote", quote}});
  return {{"op", "append"},   {"section", section}, {"text", text},
          {"floors", floors}, {"evidence", pieces}, {"links", Json::array()}};
}

inline Json answer_with(const Json& operations, const std::string& canary = "c-7f3a91") {
  return {{"schema", "gailou.ops/1"}, {"canary", canary}, {"ops", operations}};
}

}  // namespace gailou::tests
