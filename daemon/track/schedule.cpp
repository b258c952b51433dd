#include "daemon/track/schedule.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace gailou::track {
namespace {

/// The median gap between arrivals; zero while fewer than two are known.
Duration usual_gap(const std::vector<Instant>& arrivals) {
  std::vector<Duration> gaps;
  for (std::size_t i = 1; i < arrivals.size(); ++i) gaps.push_back(arrivals[i] - arrivals[i - 1]);
  if (gaps.empty()) return Duration::zero();
  const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::nth_element(gaps.begin(), middle, gaps.end());
  return *middle;
}

}  // namespace

Rhythm with_arrival(Rhythm rhythm, Instant at) {
  rhythm.last_activity = std::max(rhythm.last_activity, at);
  rhythm.arrivals.push_back(at);
  if (rhythm.arrivals.size() > kArrivalsKept) rhythm.arrivals.erase(rhythm.arrivals.begin());
  return rhythm;
}

Duration interval(const Rhythm& rhythm, const Settings& settings, Instant now) {
  if (rhythm.closed) return std::max(settings.closed_interval, settings.min_interval);
  const Duration silence = std::max(now - rhythm.last_activity, Duration::zero());
  const Duration wanted = std::max(silence / 4, usual_gap(rhythm.arrivals) / 4);
  return std::clamp(wanted, settings.min_interval, std::max(settings.min_interval, settings.max_interval));
}

bool is_asleep(const Rhythm& rhythm, const Settings& settings, Instant now) {
  constexpr Duration kDay = std::chrono::hours{24};
  return now - rhythm.last_activity >= kDay && interval(rhythm, settings, now) >= settings.max_interval;
}

Duration jittered(Duration length, double share, double chance) {
  const double factor = 1.0 + share * (2.0 * chance - 1.0);
  return Duration{std::llround(static_cast<double>(length.count()) * factor)};
}

Duration backoff(int failures, Duration first, Duration most) {
  // 2^20 × the shortest backoff is over a day: doubling further only risks an overflow.
  const int doublings = std::clamp(failures - 1, 0, 20);
  return std::min<Duration>(first * (1LL << doublings), most);
}

Instant spread_start(std::size_t place, std::size_t count, const Settings& settings, Instant now) {
  if (count == 0) return now;
  return now + settings.min_interval * static_cast<long long>(place) / static_cast<long long>(count);
}

}  // namespace gailou::track
