// What the store knows of a thread's posts, as far as an observation has to be compared with it.
#pragma once

#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "digest/diff.h"
#include "storage/sqlite/catalogue.h"
#include "storage/sqlite/rows.h"

namespace gailou::storage::sqlite {

using IdSet = std::unordered_set<digest::PostId>;

struct Known {
  digest::KnownPosts posts{};
  IdSet events{};                                                    // those of `posts` that are small actions
  std::unordered_map<digest::PostId, digest::Instant> suspicions{};  // absent since
  // The part of the stream to compare; absent = it tells nothing. An idle poll's stream is the one that was compared
  // before; a new reply adds to its end.
  std::optional<std::vector<digest::PostId>> news{};
};

Known load_known(Database& db, const ThreadCursor& cursor, const digest::Observation& observation);
digest::Changes changes_of(const Known& known, const digest::Observation& observation);

/// As Store's.
digest::Result<std::vector<digest::Instant>> newest_written(Database& db, digest::ThreadId id, std::int64_t limit,
                                                            digest::Instant now);
digest::Result<std::vector<HeldPost>> held_between(Database& db, digest::ThreadId id, digest::Floor after,
                                                   digest::Floor before, std::int64_t limit);

}  // namespace gailou::storage::sqlite
