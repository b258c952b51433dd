#include "storage/sqlite/changes.h"

#include <algorithm>
#include <utility>

#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::BatchId;
using digest::ChangedFloor;
using digest::Floor;
using digest::PostId;
using digest::ThreadId;

// More than this are never looked at together: the next batches take the rest.
constexpr std::int64_t kChangedMax = 1000;
constexpr std::int64_t kTombstonesMax = 2000;  // of one revision: a batch has no more floors

}  // namespace

std::vector<ChangedFloor> changed_floors(Database& db, ThreadId id) {
  std::vector<ChangedFloor> floors;
  auto query = db.query("changed_floors");
  query.bind(":thread_id", id).bind(":limit", kChangedMax);
  while (query.next()) {
    auto row = query.row();
    ChangedFloor floor;
    floor.id = row.id<PostId>();
    floor.floor = row.id<Floor>();
    floor.seen = row.at();
    floors.push_back(floor);
  }
  return floors;
}

digest::Result<std::vector<ChangedFloor>> changed(Database& db, ThreadId id) {
  Transaction tx(db.connection, Transaction::Kind::read);
  if (!find_cursor(db, id)) return tx.refuse(no_such_thread(id));
  return tx.commit(changed_floors(db, id));
}

void keep_in_batch(Database& db, ThreadId id, BatchId batch, const std::vector<ChangedFloor>& taken) {
  for (const auto& floor : taken) {
    db.query("batch_change_insert").bind(":batch_id", batch).bind(":thread_id", id).bind(":post_id", floor.id).run();
  }
}

bool are_outdated(Database& db, ThreadId id, BatchId batch) {
  auto query = db.query("batch_changes_outdated");
  query.bind(":batch_id", batch).bind(":thread_id", id);
  return query.next() && query.row().flag();
}

void clear_changes(Database& db, ThreadId id, BatchId batch) {
  db.query("batch_changes_clear").bind(":batch_id", batch).bind(":thread_id", id).run();
}

BatchChanges changes_of(Database& db, ThreadId id, BatchId batch) {
  BatchChanges changes;
  auto query = db.query("batch_changes_of");
  query.bind(":batch_id", batch).bind(":thread_id", id);
  while (query.next()) {
    auto row = query.row();
    const auto floor = row.id<Floor>();
    const auto post = row.id<PostId>();
    const auto before = row.integer();
    const auto body = row.maybe_text();
    changes.floors.push_back(floor);
    if (before == 0) {
      changes.restored.push_back(floor);
    } else {
      changes.edits.push_back({.floor = floor, .before = body ? body_of(db, *body, post) : digest::Body{}});
    }
  }
  return changes;
}

std::vector<digest::EntrySeq> tombstones_of(Database& db, ThreadId id, Floor floor) {
  std::vector<digest::EntrySeq> found;
  auto query = db.query("tombstones_beside");
  query.bind(":thread_id", id).bind(":floor", floor).bind(":limit", kTombstonesMax);
  while (query.next()) {
    auto row = query.row();
    const auto seq = row.id<digest::EntrySeq>();
    const auto floors = floors_of(db, row.text());
    if (std::find(floors.begin(), floors.end(), floor) != floors.end()) found.push_back(seq);
  }
  return found;
}

}  // namespace gailou::storage::sqlite
