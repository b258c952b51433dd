// What an engine gets to see with a batch: the floors it answers, quotes or may quote, and the entries it may repeat.
#pragma once

#include <optional>
#include <vector>

#include "storage/sqlite/batches.h"
#include "storage/sqlite/changes.h"

namespace gailou::storage::sqlite {

/// A visible floor that a revision accounts for, as it now stands.
std::optional<digest::Post> digested_floor(Database& db, digest::ThreadId thread, digest::Floor floor);

digest::BatchInput batch_input(Database& db, const ThreadCursor& cursor, const BatchRow& batch);

/// The same around posts that are no open batch's, and the edits and returns that go with them.
digest::BatchInput input_around(Database& db, const ThreadCursor& cursor, std::vector<digest::Post> posts,
                                digest::Revision revision, const BatchChanges& changes);

}  // namespace gailou::storage::sqlite
