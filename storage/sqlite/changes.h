// Digested floors that changed since: which there are, which a batch takes along, and when the digest knows them again.
#pragma once

#include <vector>

#include "digest/batch.h"
#include "digest/operation.h"
#include "storage/sqlite/catalogue.h"
#include "storage/sqlite/rows.h"

namespace gailou::storage::sqlite {

/// By floor.
digest::Result<std::vector<digest::ChangedFloor>> changed(Database& db, digest::ThreadId id);
std::vector<digest::ChangedFloor> changed_floors(Database& db, digest::ThreadId id);

void keep_in_batch(Database& db, digest::ThreadId id, digest::BatchId batch,
                   const std::vector<digest::ChangedFloor>& taken);
/// One of them has changed once more, or can't be read any more.
bool are_outdated(Database& db, digest::ThreadId id, digest::BatchId batch);
/// The digest knows them as the batch saw them.
void clear_changes(Database& db, digest::ThreadId id, digest::BatchId batch);

struct BatchChanges {
  std::vector<digest::Edit> edits{};
  std::vector<digest::Floor> restored{};
  std::vector<digest::Floor> floors{};  // of both, ascending
};
BatchChanges changes_of(Database& db, digest::ThreadId id, digest::BatchId batch);

/// Withdrawn entries that told of the floor.
std::vector<digest::EntrySeq> tombstones_of(Database& db, digest::ThreadId id, digest::Floor floor);

}  // namespace gailou::storage::sqlite
