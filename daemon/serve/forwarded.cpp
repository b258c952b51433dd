#include "daemon/serve/forwarded.h"

#include <algorithm>

namespace gailou::serve {

namespace {

char lower_of(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_named(std::string_view text, std::string_view lower_name) {
  return std::ranges::equal(text, lower_name, [](char a, char b) { return lower_of(a) == b; });
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/// A token or a quoted string from `at` on; `at` is then behind it.
std::string value_at(std::string_view field, std::size_t& at) {
  std::string value;
  const bool is_quoted = at < field.size() && field[at] == '"';
  if (is_quoted) ++at;
  while (at < field.size()) {
    const char c = field[at];
    if (is_quoted ? c == '"' : c == ';' || c == ',' || is_blank(c)) break;
    if (is_quoted && c == '\\' && at + 1 < field.size()) ++at;
    value += field[at++];
  }
  if (is_quoted && at < field.size()) ++at;
  return value;
}

}  // namespace

std::vector<std::string> forwarded_values(std::string_view field, std::string_view name) {
  std::vector<std::string> values;
  if (field.empty()) return values;
  values.emplace_back();
  std::size_t at = 0;
  while (at < field.size()) {
    const char c = field[at];
    if (c == ',') values.emplace_back();
    if (c == ',' || c == ';' || is_blank(c)) {
      ++at;
      continue;
    }
    const auto end = std::min(field.find_first_of("=;,", at), field.size());
    const auto key = field.substr(at, end - at);
    at = end;
    if (at >= field.size() || field[at] != '=') continue;
    ++at;
    auto value = value_at(field, at);
    if (is_named(key, name)) values.back() = std::move(value);
  }
  return values;
}

}  // namespace gailou::serve
