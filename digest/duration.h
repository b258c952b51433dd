// Lengths of time as people write them: in configuration, on the command line.
#pragma once

#include <optional>
#include <string_view>

#include "digest/time.h"

namespace gailou::digest {

/// "500ms", "90s", "5m", "12h", "3d": a whole number and a unit. Nothing if it isn't, or over 100 years.
std::optional<Duration> parse_duration(std::string_view text);

}  // namespace gailou::digest
