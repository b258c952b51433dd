// Entries as rows: a live one is its canonical content, a withdrawn one its tombstone.
#pragma once

#include <optional>

#include "digest/digest.h"
#include "storage/sqlite/rows.h"

namespace gailou::storage::sqlite {

/// A row of entries_* (seq, revision, section, floors, content, withdrawn_floor, withdrawn_language).
digest::Entry entry_of(Database& db, Row row);

std::optional<digest::Entry> find_entry(Database& db, digest::ThreadId id, digest::EntrySeq seq);

/// The summary as of a revision. After a withdrawal the versions that cited the deleted floor say only that; several
/// in a row count as one, so that no revision seems to rewrite it without a change.
digest::Summary summary_upto(Database& db, digest::ThreadId id, digest::Revision revision);

}  // namespace gailou::storage::sqlite
