#include "digest/text/blanks.h"

namespace gailou::digest {
namespace {

bool is_ascii_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/// U+1680, U+2000–200A, U+2028, U+2029, U+202F, U+205F, U+3000: Unicode's blanks of three bytes.
bool is_wide_blank(unsigned char a, unsigned char b, unsigned char c) {
  if (a == 0xE1) return b == 0x9A && c == 0x80;
  if (a == 0xE3) return b == 0x80 && c == 0x80;
  if (a != 0xE2) return false;
  if (b == 0x80) return (c >= 0x80 && c <= 0x8A) || c == 0xA8 || c == 0xA9 || c == 0xAF;
  return b == 0x81 && c == 0x9F;
}

}  // namespace

std::size_t blank_at(std::string_view text, std::size_t at) {
  if (is_ascii_blank(text[at])) return 1;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const std::size_t left = text.size() - at;
  if (left >= 2 && byte(0) == 0xC2 && (byte(1) == 0xA0 || byte(1) == 0x85)) return 2;
  if (left >= 3 && is_wide_blank(byte(0), byte(1), byte(2))) return 3;
  return 0;
}

std::string collapse_blanks(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool pending = false;
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t blank = blank_at(text, i); blank > 0) {
      pending = !out.empty();
      i += blank;
      continue;
    }
    if (pending) out += ' ';
    pending = false;
    out += text[i++];
  }
  return out;
}

}  // namespace gailou::digest
