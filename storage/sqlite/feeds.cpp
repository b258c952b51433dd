#include "storage/sqlite/feeds.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <set>
#include <utility>

#include "storage/hash.h"
#include "storage/sqlite/entry_rows.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::CommitNo;
using digest::Entry;
using digest::EntrySeq;
using digest::FeedItem;
using digest::FeedPage;
using digest::FeedPlace;
using digest::Floor;
using digest::Result;
using digest::Revision;
using digest::ThreadId;

// 64 bits: two stores never draw the same.
constexpr std::size_t kAuthorityBytes = 8;
// Reserved to be nobody's (RFC 2606).
constexpr std::string_view kNobodys = ".gailou.invalid";
// A step of hundreds of floors names the first of its authors.
constexpr std::size_t kAuthorsMax = 20;

struct TouchedCommit {
  CommitNo commit{};
  ThreadId thread{};
  Revision revision{};
  std::string source{};
  digest::TopicId topic{};
};

/// An item by its place alone: to be read once it is known to be on the page.
struct Found {
  TouchedCommit by{};
  FeedPlace place{};
};

TouchedCommit touched_commit(Row row) {
  TouchedCommit commit;
  commit.commit = row.id<CommitNo>();
  commit.thread = row.id<ThreadId>();
  commit.revision = row.id<Revision>();
  commit.source = row.text();
  commit.topic = row.id<digest::TopicId>();
  return commit;
}

/// What a commit was the last to touch, newest first.
std::vector<FeedPlace> places_of(Database& db, const TouchedCommit& commit, bool by_revision) {
  std::vector<FeedPlace> places;
  auto query = db.query(by_revision ? "feed_revisions_touched" : "feed_entries_touched");
  query.bind(":thread_id", commit.thread).bind(":revision", commit.revision);
  while (query.next()) places.push_back({.commit = commit.commit, .within = query.row().integer()});
  return places;
}

enum class Way { older, newer };

/// Walks from `from` until `count` items are found that `wanted` takes, in the order of the way.
template <class Wanted>
std::vector<Found> walk(Database& db, const FeedQuery& feed, Way way, CommitNo from, std::size_t count, Wanted wanted) {
  const bool older = way == Way::older;
  auto commits = feed.thread ? db.query(older ? "feed_thread_commits_older" : "feed_thread_commits_newer")
                             : db.query(older ? "feed_commits_older" : "feed_commits_newer");
  commits.bind(":commit_no", from);
  if (feed.thread) {
    commits.bind(":thread_id", *feed.thread);
  } else {
    commits.bind(":source", feed.source);
  }
  std::vector<Found> found;
  while (found.size() < count && commits.next()) {
    const auto commit = touched_commit(commits.row());
    auto places = places_of(db, commit, feed.by_revision);
    if (!older) std::ranges::reverse(places);
    for (const auto& place : places) {
      if (found.size() < count && wanted(place)) found.push_back({.by = commit, .place = place});
    }
  }
  return found;
}

void read_revision(Database& db, ThreadId id, FeedItem& item) {
  auto query = db.query("feed_revision");
  query.bind(":thread_id", id).bind(":revision", item.rev);
  if (!query.next()) return;
  auto row = query.row();
  item.commit = row.id<CommitNo>();
  item.committed_at = row.at();
  item.title = row.text();
  item.url = row.text();
}

void read_change(Database& db, const TouchedCommit& by, FeedItem& item) {
  FeedItem touched{.rev = by.revision};
  read_revision(db, by.thread, touched);
  item.changed = by.commit;
  item.changed_at = touched.committed_at;
}

void read_authors(Database& db, ThreadId id, FeedItem& item) {
  std::set<Floor> floors;
  for (const auto& entry : item.entries) floors.insert(entry.cites.begin(), entry.cites.end());
  for (const auto floor : floors) {
    if (item.authors.size() == kAuthorsMax) return;
    auto query = db.query("feed_author");
    query.bind(":thread_id", id).bind(":floor", floor);
    if (!query.next()) continue;
    auto author = query.row().text();
    if (std::ranges::find(item.authors, author) == item.authors.end()) item.authors.push_back(std::move(author));
  }
}

