// SQLite's result codes as errors of ours, with words that say what to do.
#pragma once

#include <string>
#include <string_view>

#include "digest/error.h"

struct sqlite3;

namespace gailou::storage::sqlite {

/// The last error of `db` (may be null where opening failed). `path` is the database's, named where a person has to
/// look at the file; `where` is the statement or step.
digest::Error fault_of(sqlite3* db, int code, const std::string& path, std::string_view where);

}  // namespace gailou::storage::sqlite
