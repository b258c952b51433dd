// Text from outside made fit for a log, a ledger or a prompt: one line, nothing in it that can't be seen.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gailou::llm {

/// Without a glyph of its own: controls, what turns the direction of writing, zero-width characters, tags.
bool is_control_like(char32_t c);  // C0, C1, line and paragraph separator, direction
bool is_zero_width(char32_t c);

/// Without such characters; runs of blanks are one space, at most `bytes` bytes and no character cut in two. A text
/// that was cut ends in "…".
std::string plain_line(std::string_view text, std::size_t bytes);

}  // namespace gailou::llm
