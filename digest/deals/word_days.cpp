#include "digest/deals/word_days.h"

#include <algorithm>
#include <array>

#include "digest/deals/scan.h"
#include "digest/text/chars.h"

namespace gailou::digest {
namespace {

using Text = std::u32string_view;
using MaybeDay = std::optional<NamedDay>;
using std::chrono::days;
using std::chrono::year;

struct Counted {
  Text word;
  int from_today;
};
constexpr auto kCounted = std::to_array<Counted>(
    {{U"今天", 0},  {U"今晚", 0},    {U"今日", 0},  {U"今夜", 0},  {U"今早", 0},  {U"今儿", 0},       {U"当天", 0},
     {U"today", 0}, {U"tonight", 0}, {U"明天", 1},  {U"明晚", 1},  {U"明日", 1},  {U"明儿", 1},       {U"tomorrow", 1},
     {U"tmr", 1},   {U"后天", 2},    {U"昨天", -1}, {U"昨晚", -1}, {U"昨日", -1}, {U"yesterday", -1}, {U"前天", -2}});

MaybeDay one_day(std::size_t at, std::size_t length, std::vector<Day> readings) {
  return NamedDay{.begin = at, .end = at + length, .readings = std::move(readings)};
}

MaybeDay counted_day(Text text, std::size_t at, Day on) {
  for (const auto& [word, from_today] : kCounted) {
    if (stands_at(text, at, word)) return one_day(at, word.size(), {on + days{from_today}});
  }
  return std::nullopt;
}

constexpr Text kWeekdays = U"一二三四五六日";

Day monday_of(Day on) {
  return on - (std::chrono::weekday{on} - std::chrono::Monday);
}

/// 周日, 下周三, 本周五
MaybeDay chinese_weekday(Text text, std::size_t at, Day on) {
  Scan scan(text, at);
  int weeks = 0;
  bool is_bare = false;
  if (scan.word(U"下下"))
    weeks = 2;
  else if (scan.word(U"下个") || scan.word(U"下"))
    weeks = 1;
  else if (scan.word(U"上个") || scan.word(U"上"))
    weeks = -1;
  else if (!scan.word(U"这个") && !scan.word(U"这") && !scan.word(U"本"))
    is_bare = true;
  static constexpr auto kWeek = std::to_array<Text>({U"周", U"星期", U"礼拜"});
  if (!scan.any_of(kWeek)) return std::nullopt;
  const char32_t c = scan.peek() == U'天' ? U'日' : scan.peek();
  if (c == U'末') {
    const Day saturday = monday_of(on) + days{7 * weeks + 5};
    return one_day(at, scan.at() + 1 - at, {saturday + days{1}, saturday});
  }
  const auto place = kWeekdays.find(c);
  if (place == Text::npos || c == 0) return std::nullopt;
  const Day day = monday_of(on) + days{7 * weeks + static_cast<int>(place)};
  std::vector<Day> readings{day};
  if (is_bare && day < on) readings.insert(readings.begin(), day + days{7});
  return one_day(at, scan.at() + 1 - at, std::move(readings));
}

constexpr std::array<Text, 7> kEnglishDays = {U"mon", U"tue", U"wed", U"thu", U"fri", U"sat", U"sun"};
constexpr auto kDayTails = std::to_array<Text>({U"day", U"sday", U"s", U"nesday", U"rsday", U"rs", U"urday", U""});

MaybeDay english_weekday(Text text, std::size_t at, Day on) {
  if (is_latin(char_before(text, at))) return std::nullopt;
  Scan scan(text, at);
  const bool is_next = scan.word(U"next ");
  const bool is_last = !is_next && scan.word(U"last ");
  if (!is_next && !is_last) scan.word(U"this ");
  for (std::size_t i = 0; i < kEnglishDays.size(); ++i) {
    Scan day = scan;
    if (!day.word(kEnglishDays[i])) continue;
    for (const Text tail : kDayTails) {
      Scan end = day;
      if (!end.word(tail) || is_latin(end.peek())) continue;
      // A bare "sun" or "sat" is as often a word as a day.
      if (tail.empty() && !is_next && !is_last && (i == 5 || i == 6)) return std::nullopt;
      const Day here = monday_of(on) + days{static_cast<int>(i)};
      const Day other = is_last ? here - days{7} : here + days{7};
      const bool first_other = is_next || (is_last && here >= on) || (!is_last && here < on);
      return one_day(at, end.at() - at, first_other ? std::vector<Day>{other, here} : std::vector<Day>{here, other});
    }
  }
  return std::nullopt;
}

Day last_of(std::chrono::year_month month) {
  return Day{month / std::chrono::last};
}

/// 月底, end of next month, 年底, Q3
MaybeDay end_of_time(Text text, std::size_t at, Day on) {
  const std::chrono::year_month_day date{on};
  const auto month = date.year() / date.month();
  const auto next = last_of(month + std::chrono::months{1});
  const Day new_years_eve{date.year() / std::chrono::December / 31};
  const struct {
    Text word;
    Day day;
  } kEnds[] = {{U"下个月底", next},
               {U"下月底", next},
               {U"下个月末", next},
               {U"end of next month", next},
               {U"本月底", last_of(month)},
               {U"这个月底", last_of(month)},
               {U"月底", last_of(month)},
               {U"月末", last_of(month)},
               {U"end of the month", last_of(month)},
               {U"end of this month", last_of(month)},
               {U"end of month", last_of(month)},
               {U"month end", last_of(month)},
               {U"eom", last_of(month)},
               {U"年底", new_years_eve},
               {U"年末", new_years_eve},
               {U"end of the year", new_years_eve},
               {U"end of this year", new_years_eve},
               {U"end of year", new_years_eve},
               {U"eoy", new_years_eve}};
  for (const auto& [word, day] : kEnds) {
    if (stands_at(text, at, word)) return one_day(at, word.size(), {day});
  }
  if (text[at] != U'q' || is_latin(char_before(text, at)) || at + 1 >= text.size()) return std::nullopt;
  const char32_t quarter = text[at + 1];
  if (quarter < U'1' || quarter > U'4' || is_digit_at(text, at + 2)) return std::nullopt;
  const auto third = std::chrono::month{static_cast<unsigned>(quarter - U'0') * 3};
  return one_day(at, 2, {last_of(date.year() / third)});
}

/// 下月 5 号, 本月 20 号
MaybeDay day_of_month(Text text, std::size_t at, Day on) {
  Scan scan(text, at);
  const bool is_next = scan.word(U"下个月") || scan.word(U"下月");
  if (!is_next && !scan.word(U"这个月") && !scan.word(U"本月")) return std::nullopt;
  scan.blanks();
  const auto day = scan.digits(1, 2);
  scan.blanks();
  if (!day || !scan.one_of(U"号日")) return std::nullopt;
  const std::chrono::year_month_day today{on};
  const auto month = today.year() / today.month() + std::chrono::months{is_next ? 1 : 0};
  const auto date = month / std::chrono::day{static_cast<unsigned>(*day)};
  if (!date.ok()) return std::nullopt;
  return one_day(at, scan.at() - at, {Day{date}});
}

/// 还剩 3 天, 3 天后, in 5 days: counted from today; "3 天内" as often tells how long something takes.
MaybeDay count_of_days(Text text, std::size_t at, Day on) {
  if (is_digit_at(text, at - 1) && at > 0) return std::nullopt;
  Scan scan(text, at);
  const auto count = scan.small_number();
  if (!count || *count < 1 || *count > 399) return std::nullopt;
  scan.blanks();
  const bool is_english = scan.word(U"days") || scan.word(U"day");
  if (!is_english && !scan.word(U"天")) return std::nullopt;
  const auto front = text.substr(0, at);
  const auto left = [&](Text word) { return front.ends_with(word) || front.ends_with(std::u32string(word) + U' '); };
  Scan behind = scan;
  behind.blanks();
  bool is_day = left(U"还剩") || left(U"剩") || left(U"只剩") || left(U"还有") || left(U"剩下") || left(U"最后") ||
                (is_english && left(U"in"));
  static constexpr auto kBehind = std::to_array<Text>({U"后", U"之后", U"到期", U"结束", U"截止", U"left"});
  is_day |= behind.any_of(kBehind);
  auto out = one_day(at, scan.at() - at, {on + days{*count}, on - days{*count}});
  out->span = !is_day;
  return out;
}

Day nth(year y, std::chrono::month month, std::chrono::weekday weekday, unsigned n) {
  return Day{y / month / weekday[n]};
}

struct Holiday {
  Text word;
  Day (*in)(year);
};
Day thanksgiving(year y) {
  return nth(y, std::chrono::November, std::chrono::Thursday, 4);
}
Day memorial_day(year y) {
  return Day{y / std::chrono::May / std::chrono::Monday[std::chrono::last]};
}
Day fathers_day(year y) {
  return nth(y, std::chrono::June, std::chrono::Sunday, 3);
}
Day mothers_day(year y) {
  return nth(y, std::chrono::May, std::chrono::Sunday, 2);
}
Day fixed(year y, unsigned month, unsigned day) {
  return Day{y / std::chrono::month{month} / std::chrono::day{day}};
}
constexpr auto kHolidays = std::to_array<Holiday>({
    {U"memorial day", memorial_day},
    {U"阵亡将士", memorial_day},
    {U"labor day", [](year y) { return nth(y, std::chrono::September, std::chrono::Monday, 1); }},
    {U"father's day", fathers_day},
    {U"父亲节", fathers_day},
    {U"mother's day", mothers_day},
    {U"母亲节", mothers_day},
    {U"thanksgiving", thanksgiving},
    {U"感恩节", thanksgiving},
    {U"black friday", [](year y) { return thanksgiving(y) + days{1}; }},
    {U"黑五", [](year y) { return thanksgiving(y) + days{1}; }},
    {U"cyber monday", [](year y) { return thanksgiving(y) + days{4}; }},
    {U"网一", [](year y) { return thanksgiving(y) + days{4}; }},
    {U"christmas", [](year y) { return fixed(y, 12, 25); }},
    {U"xmas", [](year y) { return fixed(y, 12, 25); }},
    {U"圣诞", [](year y) { return fixed(y, 12, 25); }},
    {U"july 4th", [](year y) { return fixed(y, 7, 4); }},
    {U"4th of july", [](year y) { return fixed(y, 7, 4); }},
    {U"独立日", [](year y) { return fixed(y, 7, 4); }},
    {U"halloween", [](year y) { return fixed(y, 10, 31); }},
    {U"万圣", [](year y) { return fixed(y, 10, 31); }},
    {U"new year's eve", [](year y) { return fixed(y, 12, 31); }},
    {U"跨年", [](year y) { return fixed(y, 12, 31); }},
    {U"new year's day", [](year y) { return fixed(y, 1, 1); }},
    {U"元旦", [](year y) { return fixed(y, 1, 1); }},
    {U"双十一", [](year y) { return fixed(y, 11, 11); }},
    {U"双11", [](year y) { return fixed(y, 11, 11); }},
    {U"618", [](year y) { return fixed(y, 6, 18); }},
});

MaybeDay holiday(Text text, std::size_t at, Day on) {
  for (const auto& [word, in] : kHolidays) {
    if (!stands_at(text, at, word)) continue;
    std::vector<Day> readings;
    const auto this_year = std::chrono::year_month_day{on}.year();
    for (const auto y : {this_year, this_year + std::chrono::years{1}}) {
      const Day day = in(y);
      if (day - on >= days{-120} && day - on <= days{330}) readings.push_back(day);
    }
    if (!readings.empty()) return one_day(at, word.size(), std::move(readings));
  }
  return std::nullopt;
}

}  // namespace

std::optional<NamedDay> word_day(std::u32string_view text, std::size_t at, Day on) {
  using Reader = MaybeDay (*)(Text, std::size_t, Day);
  constexpr auto kWordReaders = std::to_array<Reader>(
      {counted_day, day_of_month, end_of_time, chinese_weekday, english_weekday, count_of_days, holiday});
  for (const Reader reader : kWordReaders) {
    if (auto day = reader(text, at, on)) return day;
  }
  return std::nullopt;
}

}  // namespace gailou::digest
