// Digests as readers get them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/records.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

digest::Result<digest::Digest> digest(Database& db, digest::ThreadId id, std::optional<digest::Revision> rev);
digest::Result<std::vector<digest::Entry>> newest_entries(Database& db, digest::ThreadId id, std::int64_t limit);
digest::Result<ChangesSince> changes(Database& db, digest::ThreadId id, digest::Revision since);

}  // namespace gailou::storage::sqlite
