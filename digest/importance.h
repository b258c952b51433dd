// How much an entry matters to somebody who was away.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "digest/digest.h"

namespace gailou::digest {

/// What an entry's weight depends on beyond itself.
struct ImportanceScene {
  Instant at{};                    // when the digest was made: a deal's end is near or far from here
  std::set<EntrySeq> overtaken{};  // entries that a later one updates: who reads that one knows it all
  std::set<EntrySeq> unsettled{};  // entries that a later one contradicts: not the quarrel's last word
  std::int64_t likes = 0;          // of the floors that the entry accounts for
};

/// What the later of these entries make of the earlier ones.
ImportanceScene scene_of(const std::vector<Entry>& entries, Instant at);

/// Higher is more important; whole numbers, so that equal entries are equal everywhere.
int importance(const Entry& entry, const ImportanceScene& scene);

}  // namespace gailou::digest
