#include "digest/deals/named_days.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include "digest/deals/scan.h"
#include "digest/deals/word_days.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Text = std::u32string_view;
using std::chrono::days;

constexpr std::array<Text, 12> kMonths = {U"jan", U"feb", U"mar", U"apr", U"may", U"jun",
                                          U"jul", U"aug", U"sep", U"oct", U"nov", U"dec"};
constexpr auto kOrdinals = std::to_array<Text>({U"st", U"nd", U"rd", U"th"});

// How far from the day of reading a day without a year may lie.
constexpr days kBackMost{120};
constexpr days kAheadMost{330};

void add_day(std::vector<Day>& days_found, int year, int month, int day) {
  if (month < 1 || day < 1) return;
  const auto date = std::chrono::year{year < 100 ? year + 2000 : year} /
                    std::chrono::month{static_cast<unsigned>(month)} / std::chrono::day{static_cast<unsigned>(day)};
  if (!date.ok()) return;
  if (std::find(days_found.begin(), days_found.end(), Day{date}) == days_found.end()) days_found.emplace_back(date);
}

/// The years near `on`, its own first.
void add_near(std::vector<Day>& days_found, Day on, int month, int day) {
  const int year = static_cast<int>(std::chrono::year_month_day{on}.year());
  for (const int y : {year, year + 1, year - 1}) {
    std::vector<Day> one;
    add_day(one, y, month, day);
    if (!one.empty() && one.front() - on >= -kBackMost && one.front() - on <= kAheadMost)
      days_found.push_back(one.front());
  }
}

/// The last day of a month of this year or the next.
std::vector<Day> ends_of_month(Day on, int month) {
  std::vector<Day> ends;
  const auto year = std::chrono::year_month_day{on}.year();
  for (const auto y : {year, year + std::chrono::years{1}}) {
    const Day last{y / std::chrono::month{static_cast<unsigned>(month)} / std::chrono::last};
    if (last - on >= -kBackMost && last - on <= days{360}) ends.push_back(last);
  }
  return ends;
}

