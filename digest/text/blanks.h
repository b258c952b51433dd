// What counts as a blank in a post's text, and runs of them made one.
#pragma once

#include <string>
#include <string_view>

namespace gailou::digest {

/// Every run of blanks (ASCII's, no-break, typographic and ideographic spaces, line and paragraph separators) becomes
/// one space; trimmed. Bytes that aren't UTF-8 stay as they are.
std::string collapse_blanks(std::string_view text);

/// How many bytes the blank at `at` has; 0 = there is none.
std::size_t blank_at(std::string_view text, std::size_t at);

}  // namespace gailou::digest
