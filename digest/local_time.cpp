#include "digest/local_time.h"

#include <stdexcept>

#include <date/tz.h>

namespace gailou::digest {
namespace {

LocalTime broken_down(std::chrono::sys_time<std::chrono::milliseconds> local, std::string zone) {
  const auto day = date::floor<date::days>(date::sys_time<std::chrono::milliseconds>(local.time_since_epoch()));
  const date::year_month_day date_of_day(day);
  const date::hh_mm_ss<std::chrono::milliseconds> clock(local.time_since_epoch() - day.time_since_epoch());
  return LocalTime{.year = static_cast<int>(date_of_day.year()),
                   .month = static_cast<unsigned>(date_of_day.month()),
                   .day = static_cast<unsigned>(date_of_day.day()),
                   .hour = static_cast<int>(clock.hours().count()),
                   .minute = static_cast<int>(clock.minutes().count()),
                   .second = static_cast<int>(clock.seconds().count()),
                   .weekday = date::weekday(day).c_encoding(),
                   .zone = std::move(zone)};
}

/// Nothing where the system has no such zone, or no zones at all: date-tz throws then, and UTC is the answer.
const date::time_zone* zone_named(std::string_view zone) {
  if (zone.empty()) return nullptr;
  try {
    return date::locate_zone(std::string(zone));
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

}  // namespace

LocalTime to_local(Instant at, std::string_view zone) {
  const date::time_zone* known = zone_named(zone);
  if (known == nullptr) return broken_down(at, "UTC");
  const auto info = known->get_info(date::sys_time<std::chrono::milliseconds>(at.time_since_epoch()));
  return broken_down(at + info.offset, info.abbrev);
}

std::optional<Instant> start_of_day(int year, unsigned month, unsigned day, std::string_view zone) {
  const date::year_month_day date = date::year{year} / date::month{month} / date::day{day};
  if (!date.ok()) return std::nullopt;
  const date::local_days local{date};
  const date::time_zone* known = zone_named(zone);
  const auto since_epoch = known == nullptr ? date::sys_seconds{local.time_since_epoch()}.time_since_epoch()
                                            : known->to_sys(local, date::choose::earliest).time_since_epoch();
  return Instant{std::chrono::duration_cast<Duration>(since_epoch)};
}

}  // namespace gailou::digest
