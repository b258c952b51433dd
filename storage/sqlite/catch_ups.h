// Where a reader stopped, found in a thread's revisions, and what has been written since.
#pragma once

#include "digest/catch_up.h"
#include "storage/sqlite/rows.h"

namespace gailou::storage::sqlite {

digest::Result<digest::CatchUpInput> catch_up(Database& db, digest::ThreadId id, const digest::Since& since);

}  // namespace gailou::storage::sqlite
