#include "daemon/forum/discourse/surrogates.h"

#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>

namespace gailou::forum::discourse {
namespace {

constexpr std::size_t kEscapeBytes = 6;  // \uXXXX

/// The code unit that is escaped at `at`; nothing if no whole escape stands there.
std::optional<unsigned> unit_at(std::string_view json, std::size_t at) {
  if (at + kEscapeBytes > json.size() || json[at] != '\\' || json[at + 1] != 'u') return std::nullopt;
  unsigned unit = 0;
  const char* const end = json.data() + at + kEscapeBytes;
  const auto [stop, fault] = std::from_chars(json.data() + at + 2, end, unit, 16);
  if (fault != std::errc{} || stop != end) return std::nullopt;
  return unit;
}

bool is_high(unsigned unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_low(unsigned unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

}  // namespace

std::string mend_surrogates(std::string json) {
  for (std::size_t at = json.find('\\'); at != std::string::npos; at = json.find('\\', at)) {
    const auto unit = unit_at(json, at);
    if (!unit) {
      at += 2;  // another escape, "\\" among them: what follows it begins anew
      continue;
    }
    const auto next = is_high(*unit) ? unit_at(json, at + kEscapeBytes) : std::nullopt;
    if (next && is_low(*next)) {
      at += 2 * kEscapeBytes;
      continue;
    }
    if (is_high(*unit) || is_low(*unit)) json.replace(at, kEscapeBytes, "\\ufffd");
    at += kEscapeBytes;
  }
  return json;
}

}  // namespace gailou::forum::discourse
