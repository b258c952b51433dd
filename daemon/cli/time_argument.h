// A time to come as people type it.
#pragma once

#include <string>
#include <string_view>

#include "digest/error.h"
#include "digest/time.h"

namespace gailou::cli {

/// "2h", "3d" from now; "2026-05-09", the first moment of that day in `zone`; RFC 3339. `usage`, naming the option, for
/// anything else and for what has passed.
digest::Result<digest::Instant> time_to_come(std::string_view option, const std::string& text, digest::Instant now,
                                             std::string_view zone);

}  // namespace gailou::cli
