#include "storage/sqlite/batches.h"

#include <algorithm>
#include <utility>

#include "storage/sqlite/batch_input.h"
#include "storage/sqlite/changes.h"
#include "storage/sqlite/ingest.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Instant;
using digest::PendingFloor;
using digest::Result;
using digest::Revision;
using digest::ThreadId;

std::vector<PendingFloor> pending_floors(Database& db, ThreadId id, std::int64_t limit) {
  std::vector<PendingFloor> floors;
  auto query = db.query("pending_floors");
  query.bind(":thread_id", id).bind(":limit", limit);
  while (query.next()) {
    auto row = query.row();
    PendingFloor floor;
    floor.id = row.id<digest::PostId>();
    floor.floor = row.id<digest::Floor>();
    floor.created_at = row.at();
    floor.first_seen = row.at();
    floors.push_back(floor);
  }
  return floors;
}

/// A revision accounts for every floor up to its last_number. A floor that came late, below what is digested already,
/// and isn't settled yet makes the others wait; else the digest would pass over it.
bool passes_over(const std::vector<PendingFloor>& pending, std::size_t taken, digest::Floor last_number) {
  if (taken == pending.size() || taken >= digest::kBatchFloorsMax) return false;
  return pending[taken].floor <= last_number;
}

digest::BatchId insert_batch(Database& db, const ThreadCursor& cursor, Instant taken,
                             const std::vector<PendingFloor>& floors,
                             const std::vector<digest::ChangedFloor>& changed) {
  digest::BatchId id;
  {
    auto query = db.query("batch_insert");
    query.bind(":thread_id", cursor.id).bind(":revision", cursor.revision.value + 1).bind(":taken_ms", taken);
    if (query.next()) id = query.row().id<digest::BatchId>();
    query.run();
  }
  for (const auto& floor : floors) {
    db.query("batch_floor_insert").bind(":batch_id", id).bind(":thread_id", cursor.id).bind(":post_id", floor.id).run();
  }
  keep_in_batch(db, cursor.id, id, changed);
  db.query("thread_save_taken").bind(":thread_id", cursor.id).bind(":taken_ms", taken).run();
  return id;
}

std::optional<BatchRow> new_batch(Database& db, const ThreadCursor& cursor, const digest::SettleSettings& settings,
                                  digest::Urgency urgency, Instant now) {
  // One more than a batch may hold: enough to see that something is left out.
  const auto pending = pending_floors(db, cursor.id, static_cast<std::int64_t>(digest::kBatchFloorsMax) + 1);
  const auto prefix = digest::take_prefix(pending, settings, urgency, now);
  if (passes_over(pending, prefix.size(), cursor.last_number)) return std::nullopt;
  const auto changed = digest::take_changed(changed_floors(db, cursor.id), settings, urgency, now, !prefix.empty());
  if (prefix.empty() && changed.empty()) return std::nullopt;
  const auto taken = std::max({now, cursor.stamp, cursor.taken});
  return BatchRow{.id = insert_batch(db, cursor, taken, prefix, changed),
                  .revision = Revision{cursor.revision.value + 1},
                  .taken = taken};
}

}  // namespace

std::optional<BatchRow> open_batch(Database& db, ThreadId id) {
  auto query = db.query("batch_of_thread");
  query.bind(":thread_id", id);
  if (!query.next()) return std::nullopt;
  auto row = query.row();
  BatchRow batch;
  batch.id = row.id<digest::BatchId>();
  batch.revision = row.id<Revision>();
  batch.taken = row.at();
  return batch;
}

std::vector<BatchMember> members_of(Database& db, digest::BatchId id) {
  std::vector<BatchMember> members;
  auto query = db.query("batch_members");
  query.bind(":batch_id", id);
  while (query.next()) {
    auto row = query.row();
    BatchMember member;
    member.floor = row.id<digest::Floor>();
    member.post = row.id<digest::PostId>();
    member.version = row.integer();
    members.push_back(member);
  }
  return members;
}

bool is_outdated(Database& db, const ThreadCursor& cursor, const BatchRow& batch) {
  if (batch.revision.value != cursor.revision.value + 1) return true;
  if (are_outdated(db, cursor.id, batch.id)) return true;
  auto query = db.query("batch_is_outdated");
  query.bind(":batch_id", batch.id).bind(":thread_id", cursor.id);
  return query.next() && query.row().flag();
}

void release_batch(Database& db, digest::BatchId id) {
  db.query("batch_delete").bind(":batch_id", id).run();
}

Result<std::vector<PendingFloor>> pending(Database& db, ThreadId id) {
  Transaction tx(db.connection, Transaction::Kind::read);
  if (!find_cursor(db, id)) return tx.refuse(no_such_thread(id));
  return tx.commit(pending_floors(db, id, -1));
}

Result<std::optional<Batch>> take_batch(Database& db, ThreadId id, const digest::SettleSettings& settings,
                                        digest::Urgency urgency, Instant now) {
  Transaction tx(db.connection, Transaction::Kind::write);
  const auto cursor = find_cursor(db, id);
  if (!cursor) return tx.refuse(no_such_thread(id));
  if (!cursor->complete) return tx.commit(std::optional<Batch>{});
  auto batch = open_batch(db, id);
  if (batch && is_outdated(db, *cursor, *batch)) {
    release_batch(db, batch->id);
    batch.reset();
  }
  if (!batch) batch = new_batch(db, *cursor, settings, urgency, now);
  if (!batch) return tx.commit(std::optional<Batch>{});
  return tx.commit(std::optional(Batch{.id = batch->id, .input = batch_input(db, *cursor, *batch)}));
}

}  // namespace gailou::storage::sqlite
