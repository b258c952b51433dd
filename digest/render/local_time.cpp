#include "digest/render/local_time.h"

#include <array>

#include "digest/render/view.h"

namespace gailou::render {
namespace {

/// At least `width` digits, with zeros in front.
std::string padded(long long number, std::size_t width) {
  const std::string digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

std::string hours_and_minutes(const LocalTime& at) {
  return padded(at.hour, 2) + ":" + padded(at.minute, 2);
}

std::string_view month_name(unsigned month) {
  constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                        "May",       "June",     "July",     "August",
                                                        "September", "October",  "November", "December"};
  return kMonths[(month + kMonths.size() - 1) % kMonths.size()];
}

}  // namespace

std::string local_time(digest::Instant at, std::string_view zone) {
  const LocalTime t = to_local(at, zone);
  return padded(t.year, 4) + "-" + padded(t.month, 2) + "-" + padded(t.day, 2) + " " + hours_and_minutes(t) + ":" +
         padded(t.second, 2) + " " + t.zone;
}

std::string short_time(const LocalTime& at, int year, digest::Language language) {
  if (language == digest::Language::en) {
    const std::string of_year = at.year == year ? "" : " " + std::to_string(at.year);
    return std::string(month_name(at.month).substr(0, 3)) + " " + std::to_string(at.day) + of_year + ", " +
           hours_and_minutes(at) + " " + at.zone;
  }
  const std::string front = at.year == year ? "" : std::to_string(at.year) + "年";
  return front + std::to_string(at.month) + "月" + std::to_string(at.day) + "日 " + hours_and_minutes(at) + " " +
         at.zone;
}

std::string long_date(const LocalTime& at, digest::Language language) {
  if (language == digest::Language::en) {
    constexpr std::array<std::string_view, 7> kEnglishDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                              "Thursday", "Friday", "Saturday"};
    return std::string(kEnglishDays[at.weekday % kEnglishDays.size()]) + ", " + std::string(month_name(at.month)) +
           " " + std::to_string(at.day) + ", " + std::to_string(at.year);
  }
  constexpr std::array<std::string_view, 7> kDays = {"日", "一", "二", "三", "四", "五", "六"};
  std::string date = std::to_string(at.year) + "年" + std::to_string(at.month) + "月" + std::to_string(at.day) + "日";
  return date.append(" 星期").append(kDays[at.weekday % kDays.size()]);
}

}  // namespace gailou::render
