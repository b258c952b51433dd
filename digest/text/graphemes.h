// The beginning of a text as readers count: a letter with its accents, or an emoji of several parts, is one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gailou::digest {

/// The first `count` grapheme clusters (UAX #29). One may be of any length, so `bytes_max` ends it too, before the
/// first cluster that doesn't fit. Input is valid UTF-8 (repair_utf8).
std::string first_graphemes(std::string_view text, std::size_t count, std::size_t bytes_max);

}  // namespace gailou::digest
