// Text on its way out: one function per edge it leaves by. Input is UTF-8, repaired at the border.
//
// All of them drop control characters. Those that write one line also drop the characters that reorder a line
// (U+202A–202E, U+2066–2069): a name must not be able to turn round what stands beside it.
#pragma once

#include <string>
#include <string_view>

namespace gailou::render {

/// One line: runs of blanks, line breaks of any kind and controls become one space; trimmed at both ends.
std::string one_line(std::string_view text);

/// Between tags. Line breaks stay; controls go, and so do heaps of combining marks.
void append_html_text(std::string& out, std::string_view text);

/// Inside a double-quoted attribute.
void append_html_attribute(std::string& out, std::string_view text);

/// Inside a line of Markdown, CommonMark and GitHub's dialect: the text can make no emphasis, link, autolink, table,
/// HTML or code. Line breaks become blanks.
void append_markdown_text(std::string& out, std::string_view text);

/// A finished line of Markdown, without blanks at its end. `paragraph`: its start must make no heading, list or rule;
/// in a heading nothing is left to make.
std::string guarded_markdown_line(std::string line, bool paragraph);

/// Backticks that can fence `text`: one more than its longest run, at least `at_least`.
std::string markdown_fence(std::string_view text, std::size_t at_least);

}  // namespace gailou::render
