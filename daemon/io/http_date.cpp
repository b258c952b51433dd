#include "daemon/io/http_date.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <vector>

namespace gailou::io {

namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
// No valid date is longer ("Wednesday, 09-Nov-94 08:49:37 GMT" has 33).
constexpr std::size_t kDateLengthMax = 40;

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto start = text.find_first_not_of(" ,-");
    if (start == std::string_view::npos) break;
    text.remove_prefix(start);
    const auto end = std::min(text.find_first_of(" ,-"), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

std::optional<unsigned> number_in(std::string_view text) {
  unsigned value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<unsigned> month_in(std::string_view text) {
  for (unsigned i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i] == text) return i + 1;
  }
  return std::nullopt;
}

std::optional<seconds> time_of_day_in(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = number_in(text.substr(0, 2));
  const auto minute = number_in(text.substr(3, 2));
  const auto second = number_in(text.substr(6, 2));
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return hours{*hour} + minutes{*minute} + seconds{*second};
}

// RFC 850's two digits: 70 to 99 are of the last century here, as the epoch has it.
std::optional<unsigned> year_in(std::string_view text) {
  const auto year = number_in(text);
  if (!year) return std::nullopt;
  if (text.size() == 2) return *year + (*year < 70 ? 2000 : 1900);
  if (text.size() != 4 || *year < 1970) return std::nullopt;
  return year;
}

std::optional<digest::Instant> join(std::string_view day, std::string_view month, std::string_view year_text,
                                    std::string_view time) {
  const auto d = number_in(day);
  const auto m = month_in(month);
  const auto y = year_in(year_text);
  const auto t = time_of_day_in(time);
  if (!d || !m || !y || !t) return std::nullopt;
  const year_month_day date{year{static_cast<int>(*y)}, std::chrono::month{*m}, std::chrono::day{*d}};
  if (!date.ok()) return std::nullopt;
  return digest::Instant{sys_days{date}.time_since_epoch() + *t};
}

void append_two(std::string& out, unsigned number) {
  out += static_cast<char>('0' + number / 10 % 10);
  out += static_cast<char>('0' + number % 10);
}

}  // namespace

std::string http_date(digest::Instant at) {
  constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(at - day)};
  std::string text = kDays[std::chrono::weekday{day}.c_encoding()];
  text += ", ";
  append_two(text, static_cast<unsigned>(date.day()));
  text += ' ';
  text += kMonths[static_cast<unsigned>(date.month()) - 1];
  text += ' ' + std::to_string(static_cast<int>(date.year())) + ' ';
  append_two(text, static_cast<unsigned>(time.hours().count()));
  text += ':';
  append_two(text, static_cast<unsigned>(time.minutes().count()));
  text += ':';
  append_two(text, static_cast<unsigned>(time.seconds().count()));
  return text + " GMT";
}

std::optional<digest::Instant> parse_http_date(std::string_view text) {
  if (text.size() > kDateLengthMax) return std::nullopt;
  const auto words = words_of(text);
  // "Sun, 06 Nov 1994 08:49:37 GMT" and "Sunday, 06-Nov-94 08:49:37 GMT" give the same words.
  if (words.size() == 6 && words[5] == "GMT") return join(words[1], words[2], words[3], words[4]);
  // "Sun Nov  6 08:49:37 1994"
  if (words.size() == 5) return join(words[2], words[1], words[4], words[3]);
  return std::nullopt;
}

}  // namespace gailou::io
