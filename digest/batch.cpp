// Which prefix of the pending floors has settled.
#include "digest/batch.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace gailou::digest {
namespace {

/// A forum's clock may run ahead of ours: a floor is never younger than our first sight of it.
Instant born(const PendingFloor& floor) {
  return std::min(floor.created_at, floor.first_seen);
}

/// For each length of a prefix: from when on it may be taken. Whether floors enough or age enough settle it, a longer
/// prefix that is past its grace has settled too; so the longest due one is the answer.
std::vector<Instant> due_times(const std::vector<PendingFloor>& pending, const SettleSettings& settings,
                               Urgency urgency) {
  std::vector<Instant> due;
  Instant grace_over = Instant::min();
  Instant oldest = Instant::max();
  for (const PendingFloor& floor : pending) {
    if (due.size() == kBatchFloorsMax) break;
    oldest = std::min(oldest, born(floor));
    if (urgency != Urgency::now) grace_over = std::max(grace_over, born(floor) + settings.edit_grace);
    const bool is_enough = urgency != Urgency::normal || due.size() + 1 >= settings.settle_floors;
    due.push_back(is_enough ? grace_over : std::max(grace_over, oldest + settings.settle_age));
  }
  return due;
}

std::size_t longest_due(const std::vector<Instant>& due, Instant now) {
  std::size_t length = due.size();
  while (length > 0 && due[length - 1] > now) --length;
  return length;
}

bool ascends(const std::vector<PendingFloor>& pending) {
  return std::is_sorted(pending.begin(), pending.end(),
                        [](const PendingFloor& a, const PendingFloor& b) { return a.floor < b.floor; });
}

/// From when on changed floors may make a batch of their own.
Instant own_batch_at(const ChangedFloor& changed, const SettleSettings& settings) {
  return changed.seen + std::max(settings.settle_age, settings.edit_grace);
}

}  // namespace

std::vector<PendingFloor> take_prefix(const std::vector<PendingFloor>& pending, const SettleSettings& settings,
                                      Urgency urgency, Instant now) {
  assert(ascends(pending));
  const std::size_t length = longest_due(due_times(pending, settings, urgency), now);
  return {pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(length)};
}

std::optional<Instant> settles_at(const std::vector<PendingFloor>& pending, const SettleSettings& settings,
                                  Instant now) {
  assert(ascends(pending));
  const std::vector<Instant> due = due_times(pending, settings, Urgency::normal);
  std::optional<Instant> next;
  for (std::size_t i = longest_due(due, now); i < due.size(); ++i) {
    if (!next || due[i] < *next) next = due[i];
  }
  return next;
}

std::vector<ChangedFloor> take_changed(const std::vector<ChangedFloor>& changed, const SettleSettings& settings,
                                       Urgency urgency, Instant now, bool with_floors) {
  const bool is_now = urgency == Urgency::now;
  const bool is_due = is_now || with_floors ||
                      std::any_of(changed.begin(), changed.end(),
                                  [&](const ChangedFloor& one) { return own_batch_at(one, settings) <= now; });
  std::vector<ChangedFloor> taken;
  if (!is_due) return taken;
  for (const ChangedFloor& one : changed) {
    if (taken.size() == kBatchChangesMax) break;
    if (is_now || one.seen + settings.edit_grace <= now) taken.push_back(one);
  }
  return taken;
}

std::optional<Instant> changes_settle_at(const std::vector<ChangedFloor>& changed, const SettleSettings& settings,
                                         Instant now) {
  std::optional<Instant> next;
  for (const ChangedFloor& one : changed) {
    const Instant due = own_batch_at(one, settings);
    if (due > now && (!next || due < *next)) next = due;
  }
  return next;
}

}  // namespace gailou::digest
