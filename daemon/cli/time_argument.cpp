#include "daemon/cli/time_argument.h"

#include <charconv>
#include <optional>

#include "digest/duration.h"
#include "digest/render/local_time.h"
#include "digest/render/view.h"

namespace gailou::cli {

namespace {

using digest::Code;
using digest::Error;
using digest::Instant;

template <class Number>
std::optional<Number> number_in(std::string_view digits) {
  Number value{};
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

/// "2026-05-09"
std::optional<Instant> day_in(std::string_view text, std::string_view zone) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number_in<int>(text.substr(0, 4));
  const auto month = number_in<unsigned>(text.substr(5, 2));
  const auto day = number_in<unsigned>(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return render::start_of_day(*year, *month, *day, zone);
}

std::optional<Instant> time_in(const std::string& text, Instant now, std::string_view zone) {
  if (const auto length = digest::parse_duration(text)) return now + *length;
  if (const auto day = day_in(text, zone)) return day;
  return digest::parse_iso(text);
}

}  // namespace

digest::Result<Instant> time_to_come(std::string_view option, const std::string& text, Instant now,
                                     std::string_view zone) {
  const auto at = time_in(text, now, zone);
  if (!at) {
    return Error{.code = Code::usage,
                 .what = std::string(option) + ": '" + text.substr(0, 64) + "' is no time",
                 .hint = "as in 2h, 3d, 2026-05-09 or 2026-05-09T18:00:00Z"};
  }
  if (*at <= now) {
    return Error{.code = Code::usage,
                 .what = std::string(option) + ": " + render::local_time(*at, zone) + " has passed",
                 .hint = "give a time to come, as in 2h, 3d or 2026-05-09"};
  }
  return *at;
}

}  // namespace gailou::cli
