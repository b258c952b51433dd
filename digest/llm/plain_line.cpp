#include "digest/llm/plain_line.h"

#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::llm {

bool is_control_like(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

bool is_zero_width(char32_t c) {
  return (c >= 0x200b && c <= 0x200f) || (c >= 0x2060 && c <= 0x2064) || (c >= 0x206a && c <= 0x206f) || c == 0xfeff ||
         c == 0xad || c == 0x61c || c == 0x180e || (c >= 0xe0000 && c <= 0xe01ef);
}

std::string plain_line(std::string_view text, std::size_t bytes) {
  static constexpr std::string_view kCut = "…";
  // What is cut off needn't be looked at; a blank may be three bytes wide and count as one.
  const bool long_text = text.size() > 4 * bytes;
  std::u32string line;
  for (const char32_t c : digest::to_u32(digest::repair_utf8(text.substr(0, 4 * bytes)))) {
    if (digest::is_space(c)) {
      if (!line.empty() && line.back() != U' ') line.push_back(U' ');
    } else if (!is_control_like(c) && !is_zero_width(c)) {
      line.push_back(c);
    }
  }
  while (line.ends_with(U' ')) line.pop_back();
  std::string out = digest::to_u8(line);
  if (out.size() <= bytes && !long_text) return out;
  while (!line.empty() && out.size() + kCut.size() > bytes) {
    line.pop_back();
    out = digest::to_u8(line);
  }
  return out + std::string(kCut);
}

}  // namespace gailou::llm
