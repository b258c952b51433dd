// Forum sites: rows of `sources`.
#pragma once

#include <string>
#include <vector>

#include "storage/records.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

digest::Result<std::vector<SourceRecord>> sources(Database& db);
digest::Result<SourceState> source_state(Database& db, const std::string& source);
digest::Result<SourceRecord> ensure_source(Database& db, const SourceRecord& source);
digest::Result<void> remove_source(Database& db, const std::string& source);
digest::Result<void> save_source_state(Database& db, const std::string& source, const SourceState& state);

}  // namespace gailou::storage::sqlite
