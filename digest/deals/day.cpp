#include "digest/deals/day.h"

#include <array>
#include <cstdio>

#include "digest/local_time.h"

namespace gailou::digest {
namespace {

bool is_figure_at(std::string_view text, std::size_t at) {
  return text[at] >= '0' && text[at] <= '9';
}

/// `form` with 0 for any digit: "0000-00-00".
bool has_form(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (form[at] == '0' ? !is_figure_at(text, at) : text[at] != form[at]) return false;
  }
  return true;
}

unsigned two_digits(std::string_view text, std::size_t at) {
  return static_cast<unsigned>((text[at] - '0') * 10 + (text[at + 1] - '0'));
}

bool is_offset(std::string_view text) {
  return text == "Z" || has_form(text, "+00:00") || has_form(text, "-00:00");
}

/// Behind the day: "T20:00" or "T20:00:00", then an offset or nothing.
bool is_clock(std::string_view text) {
  if (text.size() < 6 || !has_form(text.substr(0, 6), "T00:00")) return false;
  auto rest = text.substr(6);
  if (rest.starts_with(":00")) rest.remove_prefix(3);
  return (rest.empty() || is_offset(rest)) && two_digits(text, 1) < 24 && two_digits(text, 4) < 60;
}

}  // namespace

std::optional<Day> day_of(std::string_view field) {
  if (field.size() < 10 || !has_form(field.substr(0, 10), "0000-00-00")) return std::nullopt;
  if (field.size() > 10 && !is_clock(field.substr(10))) return std::nullopt;
  const auto year = static_cast<int>(two_digits(field, 0) * 100 + two_digits(field, 2));
  const auto date =
      std::chrono::year{year} / std::chrono::month{two_digits(field, 5)} / std::chrono::day{two_digits(field, 8)};
  return date.ok() ? std::optional<Day>(date) : std::nullopt;
}

std::optional<std::string> hour_of(std::string_view field) {
  if (!day_of(field) || field.size() < 16) return std::nullopt;
  return std::string(field.substr(11, 5));
}

Instant start_of(Day day, std::string_view zone) {
  const std::chrono::year_month_day date{day};
  return start_of_day(static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                      static_cast<unsigned>(date.day()), zone)
      .value_or(Instant{day});
}

Day local_day(Instant at, std::string_view zone) {
  const auto local = to_local(at, zone);
  return Day{std::chrono::year{local.year} / std::chrono::month{local.month} / std::chrono::day{local.day}};
}

std::string to_string(Day day) {
  const std::chrono::year_month_day date{day};
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

}  // namespace gailou::digest
