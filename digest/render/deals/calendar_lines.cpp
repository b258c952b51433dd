#include "digest/render/deals/calendar_lines.h"

#include <cstddef>

namespace gailou::render {
namespace {

constexpr std::size_t kLineOctetsMax = 75;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

bool is_ascii_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

/// U+0080 to U+009F in UTF-8.
bool is_high_control(std::string_view text, std::size_t at) {
  return text[at] == '\xC2' && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0U;
}

/// Octets of the character that begins here.
std::size_t character_length(std::string_view text, std::size_t at) {
  std::size_t length = 1;
  while (at + length < text.size() && is_continuation(text[at + length])) ++length;
  return length;
}

}  // namespace

std::string calendar_text(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\\' || c == ';' || c == ',') {
      out += '\\';
      out += c;
    } else if (c == '\n' || c == '\r') {
      out += "\\n";
      if (c == '\r' && at + 1 < text.size() && text[at + 1] == '\n') ++at;
    } else if (c == '\t') {
      out += ' ';
    } else if (is_high_control(text, at)) {
      ++at;
    } else if (!is_ascii_control(c)) {
      out += c;
    }
  }
  return out;
}

void CalendarLines::plain(std::string_view name, std::string_view value) {
  std::string line(name);
  line += ':';
  for (const char c : value) {
    if (!is_ascii_control(c)) line += c;
  }
  folded(line);
}

void CalendarLines::text(std::string_view name, std::string_view value) {
  plain(name, calendar_text(value));
}

void CalendarLines::folded(std::string_view line) {
  std::size_t octets = 0;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t length = character_length(line, at);
    if (octets + length > kLineOctetsMax) {
      bytes_ += "\r\n ";
      octets = 1;
    }
    bytes_ += line.substr(at, length);
    octets += length;
    at += length;
  }
  bytes_ += "\r\n";
}

}  // namespace gailou::render
