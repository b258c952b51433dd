// How often a source may be asked: a token bucket as a value. Pure.
#pragma once

#include <optional>

#include "digest/time.h"

namespace gailou::track {

class Pace {
 public:
  /// `rate` requests a second. `last_request` is what the store remembers, so that a restart doesn't get a fresh burst.
  Pace(double rate, std::optional<digest::Instant> last_request, digest::Instant now);

  /// How long to wait before the next request; zero = it may leave now.
  digest::Duration wait(digest::Instant now) const;
  /// A request leaves.
  void spend(digest::Instant now);

 private:
  double tokens_at(digest::Instant now) const;

  double rate_;
  double tokens_;
  digest::Instant counted_at_;
};

/// Requests that may follow each other at once.
inline constexpr double kBurst = 2;

}  // namespace gailou::track
