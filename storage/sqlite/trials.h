// A batch to try an engine on, without taking it.
#pragma once

#include "storage/records.h"
#include "storage/sqlite/rows.h"

namespace gailou::storage::sqlite {

digest::Result<TrialBatch> trial_batch(Database& db, digest::ThreadId id, std::int64_t floors_most);

}  // namespace gailou::storage::sqlite
