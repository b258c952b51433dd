// What the search index needs beside the transactions that keep it: filling in what an older gailou stored, and taking
// the words of what was forgotten out of the file. A bounded piece at a time.
#pragma once

#include "digest/error.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

/// When a store is opened: an index that was never used begins.
digest::Result<void> begin_search(Database& db);

struct SearchUpkeep {
  bool more = false;    // call again
  bool erased = false;  // forgotten words have left the database: now the WAL
};
digest::Result<SearchUpkeep> tend_search(Database& db, digest::Instant now);

}  // namespace gailou::storage::sqlite
