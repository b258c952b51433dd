// Digests as readers get them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/records.h"
#include "storage/sqlite/catalogue.h"
#include "storage/sqlite/rows.h"

namespace gailou::storage::sqlite {

digest::Result<digest::Digest> digest(Database& db, digest::ThreadId id, std::optional<digest::Revision> rev);
digest::Result<digest::Digest> digest_outline(Database& db, digest::ThreadId id, std::optional<digest::Floor> whole);
/// Within a transaction of the caller's.
digest::Result<digest::Digest> read_digest(Database& db, const ThreadCursor& cursor, digest::Revision revision);
/// The same without summary, entries and what is nothing new.
digest::Result<digest::Digest> digest_head(Database& db, const ThreadCursor& cursor, digest::Revision revision);
/// Entries up to a revision that became tombstones after it.
std::vector<digest::EntrySeq> withdrawn_after(Database& db, digest::ThreadId id, digest::Revision revision);

digest::Result<std::vector<digest::Entry>> newest_entries(Database& db, digest::ThreadId id, std::int64_t limit);
digest::Result<ChangesSince> changes(Database& db, digest::ThreadId id, digest::Revision since);

}  // namespace gailou::storage::sqlite
