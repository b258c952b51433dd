// Closing a batch: as a revision, or without one.
#pragma once

#include "storage/records.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

digest::Result<Committed> commit_revision(Database& db, digest::BatchId batch, const digest::Step& step,
                                          digest::Instant now);
/// Changed floors of which there is nothing to say.
digest::Result<void> pass_over(Database& db, digest::BatchId batch);

}  // namespace gailou::storage::sqlite
