// When to poll a thread next. Pure: all times are arguments, chance is a number in [0, 1).
//
// A poll is worth what it finds: the number of replies that wait times how long they have waited. For replies that come
// at a rate r, polls at intervals proportional to 1/sqrt(r) spend a given number of requests best. The rate is
// estimated from two things that are known of every thread: how long it has been silent (replies come in bursts; the
// longer nothing came, the less likely is something in the next minute) and how far apart its newest arrivals were,
// this silence counted in. Neither alone is right, so the wait for a reply is taken to be their geometric mean:
//   interval = sqrt(kPatience * min_interval * sqrt(silence * mean gap)), within [min_interval, max_interval].
// docs/adr/0005 says what was tried instead, docs/performance.md what it is worth against polling at fixed intervals.
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
  Instant last_activity{};  // the newest arrival; when it was added where none is known
  // The newest arrivals, oldest first, at most kArrivalsKept: replies by the forum's clock, or polls that found some.
  std::vector<Instant> arrivals{};
  bool closed = false;
};

inline constexpr std::size_t kArrivalsKept = 20;

/// What is known of a thread that is followed anew: when its newest posts were written, oldest first, none in the
/// future; one that had slept for a day by then counts from when it was added.
Rhythm rhythm_of(std::vector<Instant> written, Instant added, bool closed);

/// The rhythm after an arrival; one that is older than what is known goes to its place.
Rhythm with_arrival(Rhythm rhythm, Instant at);

/// Without jitter.
Duration interval(const Rhythm& rhythm, const Settings& settings, Instant now);

/// Silent for a day and for four times as long as is usual: what readers are told as "long without a reply".
bool is_asleep(const Rhythm& rhythm, const Settings& settings, Instant now);

/// `length` moved by up to ±`share` of itself; `chance` 0.5 leaves it as it is.
Duration jittered(Duration length, double share, double chance);

/// The wait after `failures` failures in a row: `first`, doubling, at most `most`.
Duration backoff(int failures, Duration first, Duration most);

/// A start spreads what is due over one min_interval: the `place`-th of `count` overdue threads is polled at this time.
Instant spread_start(std::size_t place, std::size_t count, const Settings& settings, Instant now);

}  // namespace gailou::track
