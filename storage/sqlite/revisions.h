// Writing revisions: a batch's step, and withdrawals after deletions.
#pragma once

#include <optional>

#include "storage/records.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

digest::Result<Committed> commit_revision(Database& db, digest::BatchId batch, const digest::Step& step,
                                          digest::Instant now);
digest::Result<std::optional<Committed>> withdraw_deleted(Database& db, digest::ThreadId id, digest::Instant now,
                                                          digest::Language language);

}  // namespace gailou::storage::sqlite
