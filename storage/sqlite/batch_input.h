// What an engine gets to see with a batch: the floors it answers, quotes or may quote, and the entries it may repeat.
#pragma once

#include "storage/sqlite/batches.h"

namespace gailou::storage::sqlite {

digest::BatchInput batch_input(Database& db, const ThreadCursor& cursor, const BatchRow& batch);

}  // namespace gailou::storage::sqlite
