// Which floors a digest step takes: decided and stored in one transaction, so that a crash changes nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "digest/batch.h"
#include "storage/records.h"
#include "storage/sqlite/catalogue.h"
#include "storage/sqlite/rows.h"

namespace gailou::storage::sqlite {

/// The open batch of a thread.
struct BatchRow {
  digest::BatchId id{};
  digest::Revision revision{};
  digest::Instant taken{};
};
struct BatchMember {
  digest::Floor floor{};
  digest::PostId post{};
  std::int64_t version = 0;  // the text that the engine saw
};

digest::Result<std::optional<Batch>> take_batch(Database& db, digest::ThreadId id,
                                                const digest::SettleSettings& settings, digest::Urgency urgency,
                                                digest::Instant now);
digest::Result<std::vector<digest::PendingFloor>> pending(Database& db, digest::ThreadId id);

std::optional<BatchRow> open_batch(Database& db, digest::ThreadId id);
std::vector<BatchMember> members_of(Database& db, digest::BatchId id);
/// A member, or the revision to be written, isn't what it was when the batch was taken.
bool is_outdated(Database& db, const ThreadCursor& cursor, const BatchRow& batch);
/// Its floors are pending again, as they now stand.
void release_batch(Database& db, digest::BatchId id);

}  // namespace gailou::storage::sqlite