/// A month's name or its first three letters, with what letters and dot follow: 1 to 12.
std::optional<int> month_name(Text text, Scan& scan) {
  if (is_latin(char_before(text, scan.at()))) return std::nullopt;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    Scan ahead = scan;
    if (!ahead.word(kMonths[i])) continue;
    while (is_latin_lower(ahead.peek())) ahead.one_of(Text(&text[ahead.at()], 1));
    ahead.word(U".");
    scan = ahead;
    return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

std::optional<int> year_behind(Scan& scan) {
  Scan ahead = scan;
  ahead.word(U",");
  ahead.blanks();
  const auto year = ahead.digits(4, 4);
  if (!year || *year < 2000 || *year > 2099) return std::nullopt;
  scan = ahead;
  return year;
}

using MaybeDay = std::optional<NamedDay>;

MaybeDay day_found(std::size_t begin, const Scan& scan, std::vector<Day> readings) {
  if (readings.empty()) return std::nullopt;
  return NamedDay{.begin = begin, .end = scan.at(), .readings = std::move(readings)};
}

/// 2026-06-30, 2026年6月30日
MaybeDay with_year_first(Text text, std::size_t at, Day) {
  Scan scan(text, at);
  if (is_digit_at(text, at - 1) && at > 0) return std::nullopt;
  const auto year = scan.digits(4, 4);
  if (!year || *year < 2000 || *year > 2099) return std::nullopt;
  scan.blanks();
  if (!scan.one_of(U"-/.年")) return std::nullopt;
  scan.blanks();
  const auto month = scan.digits(1, 2);
  scan.blanks();
  if (!month || !scan.one_of(U"-/.月")) return std::nullopt;
  scan.blanks();
  const auto day = scan.digits(1, 2);
  if (!day) return std::nullopt;
  std::vector<Day> readings;
  add_day(readings, *year, *month, *day);
  return day_found(at, scan, std::move(readings));
}

bool follows_digit_or(Text text, std::size_t at, Text set) {
  const char32_t before = char_before(text, at);
  return before != 0 && (is_latin_digit(before) || set.find(before) != Text::npos);
}

/// 06/30/2026, 30.6.26
MaybeDay with_year_last(Text text, std::size_t at, Day) {
  if (follows_digit_or(text, at, U"/")) return std::nullopt;
  Scan scan(text, at);
  const auto a = scan.digits(1, 2);
  if (!a || !scan.one_of(U"/.-")) return std::nullopt;
  const auto b = scan.digits(1, 2);
  if (!b || !scan.one_of(U"/.-")) return std::nullopt;
  auto year = scan.digits(4, 4);
  if (!year) year = scan.digits(2, 2);
  if (!year || scan.peek() == U'%' || is_latin_digit(scan.peek()) || (*year > 99 && *year / 100 != 20))
    return std::nullopt;
  std::vector<Day> readings;
  add_day(readings, *year, *a, *b);
  add_day(readings, *year, *b, *a);
  return day_found(at, scan, std::move(readings));
}

/// 6/30, 12.31
MaybeDay month_and_day(Text text, std::size_t at, Day on) {
  if (follows_digit_or(text, at, U"/.$")) return std::nullopt;
  Scan scan(text, at);
  const auto a = scan.digits(1, 2);
  if (!a || !scan.one_of(U"/.-")) return std::nullopt;
  const auto b = scan.digits(1, 2);
  if (!b || is_latin_digit(scan.peek()) || scan.peek() == U'%') return std::nullopt;
  std::vector<Day> readings;
  add_near(readings, on, *a, *b);
  add_near(readings, on, *b, *a);
  return day_found(at, scan, std::move(readings));
}

/// 6月30号, 七月一号, 6月底
MaybeDay chinese_month(Text text, std::size_t at, Day on) {
  if (is_digit_at(text, at) && is_digit_at(text, at - 1) && at > 0) return std::nullopt;
  Scan scan(text, at);
  const auto month = scan.small_number();
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  scan.blanks();
  if (!scan.word(U"月")) return std::nullopt;
  scan.blanks();
  if (scan.one_of(U"底末")) return day_found(at, scan, ends_of_month(on, *month));
  const auto day = scan.small_number();
  if (!day) return std::nullopt;
  std::vector<Day> readings;
  Scan behind = scan;
  behind.blanks();
  if (behind.one_of(U"日号")) scan = behind;
  add_near(readings, on, *month, *day);
  return day_found(at, scan, std::move(readings));
}

/// Jun 30th, 2026; end of June
MaybeDay english_month(Text text, std::size_t at, Day on) {
  Scan scan(text, at);
  const bool is_end = scan.word(U"end of ");
  const auto month = month_name(text, scan);
  if (!month) return std::nullopt;
  if (is_end) return day_found(at, scan, ends_of_month(on, *month));
  std::vector<Day> readings;
  scan.blanks();
  const auto day = scan.digits(1, 2);
  if (!day || is_latin_digit(scan.peek())) return std::nullopt;
  scan.any_of(kOrdinals);
  if (is_latin_digit(scan.peek()) || scan.peek() == U'%') return std::nullopt;
  if (const auto year = year_behind(scan))
    add_day(readings, *year, *month, *day);
  else
    add_near(readings, on, *month, *day);
  return day_found(at, scan, std::move(readings));
}

/// 30 June, 1st of July
MaybeDay day_and_english_month(Text text, std::size_t at, Day on) {
  if (follows_digit_or(text, at, U"$,")) return std::nullopt;
  Scan scan(text, at);
  const auto day = scan.digits(1, 2);
  if (!day) return std::nullopt;
  scan.any_of(kOrdinals);
  scan.blanks();
  scan.word(U"of ");
  const auto month = month_name(text, scan);
  if (!month) return std::nullopt;
  std::vector<Day> readings;
  if (const auto year = year_behind(scan))
    add_day(readings, *year, *month, *day);
  else
    add_near(readings, on, *month, *day);
  return day_found(at, scan, std::move(readings));
}

/// 20 号, the 15th: of this month or the next
MaybeDay day_alone(Text text, std::size_t at, Day on) {
  if (follows_digit_or(text, at, U"月")) return std::nullopt;
  Scan scan(text, at);
  const auto day = scan.digits(1, 2);
  if (!day) return std::nullopt;
  scan.blanks();
  const bool latin = scan.word(U"th") || scan.word(U"st");
  if (latin ? is_latin(scan.peek()) : !scan.one_of(U"号日")) return std::nullopt;
  if (!latin && scan.peek() == U'楼') return std::nullopt;
  std::vector<Day> readings;
  auto month = std::chrono::year_month_day{on}.year() / std::chrono::year_month_day{on}.month();
  for (int i = 0; i < 2; ++i, month += std::chrono::months{1})
    add_day(readings, static_cast<int>(month.year()), static_cast<int>(static_cast<unsigned>(month.month())), *day);
  // One that has passed is next month's, if it is ahead at all.
  if (readings.size() == 2 && readings[0] < on) std::swap(readings[0], readings[1]);
  return day_found(at, scan, std::move(readings));
}

using Reader = MaybeDay (*)(Text, std::size_t, Day);
constexpr auto kReaders = std::to_array<Reader>({with_year_first, with_year_last, chinese_month, english_month,
                                                 day_and_english_month, month_and_day, day_alone, word_day});

/// "晚上", "下午" before the hour, "pm" behind it.
bool is_late(Text text, std::size_t at) {
  static constexpr auto kLate = std::to_array<Text>({U"下午", U"晚上", U"今晚", U"明晚", U"晚"});
  while (at > 0 && is_space(text[at - 1])) --at;
  const auto front = text.substr(0, at);
  return std::any_of(kLate.begin(), kLate.end(), [&](Text word) { return front.ends_with(word); });
}

std::optional<std::string> hour_at(Text text, std::size_t at) {
  if (is_digit_at(text, at - 1) && at > 0) return std::nullopt;
  Scan scan(text, at);
  const auto hour = scan.digits(1, 2);
  if (!hour || *hour > 24) return std::nullopt;
  int minute = 0;
  const bool has_clock = scan.one_of(U":点");
  if (has_clock) {
    minute = scan.digits(2, 2).value_or(0);
    scan.blanks();
    if (scan.word(U"半")) minute = 30;
  }
  scan.blanks();
  bool am = false;
  bool pm = false;
  for (const Text half : {Text(U"am"), Text(U"pm")}) {
    if (!text.substr(std::min(scan.at(), text.size())).starts_with(half)) continue;
    am |= half == U"am";
    pm |= half == U"pm";
  }
  if ((!has_clock && !am && !pm) || minute > 59) return std::nullopt;
  const bool late = pm || is_late(text, at);
  const int h = late && *hour <= 12 ? *hour % 12 + 12 : am ? *hour % 12 : *hour % 24;
  const auto two = [](int n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
  return two(h) + ":" + two(minute);
}

}  // namespace

std::vector<NamedDay> named_days(std::u32string_view text, Day on) {
  std::vector<NamedDay> out;
  for (const Reader reader : kReaders) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      auto day = reader(text, at, on);
      if (!day) continue;
      const auto overlaps = [&](const NamedDay& other) { return day->begin < other.end && other.begin < day->end; };
      at = day->end - 1;
      if (std::none_of(out.begin(), out.end(), overlaps)) out.push_back(std::move(*day));
    }
  }
  std::sort(out.begin(), out.end(), [](const NamedDay& a, const NamedDay& b) { return a.begin < b.begin; });
  return out;
}

std::set<Day> days_in(std::string_view text, Day on) {
  std::set<Day> out;
  const auto form = small_form(norm32(text));
  for (const Reader reader : kReaders) {
    for (std::size_t at = 0; at < form.size(); ++at) {
      if (const auto day = reader(form, at, on)) out.insert(day->readings.begin(), day->readings.end());
    }
  }
  return out;
}

std::set<std::string> hours_in(std::string_view text) {
  std::set<std::string> out;
  const auto form = small_form(norm32(text));
  for (std::size_t at = 0; at < form.size(); ++at) {
    if (auto hour = hour_at(form, at)) out.insert(std::move(*hour));
  }
  for (const Text word : {Text(U"midnight"), Text(U"零点"), Text(U"午夜")}) {
    if (form.find(word) != Text::npos) out.insert({"00:00", "23:59"});
  }
  return out;
}

}  // namespace gailou::digest
