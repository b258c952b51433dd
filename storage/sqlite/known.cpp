#include "storage/sqlite/known.h"

#include <algorithm>
#include <utility>

#include "storage/sqlite/stream_mark.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Floor;
using digest::Instant;
using digest::Observation;
using digest::PostId;
using digest::ThreadId;

void take_known(Query& query, Known& known) {
  while (query.next()) {
    auto row = query.row();
    digest::KnownPost post;
    post.id = row.id<PostId>();
    post.floor = row.id<Floor>();
    post.state = digest::post_state_of(row.text()).value_or(digest::PostState::hidden);
    post.hash = row.text();
    post.updated_at = row.maybe_at();
    post.forum_version = row.integer();
    post.likes = row.integer();
    post.accepted = row.flag();
    post.author = row.text();
    post.detail = row.text();
    if (const auto parent = row.maybe_integer()) post.reply_to = Floor{*parent};
    if (row.flag()) known.events.insert(post.id);
    post.suspected = known.suspicions.contains(post.id);
    known.posts.emplace(post.id, std::move(post));
  }
}

std::unordered_map<PostId, Instant> suspicions_of(Database& db, ThreadId id) {
  std::unordered_map<PostId, Instant> noted;
  auto query = db.query("absences_of");
  query.bind(":thread_id", id);
  while (query.next()) {
    auto row = query.row();
    const auto post = row.id<PostId>();
    noted.emplace(post, row.at());
  }
  return noted;
}

void load_all(Database& db, ThreadId id, Known& known) {
  auto query = db.query("known_all");
  query.bind(":thread_id", id);
  take_known(query, known);
}

void load_after(Database& db, ThreadId id, Floor after, Known& known) {
  auto query = db.query("known_after");
  query.bind(":thread_id", id).bind(":after", after);
  take_known(query, known);
}

void load_one(Database& db, ThreadId id, PostId post, Known& known) {
  if (known.posts.contains(post)) return;
  auto query = db.query("known_one");
  query.bind(":thread_id", id).bind(":post_id", post);
  take_known(query, known);
}

/// All posts only where the known part of a whole stream changed.
void load_for_stream(Database& db, const ThreadCursor& cursor, const Observation& observation, Known& known) {
  if (observation.stream_from.value > 0) {
    known.news = observation.stream;
    load_after(db, cursor.id, observation.stream_from, known);
    for (const auto post : *observation.stream) load_one(db, cursor.id, post, known);
    return;
  }
  const auto tail = known.suspicions.empty() ? tail_behind(cursor.stream_mark, *observation.stream) : std::nullopt;
  if (!tail) {
    known.news = observation.stream;
    load_all(db, cursor.id, known);
    return;
  }
  if (!tail->empty()) known.news.emplace(tail->begin(), tail->end());
  for (const auto post : *tail) load_one(db, cursor.id, post, known);
}

}  // namespace

Known load_known(Database& db, const ThreadCursor& cursor, const Observation& observation) {
  Known known;
  known.suspicions = suspicions_of(db, cursor.id);
  if (observation.stream) load_for_stream(db, cursor, observation, known);
  for (const auto& post : observation.posts) load_one(db, cursor.id, post.id, known);
  return known;
}

digest::Changes changes_of(const Known& known, const Observation& observation) {
  if (known.news == observation.stream) return digest::diff(known.posts, observation);
  Observation news;
  news.header = observation.header;
  news.stream = known.news;
  news.stream_from = observation.stream_from;
  news.fresh = observation.fresh;
  news.saved = observation.saved;
  news.posts = observation.posts;
  news.asked = observation.asked;
  return digest::diff(known.posts, news);
}

digest::Result<std::vector<Instant>> newest_written(Database& db, ThreadId id, std::int64_t limit, Instant now) {
  Transaction tx(db.connection, Transaction::Kind::read);
  if (!find_cursor(db, id)) return tx.refuse(no_such_thread(id));
  std::vector<Instant> times;
  auto query = db.query("newest_written");
  query.bind(":thread_id", id).bind(":limit", limit).bind(":now_ms", now);
  while (query.next()) times.push_back(query.row().at());
  std::reverse(times.begin(), times.end());
  return tx.commit(std::move(times));
}

digest::Result<std::vector<HeldPost>> held_between(Database& db, ThreadId id, Floor after, Floor before,
                                                   std::int64_t limit) {
  Transaction tx(db.connection, Transaction::Kind::read);
  if (!find_cursor(db, id)) return tx.refuse(no_such_thread(id));
  std::vector<HeldPost> held;
  auto query = db.query("held_between");
  query.bind(":thread_id", id).bind(":after", after).bind(":before", before).bind(":limit", limit);
  while (query.next()) {
    auto row = query.row();
    HeldPost post;
    post.id = row.id<PostId>();
    post.floor = row.id<Floor>();
    post.forum_floor = row.id<Floor>();
    held.push_back(post);
  }
  return tx.commit(std::move(held));
}

}  // namespace gailou::storage::sqlite
