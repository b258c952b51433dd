// What is kept of the offers of one thread: the entries that tell of them, and the floors that those rest on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "digest/digest.h"
#include "digest/ids.h"
#include "digest/time.h"

namespace gailou::digest {

/// An entry with a deal, or the tombstone in its place: that says nothing any more, but it belongs to a chain and has
/// changed it.
struct DealEntry {
  Entry entry{};
  EntrySeq first{};                     // of its chain, withdrawn or not: what names the offer for ever
  Instant committed_at{};               // of the revision that wrote it
  std::optional<Revision> withdrawn{};  // the revision that made it a tombstone
  std::optional<Instant> withdrawn_at{};
};

/// A floor that a live deal entry cites.
struct DealFloor {
  Floor floor{};
  std::string author{};
  Instant created_at{};
  std::optional<Instant> edited_at{};  // when the last edit was seen
};

struct ThreadDeals {
  std::string source{};
  TopicId topic{};
  std::string title{};
  std::string origin{};              // "https://forum.example"
  std::vector<DealEntry> entries{};  // ascending
  std::vector<DealFloor> floors{};   // ascending
};

}  // namespace gailou::digest
