#include "storage/sqlite/digests.h"

#include <algorithm>
#include <utility>

#include "storage/sqlite/entry_rows.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Digest;
using digest::Entry;
using digest::EntrySeq;
using digest::Result;
using digest::Revision;
using digest::ThreadId;

struct Head {
  Digest digest{};  // header and coverage
  EntrySeq last{};
};

std::optional<Head> head_of(Database& db, const ThreadCursor& cursor, Revision revision) {
  auto query = db.query("revision_head");
  query.bind(":thread_id", cursor.id).bind(":revision", revision);
  if (!query.next()) return std::nullopt;
  auto row = query.row();
  Head head;
  auto& digest = head.digest;
  row.integer();  // commit_no
  digest.revision = row.id<Revision>();
  digest.generated_at = row.at();
  digest.thread.source = cursor.source;
  digest.thread.topic = cursor.topic;
  digest.thread.title = row.text();
  digest.thread.url = row.text();
  digest.thread.posts_count = row.integer();
  digest.thread.last_number = row.id<digest::Floor>();
  digest.coverage.visible = row.integer();
  digest.coverage.in_entries = row.integer();
  digest.coverage.nothing_new = row.integer();
  head.last = row.id<EntrySeq>();
  return head;
}

std::vector<Entry> entries_of(Database& db, Query& query) {
  std::vector<Entry> entries;
  while (query.next()) entries.push_back(entry_of(db, query.row()));
  return entries;
}

std::vector<Entry> places_upto(Database& db, ThreadId id, EntrySeq last) {
  std::vector<Entry> places;
  auto query = db.query("entries_places");
  query.bind(":thread_id", id).bind(":seq", last);
  while (query.next()) {
    auto row = query.row();
    Entry place;
    place.seq = row.id<EntrySeq>();
    place.rev = row.id<Revision>();
    place.section = row.text();
    places.push_back(std::move(place));
  }
  return places;
}

/// Of those that stand as places yet.
void fill_in_citing(Database& db, ThreadId id, digest::Floor floor, std::vector<Entry>& places) {
  auto query = db.query("entries_citing");
  query.bind(":thread_id", id).bind(":floor", floor).bind(":limit", -1);
  while (query.next()) {
    const auto seq = query.row().id<EntrySeq>();
    const auto place = std::ranges::lower_bound(places, seq, {}, &Entry::seq);
    if (place == places.end() || place->seq != seq) continue;
    if (auto entry = find_entry(db, id, seq)) *place = std::move(*entry);
  }
}

std::vector<digest::NothingNew> nothing_new_upto(Database& db, ThreadId id, Revision revision) {
  std::vector<digest::NothingNew> quiet;
  auto query = db.query("nothing_new_upto");
  query.bind(":thread_id", id).bind(":revision", revision);
  while (query.next()) {
    auto row = query.row();
    const auto floor = row.id<digest::Floor>();
    quiet.push_back({.floor = floor, .reason = digest::reason_of(row.text()).value_or(digest::Reason::other)});
  }
  return quiet;
}

digest::Error no_such_revision(const ThreadCursor& cursor, Revision wanted) {
  if (cursor.revision.value == 0) {
    return {.code = digest::Code::not_found,
            .what = "thread " + std::to_string(cursor.id.value) + " has no digest yet",
            .hint = "it gets one when its floors have been fetched and have settled"};
  }
  return {.code = digest::Code::not_found,
          .what = "thread " + std::to_string(cursor.id.value) + " has no revision " + std::to_string(wanted.value) +
                  ", its last is " + std::to_string(cursor.revision.value)};
}

}  // namespace

Result<Digest> read_digest(Database& db, const ThreadCursor& cursor, Revision revision) {
  auto head = head_of(db, cursor, revision);
  if (!head) return no_such_revision(cursor, revision);
  auto& digest = head->digest;
  digest.summary = summary_upto(db, cursor.id, revision);
  {
    auto query = db.query("entries_upto");
    query.bind(":thread_id", cursor.id).bind(":seq", head->last);
    digest.entries = entries_of(db, query);
  }
  digest.nothing_new = nothing_new_upto(db, cursor.id, revision);
  return std::move(digest);
}

Result<Digest> digest_head(Database& db, const ThreadCursor& cursor, Revision revision) {
  auto head = head_of(db, cursor, revision);
  if (!head) return no_such_revision(cursor, revision);
  return std::move(head->digest);
}

std::vector<EntrySeq> withdrawn_after(Database& db, ThreadId id, Revision revision) {
  std::vector<EntrySeq> withdrawn;
  auto query = db.query("entries_withdrawn_after");
  query.bind(":thread_id", id).bind(":revision", revision);
  while (query.next()) withdrawn.push_back(query.row().id<EntrySeq>());
  return withdrawn;
}

Result<Digest> digest(Database& db, ThreadId id, std::optional<Revision> rev) {
  Transaction tx(db.connection, Transaction::Kind::read);
  const auto cursor = find_cursor(db, id);
  if (!cursor) return tx.refuse(no_such_thread(id));
  auto digest = read_digest(db, *cursor, rev.value_or(cursor->revision));
  if (!digest) return tx.refuse(digest.error());
  return tx.commit(std::move(*digest));
}

Result<Digest> digest_outline(Database& db, ThreadId id, std::optional<digest::Floor> whole) {
  Transaction tx(db.connection, Transaction::Kind::read);
  const auto cursor = find_cursor(db, id);
  if (!cursor) return tx.refuse(no_such_thread(id));
  auto head = head_of(db, *cursor, cursor->revision);
  if (!head) return tx.refuse(no_such_revision(*cursor, cursor->revision));
  auto& outline = head->digest;
  outline.summary = summary_upto(db, id, cursor->revision);
  outline.entries = places_upto(db, id, head->last);
  if (whole) fill_in_citing(db, id, *whole, outline.entries);
  return tx.commit(std::move(outline));
}

Result<std::vector<Entry>> newest_entries(Database& db, ThreadId id, std::int64_t limit) {
  Transaction tx(db.connection, Transaction::Kind::read);
  if (!find_cursor(db, id)) return tx.refuse(no_such_thread(id));
  auto query = db.query("entries_newest");
  query.bind(":thread_id", id).bind(":limit", limit);
  return tx.commit(entries_of(db, query));
}

Result<ChangesSince> changes(Database& db, ThreadId id, Revision since) {
  Transaction tx(db.connection, Transaction::Kind::read);
  const auto cursor = find_cursor(db, id);
  if (!cursor) return tx.refuse(no_such_thread(id));
  if (since > cursor->revision) {
    return tx.refuse({.code = digest::Code::conflict,
                      .what = "revision " + std::to_string(since.value) + " isn't there yet, the last is " +
                              std::to_string(cursor->revision.value)});
  }
  ChangesSince changes;
  changes.revision = cursor->revision;
  {
    auto query = db.query("entries_after");
    query.bind(":thread_id", id).bind(":revision", since);
    changes.entries = entries_of(db, query);
  }
  changes.withdrawn = withdrawn_after(db, id, since);
  return tx.commit(std::move(changes));
}

}  // namespace gailou::storage::sqlite
