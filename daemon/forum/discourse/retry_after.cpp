#include "daemon/forum/discourse/retry_after.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "daemon/forum/discourse/kept_json.h"

namespace gailou::forum::discourse {
namespace {

using namespace std::chrono_literals;
using digest::Duration;
using digest::Instant;

constexpr Duration kShortest = 1s;
constexpr Duration kLongest = 24h;
constexpr Duration kDailyLimit = 1h;

std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t length) {
  if (at + length > text.size()) return std::nullopt;
  int value = 0;
  const char* const from = text.data() + at;
  const auto [end, fault] = std::from_chars(from, from + length, value);
  return fault == std::errc{} && end == from + length && value >= 0 ? std::optional(value) : std::nullopt;
}

/// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that servers write today (RFC 9110, IMF-fixdate).
std::optional<Instant> http_date(std::string_view text) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;
  const std::size_t month = kMonths.find(text.substr(8, 3));
  const auto day = number_at(text, 5, 2);
  const auto year = number_at(text, 12, 4);
  const auto hour = number_at(text, 17, 2);
  const auto minute = number_at(text, 20, 2);
  const auto second = number_at(text, 23, 2);
  if (month == std::string_view::npos || month % 3 != 0 || !day || !year || !hour || !minute || !second)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(month / 3 + 1)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return Instant{std::chrono::sys_days{date}} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
         std::chrono::seconds{*second};
}

/// Seconds as a whole or broken number; so long that they can't be added to a time count as a day.
std::optional<Duration> seconds(double value) {
  if (!std::isfinite(value) || value <= 0) return std::nullopt;
  const double most = std::chrono::duration<double>(kLongest).count();
  return Duration{static_cast<long long>(std::ceil(std::min(value, most) * 1000))};
}

std::optional<Duration> from_digits(std::string_view digits) {
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  constexpr std::size_t kDigitsMax = 6;
  return digits.size() > kDigitsMax ? kLongest : seconds(*number_at(digits, 0, digits.size()));
}

Duration from_header(const io::HttpResponse& response, Instant now) {
  const auto at = response.headers.find("retry-after");
  if (at == response.headers.end()) return Duration::zero();
  if (const auto wait = from_digits(at->second)) return *wait;
  const auto date = http_date(at->second);
  return date ? std::clamp(*date - now, kShortest, kLongest) : Duration::zero();
}

Duration from_json(const io::HttpResponse& response) {
  if (!response.body.starts_with('{')) return Duration::zero();
  constexpr std::array<std::string_view, 2> kKeys = {"extras", "wait_seconds"};
  const auto document = parse_kept(response.body, kKeys);
  if (!document || !document->root.is_object()) return Duration::zero();
  const auto extras = document->root.find("extras");
  if (extras == document->root.end() || !extras->is_object()) return Duration::zero();
  const auto wait = extras->find("wait_seconds");
  if (wait == extras->end() || !wait->is_number()) return Duration::zero();
  return seconds(wait->get<double>()).value_or(Duration::zero());
}

/// The limiter before Rails writes English whatever the site's language is; everything else is localised and not read.
Duration from_sentence(const io::HttpResponse& response) {
  constexpr std::string_view kBefore = "Please retry again in ";
  const std::string_view body = response.body;
  const std::size_t at = body.find(kBefore);
  if (at == std::string_view::npos) return Duration::zero();
  const std::string_view rest = body.substr(at + kBefore.size());
  const std::size_t end = rest.find_first_not_of("0123456789");
  if (end == std::string_view::npos || !rest.substr(end).starts_with(" second")) return Duration::zero();
  return from_digits(rest.substr(0, end)).value_or(Duration::zero());
}

bool is_daily_limit(const io::HttpResponse& response) {
  const auto at = response.headers.find("discourse-rate-limit-error-code");
  return at != response.headers.end() && at->second.ends_with("_1_day");
}

}  // namespace

Duration wait_of(const io::HttpResponse& response, Instant now) {
  Duration wait = std::max(from_header(response, now), from_json(response));
  if (wait == Duration::zero()) wait = from_sentence(response);
  if (is_daily_limit(response)) wait = std::max(wait, kDailyLimit);
  return wait == Duration::zero() ? wait : std::clamp(wait, kShortest, kLongest);
}

}  // namespace gailou::forum::discourse
