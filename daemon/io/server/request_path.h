// A request's target, decoded. Pure. What two programs could read differently is refused.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "digest/error.h"

namespace gailou::io {

struct RequestPath {
  std::string path{};
  std::vector<std::pair<std::string, std::string>> query{};  // in order; "+" is a blank
};

/// Most parameters of one query.
inline constexpr std::size_t kQueryParametersMax = 64;

/// malformed: bad percent escapes, an encoded slash, backslashes, NUL and other controls, "." and ".." as parts, bad
/// UTF-8, a fragment, not starting with "/".
digest::Result<RequestPath> parse_target(std::string_view target);

}  // namespace gailou::io
