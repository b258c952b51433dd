#include "daemon/config/toml_text.h"

#include <algorithm>

namespace gailou::config {

namespace {

using digest::Code;
using digest::Error;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

bool is_beyond_ascii(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}

bool is_quote(char c) {
  return c == '"' || c == '\'';
}

bool is_three_of(std::string_view text, std::size_t at, char quote) {
  return text.size() - at >= 3 && text[at] == quote && text[at + 1] == quote && text[at + 2] == quote;
}

/// Behind the text in quotes that begins at `at`; one of a single line ends with its line at the latest.
std::size_t behind_quotes(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const bool is_long = is_three_of(text, at, quote);
  at += is_long ? 3 : 1;
  while (at < text.size()) {
    if (text[at] == '\\' && quote == '"') {
      at += 2;
      continue;
    }
    if (!is_long && (text[at] == quote || text[at] == '\n')) return at + 1;
    if (is_long && is_three_of(text, at, quote)) {
      at += 3;
      while (at < text.size() && text[at] == quote) ++at;  // quotes may end with up to two of their own
      return at;
    }
    ++at;
  }
  return text.size();
}

Error stray(std::string_view text, std::size_t at, const std::string& name, std::string what, std::string hint) {
  const std::string_view before = text.substr(0, at);
  const auto line = std::ranges::count(before, '\n') + 1;
  const std::size_t begin = before.rfind('\n') + 1;  // npos + 1 = 0
  const auto column = std::ranges::count_if(before.substr(begin), [](char c) { return (c & 0xC0) != 0x80; }) + 1;
  return {.code = Code::config,
          .what = "isn't TOML: " + std::move(what),
          .where = name + ":" + std::to_string(line) + ":" + std::to_string(column),
          .hint = std::move(hint)};
}

}  // namespace

std::optional<Error> stray_character(std::string_view text, const std::string& name) {
  const auto control = std::ranges::find_if(text, is_control);
  if (control != text.end()) {
    return stray(text, static_cast<std::size_t>(control - text.begin()), name, "it holds a control character",
                 "save it as plain text in UTF-8");
  }
  std::size_t at = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  while (at < text.size()) {
    if (is_quote(text[at])) {
      at = behind_quotes(text, at);
    } else if (text[at] == '#') {
      at = std::min(text.find('\n', at), text.size());
    } else if (is_beyond_ascii(text[at])) {
      return stray(text, at, name, "a character beyond ASCII stands outside of quotes",
                   "write commas, quotation marks, = and blanks in half width, and other texts in quotes");
    } else {
      ++at;
    }
  }
  return std::nullopt;
}

}  // namespace gailou::config
