// "What did I miss": what a digest has written since a reader stopped reading, most important first, with an account of
// the floors behind it. A pure function of what is stored: the same digest and the same place give the same answer.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "digest/digest.h"

namespace gailou::digest {

/// Where a reader stopped: after a revision, after a floor, or at a time.
using Since = std::variant<Revision, Floor, Instant>;

/// That place in the digest: new is what later revisions wrote, and of earlier ones what tells of floors above `floor`.
struct SincePoint {
  Revision rev{};
  std::optional<Floor> floor{};
  bool operator==(const SincePoint&) const = default;
};

/// What is known of the thread, read in one go.
struct CatchUpInput {
  Since since{};
  SincePoint point{};
  Digest before{};                                      // as of point.rev; revision 0 = before the first
  Digest now{};                                         // the latest
  std::vector<EntrySeq> withdrawn{};                    // entries up to point.rev that became tombstones after it
  std::vector<std::pair<Floor, std::int64_t>> likes{};  // of new floors that have some, ascending
};

struct SkippedFloors {
  Reason reason = Reason::other;
  std::int64_t floors = 0;
  bool operator==(const SkippedFloors&) const = default;
};

struct CatchUp {
  Since since{};
  SincePoint point{};
  DigestThread thread{};
  Revision until{};  // the latest
  Instant until_at{};
  std::vector<Entry> entries{};    // live ones, most important first
  std::vector<Entry> withdrawn{};  // tombstones of what was read before, in the order of writing
  std::int64_t floors_read = 0;
  std::int64_t floors_in_entries = 0;
  std::vector<SkippedFloors> skipped{};  // most floors first
  std::optional<Summary> summary{};      // if its words have changed
  bool operator==(const CatchUp&) const = default;
};

/// Whether a reader who stopped there has yet to read the entry.
bool is_news(const Entry& entry, const SincePoint& point);

CatchUp catch_up(const CatchUpInput& input);

/// Nothing was written that a reader would see; floors may have been read all the same.
bool is_empty(const CatchUp& caught);

std::int64_t corrections_in(const CatchUp& caught);

}  // namespace gailou::digest
