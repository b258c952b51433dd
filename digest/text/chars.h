// Character classes of Unicode text, as the normal form and the gates count them.
#pragma once

#include <string>
#include <string_view>

namespace gailou::digest {

/// Blanks of any kind: tab to carriage return, the separators of U+001C..1F, no-break and ideographic space, …
bool is_space(char32_t c);

/// Letters, digits and other numerals of any script, and the underscore. Combining marks are none.
bool is_word(char32_t c);

/// Decimal digits of any script.
bool is_decimal(char32_t c);
int decimal_value(char32_t c);  // 0..9; c must be decimal

constexpr bool is_latin_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
constexpr bool is_latin_upper(char32_t c) {
  return c >= U'A' && c <= U'Z';
}
constexpr bool is_latin_lower(char32_t c) {
  return c >= U'a' && c <= U'z';
}
constexpr bool is_latin(char32_t c) {
  return is_latin_upper(c) || is_latin_lower(c);
}

/// Full lower-casing, the same for every locale.
std::u32string lower(std::u32string_view text);

}  // namespace gailou::digest
