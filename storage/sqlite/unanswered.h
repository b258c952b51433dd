// Ids that the forum lists and doesn't answer for: hidden by a permission, or an old answer out of a cache. They are
// asked for by two polls, and then rarely: such a post may become visible later.
#pragma once

#include <vector>

#include "storage/sqlite/known.h"

namespace gailou::storage::sqlite {

/// The ids of a stream that are to be asked for now.
struct Unseen {
  std::vector<digest::PostId> ids{};
  bool has_new = false;  // one that two polls have not asked for yet
};

/// Those never held, or believed to be gone and listed again, without those whose turn it isn't.
Unseen unseen_of(Database& db, digest::ThreadId id, const Known& known, const digest::Observation& observation,
                 const digest::Changes& changes, digest::Instant now);

digest::Result<std::vector<digest::PostId>> wanted(Database& db, digest::ThreadId id,
                                                   const std::vector<digest::PostId>& stream, digest::Instant now);
digest::Result<void> note_unanswered(Database& db, digest::ThreadId id, const std::vector<digest::PostId>& ids,
                                     digest::Instant now);

}  // namespace gailou::storage::sqlite
