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
#include "daemon/io/http_date.h"

namespace gailou::forum::discourse {
namespace {

using namespace std::chrono_literals;
using digest::Duration;
using digest::Instant;

constexpr Duration kShortest = 1s;
constexpr Duration kLongest = 24h;
constexpr Duration kDailyLimit = 1h;

/// Seconds as a whole or broken number; so long that they can't be added to a time count as a day.
std::optional<Duration> seconds(double value) {
  if (!std::isfinite(value) || value <= 0) return std::nullopt;
  const double most = std::chrono::duration<double>(kLongest).count();
  return Duration{static_cast<long long>(std::ceil(std::min(value, most) * 1000))};
}

std::optional<Duration> wait_from_digits(std::string_view digits) {
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  constexpr std::size_t kDigitsMax = 6;
  if (digits.size() > kDigitsMax) return kLongest;
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return seconds(value);
}

Duration from_header(const io::HttpResponse& response, Instant now) {
  const auto at = response.headers.find("retry-after");
  if (at == response.headers.end()) return Duration::zero();
  if (const auto wait = wait_from_digits(at->second)) return *wait;
  const auto date = io::parse_http_date(at->second);
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
  return wait_from_digits(rest.substr(0, end)).value_or(Duration::zero());
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
