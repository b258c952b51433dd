#include "daemon/track/choose.h"

#include <algorithm>

namespace gailou::track {

std::optional<Choice> choose(const std::vector<Candidate>& candidates, std::optional<digest::Instant> cooldown,
                             digest::Instant now) {
  std::optional<std::size_t> next;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto& candidate = candidates[i];
    if (candidate.settles_at && *candidate.settles_at <= now) return Choice{.index = i, .task = Task::digest};
    if (cooldown || (!candidate.asked && candidate.due > now)) continue;
    const auto better = [&](const Candidate& other) {
      if (candidate.asked != other.asked) return candidate.asked;
      return candidate.due < other.due;
    };
    if (!next || better(candidates[*next])) next = i;
  }
  if (!next) return std::nullopt;
  return Choice{.index = *next, .task = Task::poll};
}

std::optional<digest::Instant> next_time(const std::vector<Candidate>& candidates,
                                         std::optional<digest::Instant> cooldown, digest::Instant now) {
  std::optional<digest::Instant> earliest;
  const auto consider = [&](digest::Instant at) { earliest = std::min(earliest.value_or(at), at); };
  for (const auto& candidate : candidates) {
    if (candidate.settles_at) consider(*candidate.settles_at);
    const auto due = candidate.asked ? now : candidate.due;
    consider(cooldown ? std::max(due, *cooldown) : due);
  }
  return earliest;
}

}  // namespace gailou::track
