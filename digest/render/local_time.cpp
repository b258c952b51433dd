#include "digest/render/local_time.h"

#include <array>
#include <stdexcept>

#include <date/tz.h>

#include "digest/render/view.h"

namespace gailou::render {
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

/// At least `width` digits, with zeros in front.
std::string padded(long long number, std::size_t width) {
  const std::string digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

std::string hours_and_minutes(const LocalTime& at) {
  return padded(at.hour, 2) + ":" + padded(at.minute, 2);
}

}  // namespace

LocalTime to_local(digest::Instant at, std::string_view zone) {
  const date::time_zone* known = zone_named(zone);
  if (known == nullptr) return broken_down(at, "UTC");
  const auto info = known->get_info(date::sys_time<std::chrono::milliseconds>(at.time_since_epoch()));
  return broken_down(at + info.offset, info.abbrev);
}

std::optional<digest::Instant> start_of_day(int year, unsigned month, unsigned day, std::string_view zone) {
  const date::year_month_day date = date::year{year} / date::month{month} / date::day{day};
  if (!date.ok()) return std::nullopt;
  const date::local_days local{date};
  const date::time_zone* known = zone_named(zone);
  const auto since_epoch = known == nullptr ? date::sys_seconds{local.time_since_epoch()}.time_since_epoch()
                                            : known->to_sys(local, date::choose::earliest).time_since_epoch();
  return digest::Instant{std::chrono::duration_cast<digest::Duration>(since_epoch)};
}

std::string local_time(digest::Instant at, std::string_view zone) {
  const LocalTime t = to_local(at, zone);
  return padded(t.year, 4) + "-" + padded(t.month, 2) + "-" + padded(t.day, 2) + " " + hours_and_minutes(t) + ":" +
         padded(t.second, 2) + " " + t.zone;
}

std::string short_time(const LocalTime& at, int year) {
  const std::string front = at.year == year ? "" : std::to_string(at.year) + "年";
  return front + std::to_string(at.month) + "月" + std::to_string(at.day) + "日 " + hours_and_minutes(at) + " " +
         at.zone;
}

std::string long_date(const LocalTime& at) {
  constexpr std::array<std::string_view, 7> kDays = {"日", "一", "二", "三", "四", "五", "六"};
  std::string date = std::to_string(at.year) + "年" + std::to_string(at.month) + "月" + std::to_string(at.day) + "日";
  return date.append(" 星期").append(kDays[at.weekday % kDays.size()]);
}

}  // namespace gailou::render
