// What an observation does to the store. The steps are digest::diff's; here they become rows.
#pragma once

#include <vector>

#include "digest/thread.h"
#include "storage/records.h"
#include "storage/sqlite/catalogue.h"
#include "storage/sqlite/rows.h"

namespace gailou::storage::sqlite {

/// An ingest and whether texts were forgotten by it: their bytes must leave the WAL as well.
struct IngestOutcome {
  Ingested ingested{};
  bool forgot_texts = false;
};
digest::Result<IngestOutcome> ingest(Database& db, digest::ThreadId id, const digest::Observation& observation,
                                     digest::Duration confirm_after, digest::Instant now);
digest::Result<std::vector<digest::PostId>> wanted(Database& db, digest::ThreadId id,
                                                   const std::vector<digest::PostId>& stream);
digest::Result<std::vector<HeldPost>> held_between(Database& db, digest::ThreadId id, digest::Floor after,
                                                   digest::Floor before, std::int64_t limit);
digest::Result<void> note_unanswered(Database& db, digest::ThreadId id, const std::vector<digest::PostId>& ids,
                                     digest::Instant now);
/// Whether it marked the post.
digest::Result<bool> settle_absence(Database& db, digest::ThreadId id, digest::PostId post, Absence absence,
                                    digest::Instant now);

/// The time given to what is seen now: never earlier than what was seen before, and later than the last batch, so
/// that a digest's generated_at tells what it could have known. Clocks may stand still or jump back.
digest::Instant stamp_after(const ThreadCursor& cursor, digest::Instant now);

}  // namespace gailou::storage::sqlite
