// Heaps of combining marks: a letter under a hundred accents runs out of its line and over its neighbours.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gailou::digest {

/// More marks on one character than any script wants: Hebrew with cantillation has up to four, Tibetan stacks six.
inline constexpr std::size_t kMarksMax = 8;

/// The text with kMarksMax combining marks at most behind one another; nothing if it has no more anyway.
std::optional<std::string> thinned_marks(std::string_view text);

}  // namespace gailou::digest
