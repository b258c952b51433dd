// Which older floors a poll reads again. The topic page shows the newest 20 only: an edit, a withdrawal or a flag
// further back changes nothing in the stream of ids and is seen by asking for the post. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "digest/ids.h"

namespace gailou::track {

/// One page of older floors every so many polls: a quiet thread costs a quarter more requests, and 200 floors are read
/// again within 36 polls.
inline constexpr int kPollsPerRecheck = 4;

/// How far the re-reading has come, from the newest floor back to the window's end and round again.
struct RecheckPace {
  int polls = 0;           // since the last page
  digest::Floor before{};  // the next page ends below it; 0 = begin at the topic page's oldest floor
};

/// `after` and `before` are both outside.
struct FloorSpan {
  digest::Floor after{};
  digest::Floor before{};
};

/// Called once a poll. `oldest_read` is the lowest floor of the topic page, `window` is poll.recheck_window.
std::optional<FloorSpan> floors_to_recheck(RecheckPace& pace, digest::Floor oldest_read, digest::Floor highest,
                                           std::int64_t window);

/// The page has been read down to `lowest`; absent = nothing is held in the span, so the next page begins anew.
void note_rechecked(RecheckPace& pace, std::optional<digest::Floor> lowest);

}  // namespace gailou::track
