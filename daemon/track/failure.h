// What a failed poll means: for the thread (when to try again, in which state it is) and for its source (a cooldown
// that every thread respects). Pure.
#pragma once

#include <optional>
#include <string>

#include "daemon/track/settings.h"
#include "digest/error.h"
#include "digest/time.h"
#include "storage/records.h"

namespace gailou::track {

struct FailureInput {
  digest::Error error{};
  int thread_failures = 0;  // in a row, this one included
  int source_failures = 0;  // in a row, this one included
  double chance = 0.5;      // in [0, 1), for jitter
  digest::Instant now{};
  std::optional<digest::Instant> missing_since{};  // first of the 404s and 403s in a row before this one
};

struct FailureVerdict {
  storage::ThreadState state = storage::ThreadState::active;
  digest::Instant next_poll{};
  std::optional<digest::Instant> cooldown_until{};  // of the source; nothing: the failure is the thread's own
  std::optional<digest::Instant> missing_since{};   // as FailureInput's, this failure included
};

/// A 429, a challenge page and an answer that names a wait stop the whole source; what may be one topic's trouble stops
/// that topic.
FailureVerdict after_failure(const FailureInput& input, const Settings& settings);

/// The cooldown that a failure asks for, whatever was asked for; nothing: it doesn't speak for the whole source.
std::optional<digest::Instant> cooldown_after(const FailureInput& input, const Settings& settings);

/// A cooldown as loaded from the store: the clock may have jumped, so that none lasts longer than a day from now.
std::optional<digest::Instant> sane_cooldown(std::optional<digest::Instant> until, digest::Instant now);

}  // namespace gailou::track
