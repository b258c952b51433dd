// Other settings while it runs: what is known of the threads stays, what is due follows.
#include <algorithm>

#include "daemon/track/source_loop.h"

namespace gailou::track {

namespace {

bool differ_in_intervals(const Settings& one, const Settings& other) {
  return one.min_interval != other.min_interval || one.max_interval != other.max_interval ||
         one.closed_interval != other.closed_interval;
}

bool differ_in_settling(const Settings& one, const Settings& other) {
  return one.settle.settle_floors != other.settle.settle_floors || one.settle.settle_age != other.settle.settle_age ||
         one.settle.edit_grace != other.settle.edit_grace;
}

}  // namespace

/// As if its last poll had ended under the present settings. One that failed waits as it was told to.
void SourceLoop::reschedule(Followed& thread, Instant now) {
  const bool is_at_rest = thread.poll.failures == 0 && thread.poll.last_poll && !thread.progress.looked;
  if (!is_at_rest) return;
  thread.due = std::max(now, *thread.poll.last_poll + wait_after(thread, now));
  thread.poll.next_poll = thread.due;
  thread.poll_unsaved = true;
}

void SourceLoop::apply(const Settings& settings, const Retune& retune) {
  const bool obeyed = source_->obeys_robots();
  retune(*source_, record_);
  if (!obeyed && source_->obeys_robots()) robots_good_until_.reset();
  turnstile_.apply(settings, source_->obeys_robots());
  const bool moves = differ_in_intervals(settings_, settings);
  const bool settles = differ_in_settling(settings_, settings);
  if (settings.live && !settings_.live) deaf_until_.reset();
  settings_ = settings;
  const auto now = clock_.now();
  for (const auto& thread : threads_) {
    if (moves) reschedule(*thread, now);
    // Looked at once more: what isn't settled is told its new time. Another engine needn't wait for the old one's rest.
    if (thread->settles_at && (settles || thread->engine_rests_until)) thread->settles_at = now;
  }
  wake_.ring();
  drafts_wake_.ring();
}

}  // namespace gailou::track
