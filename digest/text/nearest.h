// "Did you mean": the known word closest to one that isn't known. Used for verbs, options and configuration keys.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace gailou::digest {

/// Edits (insert, delete, replace, swap of neighbours) between two words, in bytes; at least `limit + 1` is told as
/// `limit + 1`.
std::size_t edit_distance(std::string_view left, std::string_view right, std::size_t limit);

/// The candidate fewest edits away, at most `limit`; of equals the first. Nothing for words over 64 bytes or where half
/// of the word would have to change.
std::optional<std::string_view> nearest(std::string_view word, const std::vector<std::string_view>& candidates,
                                        std::size_t limit = 2);

}  // namespace gailou::digest
