// Which thread of a source is next. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "digest/time.h"

namespace gailou::track {

/// What the choice looks at, one per tracked thread of the source.
struct Candidate {
  bool asked = false;     // somebody waits for a poll of it
  digest::Instant due{};  // Instant::max() = never by itself
  std::optional<digest::Instant> settles_at{};
};

enum class Task { digest, poll };

struct Choice {
  std::size_t index = 0;
  Task task = Task::poll;
};

/// What to do now: digests that have settled first (they cost no request), then polls that somebody waits for, then the
/// longest overdue. In a cooldown no poll is chosen. Nothing: wait until next_time.
std::optional<Choice> choose(const std::vector<Candidate>& candidates, std::optional<digest::Instant> cooldown,
                             digest::Instant now);

/// When choose may answer otherwise; nothing: only when something is asked or added.
std::optional<digest::Instant> next_time(const std::vector<Candidate>& candidates,
                                         std::optional<digest::Instant> cooldown, digest::Instant now);

}  // namespace gailou::track