void read_entries(Database& db, ThreadId id, FeedItem& item) {
  auto query = db.query("feed_entries_of_revision");
  query.bind(":thread_id", id).bind(":revision", item.rev);
  while (query.next()) item.entries.push_back(entry_of(db, query.row()));
}

FeedItem read_item(Database& db, const Found& found, bool by_revision) {
  FeedItem item{.source = found.by.source, .topic = found.by.topic};
  if (by_revision) {
    item.rev = Revision{found.place.within};
    read_entries(db, found.by.thread, item);
  } else if (auto entry = find_entry(db, found.by.thread, EntrySeq{found.place.within})) {
    item.rev = entry->rev;
    item.entries.push_back(std::move(*entry));
  }
  read_revision(db, found.by.thread, item);
  read_change(db, found.by, item);
  read_authors(db, found.by.thread, item);
  return item;
}

/// The commit that wrote or withdrew the entry, of a tracked thread.
std::optional<TouchedCommit> last_touch(Database& db, const EntryName& name) {
  auto query = db.query("feed_last_touch");
  query.bind(":thread_id", name.thread).bind(":seq", name.seq);
  return query.next() ? std::optional(touched_commit(query.row())) : std::nullopt;
}

/// The page before the one that begins at `place`: what it would begin after.
void find_newer(Database& db, const FeedQuery& feed, const FeedPlace& place, FeedPage& page) {
  const auto count = static_cast<std::size_t>(feed.limit);
  const auto found =
      walk(db, feed, Way::newer, place.commit, count + 1, [&](const FeedPlace& newer) { return newer >= place; });
  page.has_newer = !found.empty();
  if (found.size() > count) page.previous = found.back().place;
}

}  // namespace

Result<void> ensure_feed_identity(Database& db, Instant now) {
  if (const auto known = feed_identity(db); known || known.error().code != digest::Code::not_found) {
    return known ? Result<void>() : known.error();
  }
  Transaction tx(db.connection, Transaction::Kind::write);
  db.query("feed_identity_insert")
      .bind(":authority", to_hex(random_bytes(kAuthorityBytes)) + std::string(kNobodys))
      .bind(":since_ms", Instant{std::chrono::floor<std::chrono::days>(now)})
      .run();
  return tx.commit();
}

Result<digest::FeedIdentity> feed_identity(Database& db) {
  Transaction tx(db.connection, Transaction::Kind::read);
  digest::FeedIdentity identity;
  {
    auto query = db.query("feed_identity");
    if (!query.next()) {
      return tx.refuse({.code = digest::Code::not_found,
                        .what = "the store has no identity for feeds yet",
                        .hint = "start the daemon once"});
    }
    auto row = query.row();
    identity.authority = row.text();
    identity.since = row.at();
  }
  return tx.commit(std::move(identity));
}

Result<FeedPage> feed(Database& db, const FeedQuery& query) {
  Transaction tx(db.connection, Transaction::Kind::read);
  const auto count = static_cast<std::size_t>(query.limit);
  const CommitNo from = query.before ? query.before->commit : CommitNo{std::numeric_limits<std::int64_t>::max()};
  const auto found = walk(db, query, Way::older, from, count + 1,
                          [&](const FeedPlace& place) { return !query.before || place < *query.before; });
  FeedPage page;
  for (const auto& one : found) {
    if (page.items.size() == count) break;
    page.items.push_back(read_item(db, one, query.by_revision));
  }
  if (found.size() > count) page.next = found[count - 1].place;
  if (query.before) find_newer(db, query, *query.before, page);
  return tx.commit(std::move(page));
}

Result<std::vector<FeedItem>> feed_items(Database& db, const std::vector<EntryName>& names) {
  Transaction tx(db.connection, Transaction::Kind::read);
  std::vector<FeedItem> items;
  for (const auto& name : names) {
    const auto touched = last_touch(db, name);
    if (!touched) continue;
    const FeedPlace place{.commit = touched->commit, .within = name.seq.value};
    items.push_back(read_item(db, {.by = *touched, .place = place}, false));
  }
  return tx.commit(std::move(items));
}

}  // namespace gailou::storage::sqlite
