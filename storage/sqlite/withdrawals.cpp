#include "storage/sqlite/withdrawals.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "digest/compose/withdraw.h"
#include "storage/sqlite/batch_input.h"
#include "storage/sqlite/batches.h"
#include "storage/sqlite/deals.h"
#include "storage/sqlite/entry_rows.h"
#include "storage/sqlite/revision_writer.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::EntrySeq;
using digest::Floor;
using digest::Result;
using digest::Revision;
using digest::ThreadId;

// A deletion of the first floor can withdraw most of a digest; what is said again of it is bounded.
constexpr std::size_t kRemainingMax = 4000;
constexpr std::int64_t kChainMax = 1000;       // entries of one offer that what is left of it is read from
constexpr std::int64_t kStandingPerFloor = 8;  // the first ones on a floor: those that account for it

std::vector<Floor> deleted_floors_cited(Database& db, ThreadId id) {
  std::vector<Floor> floors;
  auto query = db.query("deleted_cited");
  query.bind(":thread_id", id);
  while (query.next()) floors.push_back(query.row().id<Floor>());
  return floors;
}

void add_citing(Database& db, ThreadId id, Floor floor, std::int64_t limit, std::set<EntrySeq>& seqs) {
  auto query = db.query("entries_citing_first");
  query.bind(":thread_id", id).bind(":floor", floor).bind(":limit", limit);
  while (query.next()) seqs.insert(query.row().id<EntrySeq>());
}

std::vector<digest::Entry> entries_at(Database& db, ThreadId id, const std::set<EntrySeq>& seqs) {
  std::vector<digest::Entry> entries;
  for (const auto seq : seqs) {
    if (auto entry = find_entry(db, id, seq)) entries.push_back(std::move(*entry));
  }
  return entries;
}

/// Live entries of the offers that the withdrawn ones tell of.
void add_chains(Database& db, ThreadId id, digest::Withdrawal& withdrawal, const std::set<EntrySeq>& affected) {
  std::set<EntrySeq> firsts;
  for (const auto& entry : withdrawal.affected) {
    if (const auto first = entry.deal ? first_of_chain(db, id, entry.seq) : std::nullopt) firsts.insert(*first);
  }
  std::set<EntrySeq> seqs;
  for (const auto first : firsts) {
    auto query = db.query("chain_entries");
    query.bind(":thread_id", id).bind(":first", first).bind(":limit", kChainMax);
    while (query.next()) seqs.insert(query.row().id<EntrySeq>());
  }
  for (const auto seq : affected) seqs.erase(seq);
  withdrawal.chains = entries_at(db, id, seqs);
}

/// What the withdrawn entries cite besides, and what else is said of that.
void add_remains(Database& db, ThreadId id, digest::Withdrawal& withdrawal, const std::set<EntrySeq>& affected) {
  std::set<Floor> cited;
  for (const auto* entries : {&withdrawal.affected, &withdrawal.chains}) {
    for (const auto& entry : *entries) cited.insert(entry.cites.begin(), entry.cites.end());
  }
  for (const auto floor : withdrawal.deleted) cited.erase(floor);
  std::set<EntrySeq> standing;
  for (const auto floor : cited) {
    if (withdrawal.remaining.size() == kRemainingMax) break;
    auto post = digested_floor(db, id, floor);
    if (!post) continue;
    withdrawal.remaining.push_back(std::move(*post));
    add_citing(db, id, floor, kStandingPerFloor, standing);
  }
  for (const auto seq : affected) standing.erase(seq);
  withdrawal.standing = entries_at(db, id, standing);
}

digest::Withdrawal withdrawal_of(Database& db, const ThreadCursor& cursor, std::vector<Floor> deleted,
                                 digest::Instant now) {
  digest::Withdrawal withdrawal;
  withdrawal.source = cursor.source;
  withdrawal.title = cursor.title;
  withdrawal.revision = Revision{cursor.revision.value + 1};
  withdrawal.taken_at = std::max({now, cursor.stamp, cursor.taken});
  withdrawal.next_seq = EntrySeq{cursor.entries + 1};
  withdrawal.summary = summary_upto(db, cursor.id, cursor.revision);
  withdrawal.deleted = std::move(deleted);
  std::set<EntrySeq> affected;
  for (const auto floor : withdrawal.deleted) add_citing(db, cursor.id, floor, -1, affected);
  withdrawal.affected = entries_at(db, cursor.id, affected);
  add_chains(db, cursor.id, withdrawal, affected);
  add_remains(db, cursor.id, withdrawal, affected);
  return withdrawal;
}

/// Of each deleted floor that a withdrawn entry told of, the digest knows no text any more.
void forget_digested(Database& db, ThreadId id, const std::vector<Floor>& deleted) {
  for (const auto floor : deleted) db.query("floor_withdrawn").bind(":thread_id", id).bind(":floor", floor).run();
}

}  // namespace

Result<std::optional<Committed>> withdraw_deleted(Database& db, ThreadId id, digest::Instant now,
                                                  const digest::ComposeSettings& settings) {
  Transaction tx(db.connection, Transaction::Kind::write);
  const auto cursor = find_cursor(db, id);
  if (!cursor) return tx.refuse(no_such_thread(id));
  auto deleted = deleted_floors_cited(db, id);
  if (cursor->revision.value == 0 || deleted.empty()) return tx.commit(std::optional<Committed>{});

  auto withdrawal = withdrawal_of(db, *cursor, std::move(deleted), now);
  withdrawal.settings = settings;
  const auto step = digest::withdraw(withdrawal);
  RevisionWriter writer(db, *cursor, step.revision, step.generated_at);
  for (const auto& tombstone : step.tombstones) writer.withdraw(tombstone);
  for (const auto& entry : step.entries) writer.append(entry);
  // Where the step has no new summary, the current one doesn't rest on a deleted floor's words.
  const auto kept = step.summary ? std::nullopt : std::optional(withdrawal.summary.rev);
  for (const auto floor : withdrawal.deleted) writer.blank_summaries(floor, kept, settings.language);
  if (step.summary) writer.write_summary(*step.summary);
  forget_digested(db, id, withdrawal.deleted);
  writer.leave_late_floors();
  Committed committed{.revision = step.revision, .entries = step.entries};
  committed.commit = writer.finish(now);
  // An open batch was for this revision: it is taken anew for the next one.
  if (const auto batch = open_batch(db, id)) release_batch(db, batch->id);
  return tx.commit(std::optional(std::move(committed)));
}

}  // namespace gailou::storage::sqlite
