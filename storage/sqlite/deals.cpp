#include "storage/sqlite/deals.h"

#include <utility>

#include "digest/text/normalize.h"
#include "storage/sqlite/entry_rows.h"
#include "storage/sqlite/rows.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::DealEntry;
using digest::DealFloor;
using digest::Entry;
using digest::EntrySeq;
using digest::Result;
using digest::ThreadDeals;
using digest::ThreadId;

struct DealThread {
  ThreadId id{};
  ThreadDeals deals{};  // without entries and floors
};

DealThread deal_thread_of(Row row) {
  DealThread thread;
  thread.id = row.id<ThreadId>();
  thread.deals.source = row.text();
  thread.deals.topic = row.id<digest::TopicId>();
  thread.deals.title = row.text();
  thread.deals.origin = row.text();
  return thread;
}

DealEntry deal_entry_of(Database& db, Row row) {
  DealEntry made;
  made.first = row.id<EntrySeq>();
  made.committed_at = row.at();
  if (const auto revision = row.maybe_integer()) made.withdrawn = digest::Revision{*revision};
  made.withdrawn_at = row.maybe_at();
  made.entry = entry_of(db, row);
  return made;
}

/// A tombstone doesn't say any more what it was about: who updates one goes on with its chain.
bool is_same_offer(const std::optional<Entry>& earlier, const Entry& entry) {
  return !earlier || !earlier->deal || digest::squash(earlier->deal->offer) == digest::squash(entry.deal->offer);
}

EntrySeq chain_of(Database& db, ThreadId id, const Entry& entry) {
  for (const auto& link : entry.links) {
    const auto earlier = digest::parse_entry_id(link.entry);
    if (link.rel != digest::Link::Rel::updates || !earlier) continue;
    const auto first = first_of_chain(db, id, *earlier);
    if (first && is_same_offer(find_entry(db, id, *earlier), entry)) return *first;
  }
  return entry.seq;
}

void read_chains(Database& db, DealThread& thread) {
  {
    auto query = db.query("deal_entries");
    query.bind(":thread_id", thread.id);
    while (query.next()) thread.deals.entries.push_back(deal_entry_of(db, query.row()));
  }
  auto query = db.query("deal_floors");
  query.bind(":thread_id", thread.id);
  while (query.next()) {
    auto row = query.row();
    DealFloor& floor = thread.deals.floors.emplace_back();
    floor.floor = row.id<digest::Floor>();
    floor.author = row.text();
    floor.created_at = row.at();
    floor.edited_at = row.maybe_at();
  }
}

}  // namespace

std::optional<EntrySeq> first_of_chain(Database& db, ThreadId id, EntrySeq seq) {
  auto query = db.query("entry_deal_first");
  query.bind(":thread_id", id).bind(":seq", seq);
  if (!query.next()) return std::nullopt;
  return query.row().id<EntrySeq>();
}

void note_deal(Database& db, ThreadId id, const Entry& entry) {
  const auto first = chain_of(db, id, entry);
  db.query("entry_deal_insert").bind(":thread_id", id).bind(":seq", entry.seq).bind(":first", first).run();
}

Result<std::vector<ThreadDeals>> deals(Database& db, std::optional<ThreadId> id) {
  Transaction tx(db.connection, Transaction::Kind::read);
  std::vector<DealThread> threads;
  {
    auto query = db.query(id ? "deal_thread" : "deal_threads");
    if (id) query.bind(":thread_id", *id);
    while (query.next()) threads.push_back(deal_thread_of(query.row()));
  }
  if (id && threads.empty()) return tx.refuse(no_such_thread(*id));
  std::vector<ThreadDeals> all;
  for (auto& thread : threads) {
    read_chains(db, thread);
    all.push_back(std::move(thread.deals));
  }
  return tx.commit(std::move(all));
}

Result<bool> has_deals(Database& db) {
  Transaction tx(db.connection, Transaction::Kind::read);
  auto query = db.query("live_deal_threads");
  const bool has = query.next();
  return tx.commit(has);
}

}  // namespace gailou::storage::sqlite
