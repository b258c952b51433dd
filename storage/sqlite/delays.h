// How long replies took to be seen: noted as they come, read as two figures.
#pragma once

#include <string>
#include <vector>

#include "storage/records.h"
#include "storage/sqlite/catalogue.h"
#include "storage/sqlite/rows.h"

namespace gailou::storage::sqlite {

/// Of posts just added by an observation: those that came at the thread's end after its first fetch.
void note_arrivals(Database& db, const ThreadCursor& cursor, const std::vector<digest::Post>& added,
                   digest::Instant stamp);

digest::Result<DelayFigures> delays(Database& db, digest::ThreadId id);
digest::Result<DelayFigures> delays(Database& db, const std::string& source);
digest::Result<std::vector<FreshReplies>> fresh_replies(Database& db, digest::Instant since);

}  // namespace gailou::storage::sqlite
