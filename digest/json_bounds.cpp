#include "digest/json_bounds.h"

#include <algorithm>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace gailou::digest {
namespace {

struct Extent {
  std::size_t depth = 0;
  std::size_t values = 1;
};

/// Behind the string whose first quote stands before `at`.
std::size_t string_end(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2U : 1U;
  return at + 1;
}

/// At most what the text can hold: each comma and each bracket may stand before a value.
Extent extent_of(std::string_view text) {
  Extent extent;
  std::size_t open = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at++];
    if (c == '"') {
      at = string_end(text, at);
    } else if (c == '[' || c == '{') {
      extent.depth = std::max(extent.depth, ++open);
      ++extent.values;
    } else if (c == ']' || c == '}') {
      open -= open > 0 ? 1U : 0U;
    } else if (c == ',') {
      ++extent.values;
    }
  }
  return extent;
}

Error too_large(std::string_view what, std::size_t bound) {
  return Error{.code = Code::too_large,
               .what = "JSON has more than " + std::to_string(bound) + " " + std::string(what)};
}

}  // namespace

Result<nlohmann::json> parse_json(std::string_view text, const JsonBounds& bounds) {
  if (text.size() > bounds.bytes) return too_large("bytes", bounds.bytes);
  const Extent extent = extent_of(text);
  if (extent.depth > bounds.depth) return too_large("levels", bounds.depth);
  if (extent.values > bounds.values) return too_large("values", bounds.values);
  nlohmann::json parsed = nlohmann::json::parse(text, nullptr, false);
  if (parsed.is_discarded()) return Error{.code = Code::malformed, .what = "not JSON"};
  return {boost::system::in_place_value, std::move(parsed)};
}

}  // namespace gailou::digest
