// What a deletion does to a digest: each entry on a deleted floor becomes a tombstone in place, and what it rests on
// besides is said again.
#pragma once

#include <string>
#include <vector>

#include "digest/operation.h"

namespace gailou::digest {

/// All that a withdrawal may look at.
struct Withdrawal {
  std::string source{};
  std::string title{};
  Revision revision{};  // the one to be written
  Instant taken_at{};
  EntrySeq next_seq{};
  Summary summary{};
  std::vector<Floor> deleted{};   // that live entries or the summary cite
  std::vector<Entry> affected{};  // live entries that cite one of them, whole, ascending
  std::vector<Post> remaining{};  // visible floors that these and `chains` cite, as they now stand
  std::vector<Entry> standing{};  // live entries beside them that cite one of `remaining`
  std::vector<Entry> chains{};    // live entries of the offers that `affected` tell of, ascending
  ComposeSettings settings{};
};

/// Each affected entry becomes a tombstone. Its sentences that rest on remaining floors alone stand again in a 更正
/// that leads to the tombstone, unless another entry tells of the floor. Of an offer what other floors say of it is
/// said again, with its `deal`. A summary that cites a deleted floor is replaced by the fallback.
Step withdraw(const Withdrawal& withdrawal);

}  // namespace gailou::digest
