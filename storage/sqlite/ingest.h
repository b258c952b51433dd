// What an observation does to the store. The steps are digest::diff's; here they become rows.
#pragma once

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

}  // namespace gailou::storage::sqlite
