#include "digest/render/since.h"

#include <charconv>
#include <cstdint>
#include <optional>

#include "digest/duration.h"
#include "digest/render/local_time.h"

namespace gailou::render {
namespace {

using digest::Code;
using digest::Error;
using digest::Instant;
using digest::Since;

constexpr std::size_t kShownBytes = 64;
// Numbers of floors and revisions stay within JavaScript's, as in the API.
constexpr std::int64_t kNumberMax = std::int64_t{1} << 53;

std::optional<std::int64_t> whole_number(std::string_view digits) {
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault != std::errc{} || value > kNumberMax) return std::nullopt;
  return value;
}

std::optional<Since> place_in(std::string_view text) {
  if (text.starts_with('r') || text.starts_with('R')) {
    if (const auto rev = whole_number(text.substr(1))) return digest::Revision{*rev};
    return std::nullopt;
  }
  if (text.starts_with('#')) text.remove_prefix(1);
  if (const auto floor = whole_number(text)) return digest::Floor{*floor};
  return std::nullopt;
}

/// "2026-05-09"
std::optional<Instant> day_in(std::string_view text, std::string_view zone) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = whole_number(text.substr(0, 4));
  const auto month = whole_number(text.substr(5, 2));
  const auto day = whole_number(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return start_of_day(static_cast<int>(*year), static_cast<unsigned>(*month), static_cast<unsigned>(*day), zone);
}

std::optional<Instant> time_in(std::string_view text, Instant now, std::string_view zone) {
  if (const auto length = digest::parse_duration(text)) return now - *length;
  if (const auto day = day_in(text, zone)) return day;
  return digest::parse_iso(text);
}

Error not_a_place(std::string_view text, std::string what, Instant now, std::string_view zone) {
  const LocalTime today = to_local(now - std::chrono::days{1}, zone);
  const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return {.code = Code::usage,
          .what = "'" + std::string(text.substr(0, kShownBytes)) + "' " + std::move(what),
          .hint = "as in r128, 2h, 3d, " + std::to_string(today.year) + "-" + two(today.month) + "-" + two(today.day) +
                  ", an RFC 3339 time or #62"};
}

}  // namespace

digest::Result<Since> parse_since(std::string_view text, Instant now, std::string_view zone) {
  if (auto place = place_in(text)) return *place;
  const auto at = time_in(text, now, zone);
  if (!at) return not_a_place(text, "is no revision, time or floor", now, zone);
  if (*at > now) return not_a_place(text, "is a time to come", now, zone);
  return Since(*at);
}

}  // namespace gailou::render
