#include "daemon/io/server/request_path.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace gailou::io {

using digest::Error;
using digest::Result;

namespace {

Error malformed(std::string what) {
  return Error{.code = digest::Code::malformed, .what = std::move(what)};
}

std::optional<unsigned> hex_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

bool is_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<std::uint8_t>(text[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (size > 1 && (lead < 0xc2 || lead > 0xf4)) return false;
    if (text.size() - i < size) return false;
    std::uint32_t c = size == 1 ? lead : lead & (0xffu >> (size + 1));
    for (std::size_t k = 1; k < size; ++k) {
      const auto next = static_cast<std::uint8_t>(text[i + k]);
      if ((next & 0xc0) != 0x80) return false;
      c = (c << 6) | (next & 0x3fu);
    }
    constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (c < kSmallest[size] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return false;
    i += size;
  }
  return true;
}

enum class Part { path, query };

/// One part with its escapes decoded; controls and bad UTF-8 are refused.
Result<std::string> decode(std::string_view text, Part part) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && part == Part::query) {
      c = ' ';
    } else if (c == '%') {
      const bool room = text.size() - i > 2;
      const auto high = room ? hex_value(text[i + 1]) : std::nullopt;
      const auto low = room ? hex_value(text[i + 2]) : std::nullopt;
      if (!high || !low) return malformed("a percent sign without two hexadecimal digits");
      c = static_cast<char>(*high * 16 + *low);
      if (part == Part::path && (c == '/' || c == '\\')) return malformed("an encoded slash in the path");
      i += 2;
    }
    if (c == '\0') return malformed("a NUL in the target");
    const bool line = part == Part::query && (c == '\n' || c == '\r' || c == '\t');
    if ((static_cast<unsigned char>(c) < 0x20 && !line) || c == 0x7f)
      return malformed("a control character in the target");
    out += c;
  }
  if (!is_utf8(out)) return malformed("the target is not UTF-8");
  return out;
}

bool has_dot_part(std::string_view path) {
  std::size_t start = 0;
  while (start <= path.size()) {
    const auto end = std::min(path.find('/', start), path.size());
    const auto part = path.substr(start, end - start);
    if (part == "." || part == "..") return true;
    start = end + 1;
  }
  return false;
}

Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> query;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const auto pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    if (query.size() == kQueryParametersMax) return malformed("more than 64 parameters");
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = decode(pair.substr(0, equals), Part::query);
    if (!name) return name.error();
    auto value = decode(pair.substr(std::min(equals + 1, pair.size())), Part::query);
    if (!value) return value.error();
    query.emplace_back(std::move(*name), std::move(*value));
  }
  return query;
}

}  // namespace

Result<RequestPath> parse_target(std::string_view target) {
  if (!target.starts_with('/')) return malformed("the target is not in origin form");
  if (target.find_first_of("#\\ ") != std::string_view::npos) {
    return malformed("a character in the target that must be percent-encoded");
  }
  const auto mark = target.find('?');
  auto path = decode(target.substr(0, mark), Part::path);
  if (!path) return path.error();
  if (has_dot_part(*path)) return malformed("\".\" or \"..\" as a part of the path");
  RequestPath parsed{.path = std::move(*path)};
  if (mark == std::string_view::npos) return parsed;
  auto query = parse_query(target.substr(mark + 1));
  if (!query) return query.error();
  parsed.query = std::move(*query);
  return parsed;
}

}  // namespace gailou::io
