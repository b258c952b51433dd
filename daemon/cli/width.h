// How many columns a text takes on a terminal.
#pragma once

#include <string>
#include <string_view>

namespace gailou::cli {

/// By grapheme cluster: East Asian Wide and Fullwidth and emoji 2, combining and joiners 0, all else 1. `ambiguous` is
/// the width of East Asian Ambiguous characters (1, or 2 where the terminal draws them so).
int display_width(std::string_view text, int ambiguous = 1);

/// The text itself if it fits, else cut at a cluster's border with "…" at its end, at most `columns` wide.
std::string cut_to(std::string_view text, int columns, int ambiguous = 1);

}  // namespace gailou::cli
