// JSON from outside: bounded in size, depth and number of values before a parser sees it.
#pragma once

#include <cstddef>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "digest/error.h"

namespace gailou::digest {

struct JsonBounds {
  std::size_t bytes = 0;
  std::size_t depth = 0;   // of brackets
  std::size_t values = 0;  // a parsed value takes some 16 bytes and more
};

/// malformed if it is no JSON or no UTF-8, too_large if a bound is exceeded.
Result<nlohmann::json> parse_json(std::string_view text, const JsonBounds& bounds);

}  // namespace gailou::digest
