// When to poll a thread next. Pure: all times are arguments, chance is a number in [0, 1).
//
// Replies come in bursts, so the longer a thread has been silent the less likely a reply is in the next minute: the
// interval is a quarter of the silence, and never less than a quarter of the usual gap between arrivals, within
// [min_interval, max_interval]. A reply is then seen after at most a quarter of the time that it was waited for, a
// burning thread is polled at min_interval, and one that has slept for a day costs four requests a day.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "daemon/track/settings.h"
#include "digest/time.h"

namespace gailou::track {

using digest::Duration;
using digest::Instant;

/// How a thread has been going, as far as the schedule wants to know.
struct Rhythm {
  Instant last_activity{};  // newest of: last post by the forum's clock, last arrival that we saw, when it was added
  std::vector<Instant>
      arrivals{};  // polls that found new floors, oldest first, at most kArrivalsKept; the first fetch isn't one
  bool closed = false;
};

inline constexpr std::size_t kArrivalsKept = 9;

/// The rhythm after a poll that found new floors.
Rhythm with_arrival(Rhythm rhythm, Instant at);

/// Without jitter.
Duration interval(const Rhythm& rhythm, const Settings& settings, Instant now);

/// Silent for a day and polled at the longest interval: what readers are told as "long without a reply".
bool is_asleep(const Rhythm& rhythm, const Settings& settings, Instant now);

/// `length` moved by up to ±`share` of itself; `chance` 0.5 leaves it as it is.
Duration jittered(Duration length, double share, double chance);

/// The wait after `failures` failures in a row: `first`, doubling, at most `most`.
Duration backoff(int failures, Duration first, Duration most);

/// A start spreads what is due over one min_interval: the `place`-th of `count` overdue threads is polled at this time.
Instant spread_start(std::size_t place, std::size_t count, const Settings& settings, Instant now);

}  // namespace gailou::track
