// How often a source may be asked: token buckets as a value. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "digest/time.h"

namespace gailou::track {

/// What a source may be asked at most.
struct Budget {
  double rate = 1.0;         // requests a second, kBurst of them at once; never more than 60 × rate in a minute
  std::int64_t per_day = 0;  // in any 24 hours; 0 = a quarter of what the rate allows
};

/// Requests that may follow each other at once.
inline constexpr double kBurst = 2;

/// The day's budget in numbers.
std::int64_t day_budget(const Budget& budget);

/// What is remembered of the requests of an earlier run.
struct PastRequests {
  std::optional<digest::Instant> last{};  // as stored; later ones may have been lost with a crash, see `unsaved`
  digest::Duration unsaved{};             // the store may be this much behind
  std::int64_t today = 0;
};

class Pace {
 public:
  /// A restart gets no fresh burst: what may have left after the last one that was stored counts as if it had.
  Pace(const Budget& budget, const PastRequests& past, digest::Instant now);

  /// Another budget from now on. What was spent stays spent: what a bucket lacks, the new one lacks.
  void rebudget(const Budget& budget, digest::Instant now);
  /// How long to wait before the next request; zero = it may leave now.
  digest::Duration wait(digest::Instant now) const;
  /// Whether less than half of what the day's budget gives at once is spent: what can be done without waits otherwise.
  bool has_reserve(digest::Instant now) const;
  /// From now on at most `rate` a second, if that is less.
  void slow_to(double rate);
  /// A request leaves.
  void spend(digest::Instant now);

 private:
  /// Fills with time up to its capacity; a request takes one token.
  struct Bucket {
    double refill = 0;  // tokens a second
    double capacity = 0;
    double tokens = 0;
    double tokens_after(double seconds) const;
    double wait(double seconds) const;
  };
  double seconds_since(digest::Instant now) const;

  Bucket rate_;
  Bucket day_;
  digest::Instant counted_at_;
};

}  // namespace gailou::track
