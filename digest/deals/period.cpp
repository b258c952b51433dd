#include "digest/deals/period.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "digest/deals/named_days.h"
#include "digest/deals/scan.h"
#include "digest/deals/words.h"
#include "digest/local_time.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Text = std::u32string_view;

constexpr std::size_t kReach = 24;  // how far around a day its cue and its hour are looked for

/// The part of `front` behind the last end of a clause; commas end one, a blank doesn't.
Text same_clause(Text front, bool backwards) {
  static constexpr Text kEnds = U"。;!?\n,";
  if (backwards) {
    const auto at = front.find_last_of(kEnds);
    return at == Text::npos ? front : front.substr(at + 1);
  }
  return front.substr(0, front.find_first_of(kEnds));
}

Text trimmed_blanks(Text text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

/// "23:59 作废": the hour between a day and its cue.
Text without_hour(Text back) {
  auto at = back.find_first_not_of(U"0123456789:");
  if (at == 0 || at == Text::npos || at > 5) return back;
  if (back[at] == U'点' || back[at] == U'时')
    ++at;
  else if (back.substr(0, at).find(U':') == Text::npos)
    return back;
  return trimmed_blanks(back.substr(at));
}

struct Marked {
  const NamedDay* day = nullptr;
  Text front{};  // of its clause
  Text back{};
  bool is_start = false;
  bool is_end = false;
  bool lets_in = false;  // the day by which something has to be done to get in
};

Marked marked(Text text, const NamedDay& day) {
  Marked out{.day = &day};
  const auto from = day.begin > kReach ? day.begin - kReach : 0;
  out.front = trimmed_blanks(same_clause(text.substr(from, day.begin - from), true));
  out.back = without_hour(trimmed_blanks(same_clause(text.substr(day.end, kReach), false)));
  return out;
}

/// "收到 5/1" and the like: 到 belongs to a verb.
bool ends_in_a_verb(Text front) {
  static constexpr auto kVerbs = std::to_array<Text>({U"收到", U"等到", U"看到", U"想到", U"拿到", U"刷到", U"没到"});
  return std::any_of(kVerbs.begin(), kVerbs.end(), [&](Text verb) { return front.ends_with(verb); });
}

bool follows_end_word(Text front) {
  if (front.empty() || (ends_in_a_verb(front) && !front.ends_with(U"刷到"))) return false;
  return ends_in(front, DealWord::end_before, 0) || ends_in(front, DealWord::last_day_near, 6);
}

bool precedes_end_word(Text back) {
  if (back.empty()) return false;
  static constexpr auto kOther = std::to_array<Text>({U"前天", U"前后", U"前台", U"收到", U"收了", U"收货", U"前刚"});
  if (std::any_of(kOther.begin(), kOther.end(), [&](Text word) { return back.starts_with(word); })) return false;
  return begins_in(back, DealWord::end_behind, 0) || begins_in(back, DealWord::last_day_near, 20);
}

/// 还剩 3 天: the last of them is the last day.
bool is_what_is_left(Text front) {
  static constexpr auto kLeft = std::to_array<Text>({U"还剩", U"只剩", U"仅剩", U"剩下"});
  return std::any_of(kLeft.begin(), kLeft.end(), [&](Text word) { return front.ends_with(word); });
}

/// What stands between two days makes them the first and the last.
bool is_till(Text between) {
  between = trimmed_blanks(between);
  if (between.empty() || between.size() > 10) return false;
  return is_deal_word(between, DealWord::till);
}

void mark(Text text, std::vector<Marked>& found) {
  for (std::size_t i = 0; i < found.size(); ++i) {
    auto& day = found[i];
    if (i + 1 < found.size() && is_till(text.substr(day.day->end, found[i + 1].day->begin - day.day->end))) {
      day.is_start = true;
      found[i + 1].is_end = true;
    }
    if (ends_in(day.front, DealWord::was, 2) && !day.is_end) continue;
    day.is_start |= begins_in(day.back, DealWord::start_behind, 0) || ends_in(day.front, DealWord::start_before, 0);
    const bool ends = follows_end_word(day.front) || precedes_end_word(day.back) || is_what_is_left(day.front);
    day.is_end |= ends && !day.is_start;
    const auto near = day.back.substr(0, 14);
    day.lets_in = day.is_end && says(near, DealWord::getting_in);
  }
}

Day reading_of(const NamedDay& day, Day on, bool ahead) {
  if (!ahead) return day.readings.front();
  const auto later = std::find_if(day.readings.begin(), day.readings.end(), [&](Day d) { return d >= on; });
  return later == day.readings.end() ? day.readings.front() : *later;
}

struct NamedZone {
  Text word;
  std::string_view zone;
};
constexpr auto kZones = std::to_array<NamedZone>({{U"pst", "America/Los_Angeles"},
                                                  {U"pdt", "America/Los_Angeles"},
                                                  {U"pt", "America/Los_Angeles"},
                                                  {U"太平洋时间", "America/Los_Angeles"},
                                                  {U"西部时间", "America/Los_Angeles"},
                                                  {U"西岸时间", "America/Los_Angeles"},
                                                  {U"mst", "America/Denver"},
                                                  {U"mdt", "America/Denver"},
                                                  {U"cst", "America/Chicago"},
                                                  {U"cdt", "America/Chicago"},
                                                  {U"中部时间", "America/Chicago"},
                                                  {U"est", "America/New_York"},
                                                  {U"edt", "America/New_York"},
                                                  {U"et", "America/New_York"},
                                                  {U"东部时间", "America/New_York"},
                                                  {U"东岸时间", "America/New_York"},
                                                  {U"北京时间", "Asia/Shanghai"},
                                                  {U"utc", ""},
                                                  {U"gmt", ""}});

/// "-07:00": what the zone's clocks were off UTC at midday.
std::string offset_on(Day day, std::string_view zone) {
  const Instant midday{day + std::chrono::hours{12}};
  const auto local = to_local(midday, zone);
  const Day there{std::chrono::year{local.year} / std::chrono::month{local.month} / std::chrono::day{local.day}};
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(
      (there - day) + std::chrono::hours{local.hour - 12} + std::chrono::minutes{local.minute});
  const auto count = minutes.count() < 0 ? -minutes.count() : minutes.count();
  const auto two = [](long long n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
  return (minutes.count() < 0 ? "-" : "+") + two(count / 60) + ":" + two(count % 60);
}

/// "T23:59-07:00" where an hour stands beside the day; only one, else nobody knows which.
std::string hour_beside(Text text, const NamedDay& day, Day date, std::string_view zone) {
  const auto from = day.begin > kReach ? day.begin - kReach : 0;
  auto around = same_clause(text.substr(from, day.begin - from), true);
  const auto begin = day.begin - around.size();
  auto back = text.substr(day.end, kReach);
  // The clause behind may hold the hour alone: "仅限今天,PST 23:59 截止".
  auto end = same_clause(back, false).size();
  if (end < back.size() && back[end] == U',') end += 1 + same_clause(back.substr(end + 1), false).size();
  const auto clause = text.substr(begin, day.end + end - begin);
  const auto hours = hours_in(to_u8(clause));
  if (hours.size() != 1) return {};
  std::string_view named = zone;
  for (const auto& [word, name] : kZones) {
    if (find_word(clause, word) != Text::npos) named = name;
  }
  // 24 o'clock is the end of that day, which the day says by itself.
  if (hours.begin()->starts_with("24") || clause.find(U"24点") != Text::npos || clause.find(U"24:00") != Text::npos)
    return {};
  return "T" + *hours.begin() + offset_on(date, named);
}

}  // namespace

Period period_in(std::u32string_view text, Day on, std::string_view zone) {
  auto named = named_days(text, on);
  std::erase_if(named, [](const NamedDay& day) { return day.span; });
  std::vector<Marked> all;
  for (const auto& day : named) all.push_back(marked(text, day));
  mark(text, all);
  Period out;
  const Marked* last = nullptr;
  std::optional<Day> ends;
  std::optional<Day> starts;
  for (const auto& day : all) {
    if (day.is_start && !starts) starts = reading_of(*day.day, on, false);
    if (!day.is_end) continue;
    const Day read = reading_of(*day.day, on, true);
    const bool better =
        last == nullptr || (day.lets_in && !last->lets_in) || (day.lets_in == last->lets_in && ends && read < *ends);
    if (!better) continue;
    last = &day;
    ends = read;
  }
  if (starts && (!ends || *starts <= *ends)) out.starts = to_string(*starts);
  if (ends) out.ends = to_string(*ends) + hour_beside(text, *last->day, *ends, zone);
  out.changed = says(text, DealWord::changed);
  return out;
}

}  // namespace gailou::digest
