// What no TOML text holds, looked for before the parser sees it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "digest/error.h"

namespace gailou::config {

/// A control character anywhere, or one beyond ASCII that stands neither in quotes nor in a comment: often a full-width
/// comma or quotation mark. `config` naming the place.
std::optional<digest::Error> stray_character(std::string_view text, const std::string& name);

}  // namespace gailou::config
