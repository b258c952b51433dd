#include "daemon/track/schedule.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace gailou::track {
namespace {

// A reply to a thread that is replied to every minute is seen after a minute on average, at intervals of two.
constexpr double kPatience = 4.0;
constexpr Duration kAsleepAfter = std::chrono::hours{24};
constexpr Duration kShortestWait = std::chrono::seconds{1};

Duration silence_of(const Rhythm& rhythm, Instant now) {
  return std::max(now - rhythm.last_activity, kShortestWait);
}

/// From the oldest arrival known to now, by the number of arrivals; the silence where none is known.
Duration mean_gap(const Rhythm& rhythm, Instant now) {
  if (rhythm.arrivals.empty()) return silence_of(rhythm, now);
  const auto count = static_cast<Duration::rep>(rhythm.arrivals.size());
  return std::max((now - rhythm.arrivals.front()) / count, kShortestWait);
}

/// The mean gap between arrivals, this silence left out; zero while fewer than two are known.
Duration usual_gap(const Rhythm& rhythm) {
  if (rhythm.arrivals.size() < 2) return Duration::zero();
  return (rhythm.arrivals.back() - rhythm.arrivals.front()) / static_cast<Duration::rep>(rhythm.arrivals.size() - 1);
}

double seconds_of(Duration length) {
  return std::chrono::duration<double>(length).count();
}

}  // namespace

Rhythm rhythm_of(std::vector<Instant> written, Instant added, bool closed) {
  Rhythm rhythm{.last_activity = added, .arrivals = {}, .closed = closed};
  // Who adds a thread that has slept waits for what comes next: it counts from then, and its past is no pace.
  if (written.empty() || written.back() + kAsleepAfter < added) return rhythm;
  if (written.size() > kArrivalsKept) written.erase(written.begin(), written.end() - std::ptrdiff_t{kArrivalsKept});
  rhythm.last_activity = written.back();
  rhythm.arrivals = std::move(written);
  return rhythm;
}

Rhythm with_arrival(Rhythm rhythm, Instant at) {
  rhythm.last_activity = std::max(rhythm.last_activity, at);
  auto& arrivals = rhythm.arrivals;
  arrivals.insert(std::upper_bound(arrivals.begin(), arrivals.end(), at), at);
  if (arrivals.size() > kArrivalsKept) arrivals.erase(arrivals.begin());
  return rhythm;
}

Duration interval(const Rhythm& rhythm, const Settings& settings, Instant now) {
  if (rhythm.closed) return std::max(settings.closed_interval, settings.min_interval);
  const double wait = std::sqrt(seconds_of(silence_of(rhythm, now)) * seconds_of(mean_gap(rhythm, now)));
  const double wanted = std::sqrt(kPatience * seconds_of(settings.min_interval) * wait);
  return std::clamp(Duration{std::llround(wanted * 1000.0)}, settings.min_interval,
                    std::max(settings.min_interval, settings.max_interval));
}

bool is_asleep(const Rhythm& rhythm, const Settings&, Instant now) {
  constexpr Duration kDay = std::chrono::hours{24};
  return silence_of(rhythm, now) >= std::max(kDay, 4 * usual_gap(rhythm));
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
