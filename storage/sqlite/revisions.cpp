#include "storage/sqlite/revisions.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "digest/compose/append.h"
#include "storage/sqlite/batches.h"
#include "storage/sqlite/changes.h"
#include "storage/sqlite/revision_writer.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Code;
using digest::Error;
using digest::Floor;
using digest::Result;
using digest::Revision;
using digest::Step;
using digest::ThreadId;

Error closed_batch(digest::BatchId id) {
  return {.code = Code::conflict,
          .what = "batch " + std::to_string(id.value) + " is closed",
          .hint = "its revision was committed, or its floors changed; take a new batch"};
}

Error outdated_batch(digest::BatchId id) {
  return {.code = Code::conflict,
          .what = "a floor of batch " + std::to_string(id.value) + " changed since it was taken",
          .hint = "its floors are pending again; take a new batch"};
}

Error wrong_step(std::string what) {
  return {.code = Code::internal, .what = std::move(what), .where = "commit_revision"};
}

/// A slip of ours that would break a digest for good is refused before a row is written.
std::optional<Error> step_fault(const ThreadCursor& cursor, const BatchRow& batch,
                                const std::vector<BatchMember>& members, const Step& step) {
  if (step.revision != batch.revision) return wrong_step("the step is for another revision");
  if (!step.tombstones.empty()) return wrong_step("a batch's step withdraws entries");
  auto seq = cursor.entries;
  std::set<Floor> accounted;
  for (const auto& entry : step.entries) {
    if (entry.seq.value != ++seq || entry.rev != batch.revision) return wrong_step("an entry is out of order");
    accounted.insert(entry.floors.begin(), entry.floors.end());
  }
  for (const auto& quiet : step.nothing_new) {
    if (!accounted.insert(quiet.floor).second) return wrong_step("a floor is nothing new and something else as well");
  }
  std::set<Floor> taken;
  for (const auto& member : members) taken.insert(member.floor);
  if (accounted != taken) return wrong_step("the step doesn't account for each floor of its batch");
  return std::nullopt;
}

struct FoundBatch {
  BatchRow batch{};
  ThreadId thread{};
};
std::optional<FoundBatch> find_batch(Database& db, digest::BatchId id) {
  auto query = db.query("batch_by_id");
  query.bind(":batch_id", id);
  if (!query.next()) return std::nullopt;
  auto row = query.row();
  FoundBatch found;
  found.batch.id = row.id<digest::BatchId>();
  found.batch.revision = row.id<Revision>();
  found.batch.taken = row.at();
  found.thread = row.id<ThreadId>();
  return found;
}

}  // namespace

Result<Committed> commit_revision(Database& db, digest::BatchId id, const Step& step, digest::Instant now) {
  Transaction tx(db.connection, Transaction::Kind::write);
  const auto found = find_batch(db, id);
  if (!found) return tx.refuse(closed_batch(id));
  const auto cursor = find_cursor(db, found->thread);
  if (!cursor) return tx.refuse(no_such_thread(found->thread));
  if (is_outdated(db, *cursor, found->batch)) {
    release_batch(db, id);
    return tx.commit_and_refuse(outdated_batch(id));
  }
  if (digest::says_nothing(step)) return tx.refuse(wrong_step("the step writes nothing"));
  const auto members = members_of(db, id);
  if (auto fault = step_fault(*cursor, found->batch, members, step)) return tx.refuse(std::move(*fault));

  RevisionWriter writer(db, *cursor, found->batch.revision, found->batch.taken);
  for (const auto& entry : step.entries) writer.append(entry);
  writer.dispose(members, step);
  if (step.summary) writer.write_summary(*step.summary);
  Committed committed{.revision = found->batch.revision, .entries = step.entries};
  committed.commit = writer.finish(now);
  clear_changes(db, cursor->id, id);
  release_batch(db, id);
  return tx.commit(std::move(committed));
}

Result<void> pass_over(Database& db, digest::BatchId id) {
  Transaction tx(db.connection, Transaction::Kind::write);
  const auto found = find_batch(db, id);
  if (!found) return tx.refuse(closed_batch(id));
  const auto cursor = find_cursor(db, found->thread);
  if (!cursor) return tx.refuse(no_such_thread(found->thread));
  if (is_outdated(db, *cursor, found->batch)) {
    release_batch(db, id);
    return tx.commit_and_refuse(outdated_batch(id));
  }
  if (!members_of(db, id).empty()) {
    return tx.refuse({.code = Code::internal, .what = "a batch with new floors is passed over", .where = "pass_over"});
  }
  clear_changes(db, cursor->id, id);
  release_batch(db, id);
  return tx.commit();
}

}  // namespace gailou::storage::sqlite
