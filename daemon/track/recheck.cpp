#include "daemon/track/recheck.h"

#include <algorithm>

namespace gailou::track {

using digest::Floor;

std::optional<FloorSpan> floors_to_recheck(RecheckPace& pace, Floor oldest_read, Floor highest, std::int64_t window) {
  if (++pace.polls < kPollsPerRecheck) return std::nullopt;
  const Floor after{std::max<std::int64_t>(0, highest.value - window)};
  // What the topic page holds is read in every poll.
  Floor before = pace.before.value > 0 ? std::min(pace.before, oldest_read) : oldest_read;
  if (before.value <= after.value + 1) before = oldest_read;
  if (before.value <= after.value + 1) return std::nullopt;
  pace.polls = 0;
  return FloorSpan{.after = after, .before = before};
}

void note_rechecked(RecheckPace& pace, std::optional<Floor> lowest) {
  pace.before = lowest.value_or(Floor{});
}

}  // namespace gailou::track
