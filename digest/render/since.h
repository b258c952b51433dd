// Where a reader stopped, as people name it: on the command line, in a URL.
#pragma once

#include <string>
#include <string_view>

#include "digest/catch_up.h"
#include "digest/error.h"

namespace gailou::render {

/// "r128"; "2h", "3d" before now; RFC 3339; "2026-05-09", the first moment of that day in `zone`; "#62" or "62".
/// `usage` for anything else and for a time to come.
digest::Result<digest::Since> parse_since(std::string_view text, digest::Instant now, std::string_view zone);

}  // namespace gailou::render
