// JSON from a forum, read into as little memory as possible: of each object only the named keys are kept, everything
// else is passed over while it is read.
#pragma once

#include <span>
#include <string_view>

#include <nlohmann/json.hpp>

#include "digest/error.h"

namespace gailou::forum::discourse {

/// Not a bare json value: that converts from and to nearly everything, a Result of itself included.
struct Kept {
  nlohmann::json root{};
};

/// Bounds on hostile documents: 64 levels, 2,000,000 kept values. `malformed` for what is no JSON or breaks off,
/// `too_large` beyond a bound. Strings are valid UTF-8 without NUL; a number beyond what a double holds
/// is null.
digest::Result<Kept> parse_kept(std::string_view text, std::span<const std::string_view> keys);

}  // namespace gailou::forum::discourse
