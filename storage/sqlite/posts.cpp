#include "storage/sqlite/posts.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <utility>

#include "storage/sqlite/batch_input.h"
#include "storage/sqlite/rows.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Floor;
using digest::Result;
using digest::StoredPost;
using digest::ThreadId;

// A slice is a value in memory; callers page on by `next`.
constexpr std::int64_t kSliceMax = 10'000;
constexpr std::size_t kFloorsMax = 256;

const char* query_for(const PostRange& range) {
  if (range.undigested) return range.newest ? "posts_undigested_newest" : "posts_undigested";
  return range.newest ? "posts_newest" : "posts_first";
}

std::vector<digest::StoredVersion> earlier_versions(Database& db, ThreadId id, digest::PostId post) {
  std::vector<digest::StoredVersion> versions;
  auto query = db.query("post_earlier_versions");
  query.bind(":thread_id", id).bind(":post_id", post);
  while (query.next()) {
    auto row = query.row();
    digest::StoredVersion version;
    version.version = row.small();
    version.text = digest::text_of(body_of(db, row.text(), post));
    version.first_seen = row.at();
    version.until = row.at();
    versions.push_back(std::move(version));
  }
  return versions;
}

bool shows_history(const StoredPost& post) {
  return post.post.state == digest::PostState::visible && post.version > 1;
}

}  // namespace

Result<PostsSlice> posts(Database& db, ThreadId id, const PostRange& range) {
  Transaction tx(db.connection, Transaction::Kind::read);
  if (!find_cursor(db, id)) return tx.refuse(no_such_thread(id));
  const auto limit = std::clamp<std::int64_t>(range.limit, 1, kSliceMax);
  PostsSlice slice;
  {
    auto query = db.query(query_for(range));
    query.bind(":thread_id", id)
        .bind(":from", range.from.value_or(Floor{}))
        .bind(":to", range.to.value_or(Floor{std::numeric_limits<std::int64_t>::max()}))
        .bind(":limit", limit + 1);
    while (query.next()) slice.posts.push_back(stored_post(db, query.row()));
  }
  const bool has_more = std::ssize(slice.posts) > limit;
  if (has_more && !range.newest) slice.next = slice.posts.back().post.floor;
  if (has_more) slice.posts.pop_back();
  if (range.newest) std::reverse(slice.posts.begin(), slice.posts.end());
  for (auto& post : slice.posts) {
    if (range.versions && shows_history(post)) post.versions = earlier_versions(db, id, post.post.id);
  }
  return tx.commit(std::move(slice));
}

Result<std::vector<digest::Post>> digested_posts(Database& db, ThreadId id, const std::vector<Floor>& floors) {
  Transaction tx(db.connection, Transaction::Kind::read);
  if (!find_cursor(db, id)) return tx.refuse(no_such_thread(id));
  const std::set<Floor> wanted(floors.begin(), floors.end());
  if (wanted.size() > kFloorsMax) {
    return tx.refuse({.code = digest::Code::too_large,
                      .what = std::to_string(wanted.size()) + " floors are asked for at once",
                      .where = "digested_posts"});
  }
  std::vector<digest::Post> found;
  for (const auto floor : wanted) {
    if (auto post = digested_floor(db, id, floor)) found.push_back(std::move(*post));
  }
  return tx.commit(std::move(found));
}

Result<std::vector<FloorFact>> floor_facts(Database& db, ThreadId id, std::int64_t limit) {
  Transaction tx(db.connection, Transaction::Kind::read);
  if (!find_cursor(db, id)) return tx.refuse(no_such_thread(id));
  std::vector<FloorFact> facts;
  auto query = db.query("floor_facts");
  query.bind(":thread_id", id).bind(":limit", std::clamp<std::int64_t>(limit, 1, kSliceMax));
  while (query.next()) {
    auto row = query.row();
    FloorFact fact;
    fact.floor = row.id<Floor>();
    fact.author = row.text();
    fact.created_at = row.at();
    fact.state = digest::post_state_of(row.text()).value_or(digest::PostState::deleted);
    if (fact.state != digest::PostState::visible) fact.author.clear();
    facts.push_back(std::move(fact));
  }
  std::reverse(facts.begin(), facts.end());
  return tx.commit(std::move(facts));
}

Result<std::vector<ThreadEvent>> events(Database& db, ThreadId id, std::int64_t limit) {
  Transaction tx(db.connection, Transaction::Kind::read);
  if (!find_cursor(db, id)) return tx.refuse(no_such_thread(id));
  std::vector<ThreadEvent> found;
  auto query = db.query("events_of");
  query.bind(":thread_id", id).bind(":limit", std::clamp<std::int64_t>(limit, 1, kSliceMax));
  while (query.next()) {
    auto row = query.row();
    ThreadEvent event;
    event.id = row.id<digest::PostId>();
    event.floor = row.id<Floor>();
    event.action = row.text();
    event.detail = row.text();
    event.author = row.text();
    event.created_at = row.at();
    event.first_seen = row.at();
    found.push_back(std::move(event));
  }
  std::reverse(found.begin(), found.end());
  return tx.commit(std::move(found));
}

Result<std::vector<Floor>> missing_floors(Database& db, ThreadId id, std::int64_t limit) {
  Transaction tx(db.connection, Transaction::Kind::read);
  if (!find_cursor(db, id)) return tx.refuse(no_such_thread(id));
  std::vector<Floor> missing;
  auto query = db.query("floors_held");
  query.bind(":thread_id", id);
  std::int64_t expected = 1;
  while (std::ssize(missing) < limit && query.next()) {
    const auto floor = query.row().integer();
    for (; expected < floor && std::ssize(missing) < limit; ++expected) missing.push_back(Floor{expected});
    expected = std::max(expected, floor + 1);
  }
  return tx.commit(std::move(missing));
}

}  // namespace gailou::storage::sqlite
