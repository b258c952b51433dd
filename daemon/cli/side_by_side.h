// Two texts beside each other on a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gailou::cli {

/// The text in lines of at most `columns`, broken between grapheme clusters, at a blank where one is near.
std::vector<std::string> wrapped(std::string_view text, int columns, int ambiguous = 1);

/// Paragraphs of both, each pair begun on a line of its own; a bar between them. `columns` is the terminal's width.
std::string side_by_side(const std::vector<std::string>& left, const std::vector<std::string>& right, int columns,
                         int ambiguous = 1);

}  // namespace gailou::cli
