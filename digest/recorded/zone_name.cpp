#include "digest/recorded/zone_name.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace gailou::digest {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Abbreviations of the zone files that stand for one offset alone. Left out for standing for several: AST, BST, CDT,
// CST, EST, IST, MST, SST, WST.
constexpr std::pair<std::string_view, minutes> kOffsets[] = {
    {"UTC", minutes{0}},    {"GMT", minutes{0}},    {"Z", minutes{0}},      {"WET", minutes{0}}, {"PDT", hours{-7}},
    {"PST", hours{-8}},     {"MDT", hours{-6}},     {"EDT", hours{-4}},     {"AKDT", hours{-8}}, {"AKST", hours{-9}},
    {"HST", hours{-10}},    {"NDT", -minutes{150}}, {"NST", -minutes{210}}, {"WEST", hours{1}},  {"CET", hours{1}},
    {"CEST", hours{2}},     {"EET", hours{2}},      {"EEST", hours{3}},     {"MSK", hours{3}},   {"HKT", hours{8}},
    {"JST", hours{9}},      {"KST", hours{9}},      {"AEST", hours{10}},    {"AEDT", hours{11}}, {"ACST", minutes{570}},
    {"ACDT", minutes{630}}, {"AWST", hours{8}},     {"NZST", hours{12}},    {"NZDT", hours{13}},
};
// Kiritimati is 14 hours ahead.
constexpr minutes kFarthest = hours{14};

std::optional<int> digits(std::string_view text) {
  int value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_whole = fault == std::errc{} && end == text.data() + text.size();
  const bool is_plain = !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  return is_whole && is_plain ? std::optional(value) : std::nullopt;
}

/// "+08", "-0730", "+08:00"
std::optional<minutes> numeric_offset(std::string_view name) {
  if (name.size() < 3 || (name.front() != '+' && name.front() != '-')) return std::nullopt;
  const auto whole = digits(name.substr(1, 2));
  std::string_view rest = name.substr(3);
  if (rest.starts_with(':') && rest.size() == 3) rest.remove_prefix(1);
  const auto part = rest.empty() ? std::optional(0) : digits(rest);
  if (!whole || !part || (!rest.empty() && rest.size() != 2) || *part > 59) return std::nullopt;
  const minutes offset = hours{*whole} + minutes{*part};
  if (offset > kFarthest) return std::nullopt;
  return name.front() == '-' ? -offset : offset;
}

bool is_day(int year, unsigned month, unsigned day) {
  return std::chrono::year_month_day(std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}).ok();
}

}  // namespace

std::optional<LocalMoment> parse_moment(std::string_view text) {
  // "2026-05-06 14:02:35 " and a name behind it.
  constexpr std::string_view kShape = "dddd-dd-dd dd:dd:dd ";
  if (text.size() <= kShape.size()) return std::nullopt;
  for (std::size_t at = 0; at < kShape.size(); ++at) {
    const bool is_digit = text[at] >= '0' && text[at] <= '9';
    if (kShape[at] == 'd' ? !is_digit : text[at] != kShape[at]) return std::nullopt;
  }
  const auto part = [&](std::size_t from, std::size_t length) { return digits(text.substr(from, length)).value_or(0); };
  LocalMoment moment{.year = part(0, 4),
                     .month = static_cast<unsigned>(part(5, 2)),
                     .day = static_cast<unsigned>(part(8, 2)),
                     .hour = part(11, 2),
                     .minute = part(14, 2),
                     .second = part(17, 2),
                     .zone = std::string(text.substr(kShape.size()))};
  const bool is_time = moment.hour <= 23 && moment.minute <= 59 && moment.second <= 59;
  if (moment.year < 1970 || !is_day(moment.year, moment.month, moment.day) || !is_time) return std::nullopt;
  if (moment.zone.find(' ') != std::string::npos) return std::nullopt;
  return moment;
}

std::optional<minutes> offset_of_zone(std::string_view name) {
  const auto* known =
      std::find_if(std::begin(kOffsets), std::end(kOffsets), [&](const auto& each) { return each.first == name; });
  if (known != std::end(kOffsets)) return known->second;
  return numeric_offset(name);
}

Instant instant_of(const LocalMoment& moment, minutes offset) {
  const std::chrono::sys_days day = std::chrono::year_month_day(
      std::chrono::year{moment.year}, std::chrono::month{moment.month}, std::chrono::day{moment.day});
  return Instant{day} + hours{moment.hour} + minutes{moment.minute} + std::chrono::seconds{moment.second} - offset;
}

}  // namespace gailou::digest
