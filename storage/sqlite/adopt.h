// Posts that a recorded page told: floors without ids, kept under a provisional identity until an answer of the forum's
// names the post of that floor. Part of an ingest's transaction.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "digest/thread.h"
#include "storage/sqlite/catalogue.h"
#include "storage/sqlite/post_writer.h"
#include "storage/sqlite/rows.h"

namespace gailou::storage::sqlite {

/// Each provisional post whose floor the observation names gets that post's id, everywhere, if it is the same post: two
/// of author, time (within a second) and text agree. The same text then takes the place of the poorer one, without a
/// new version; another is left for diff to find. One that isn't the same post gives way.
void adopt(Database& db, digest::ThreadId thread, const digest::Observation& observation, PostWriter& writer);

/// The observation without provisional posts of floors that are held under an id of the forum's: that copy knows more.
/// Nothing if all of it counts.
std::optional<digest::Observation> without_held_floors(Database& db, digest::ThreadId thread,
                                                       const digest::Observation& observation);

/// Provisional posts that a fresh stream shows nothing of although all of it is held, for `confirm_after` and longer:
/// deleted. There is no id to look one up by. Returns the floors.
std::vector<digest::Floor> settle_missing(Database& db, const ThreadCursor& cursor,
                                          const std::vector<digest::PostId>& absent,
                                          const std::unordered_map<digest::PostId, digest::Instant>& suspicions,
                                          digest::Duration confirm_after, digest::Instant now, PostWriter& writer);

}  // namespace gailou::storage::sqlite
