#include "storage/sqlite/adopt.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <unordered_set>

#include "digest/text/body.h"
#include "digest/text/normalize.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Floor;
using digest::Instant;
using digest::Observation;
using digest::Post;
using digest::PostId;
using digest::PostState;
using digest::ThreadId;

// A page tells seconds, the forum milliseconds.
constexpr digest::Duration kSameTime = std::chrono::seconds{1};
// More than a fifth of a thread's floors gone at once: it is rather the page of another thread.
constexpr std::int64_t kMissingShare = 5;
constexpr std::size_t kMissingAlwaysBelieved = 5;

struct Provisional {
  PostId id{};
  std::string author_key{};
  Instant created_at{};
  int version = 0;
  std::optional<digest::Body> body{};  // nothing: forgotten
  bool is_accounted = false;           // by a digest or an open batch
};

bool holds_any(Database& db, ThreadId thread) {
  auto query = db.query("provisional_any");
  query.bind(":thread_id", thread);
  return query.next();
}

std::optional<Provisional> provisional_at(Database& db, ThreadId thread, Floor floor) {
  Provisional held{.id = digest::provisional_id(floor)};
  auto query = db.query("provisional_one");
  query.bind(":thread_id", thread).bind(":post_id", held.id);
  if (!query.next()) return std::nullopt;
  auto row = query.row();
  held.author_key = row.text();
  held.created_at = row.at();
  held.version = row.small();
  if (const auto json = row.maybe_text()) held.body = body_of(db, *json, held.id);
  held.is_accounted = row.flag();
  return held;
}

bool is_held(Database& db, ThreadId thread, PostId id) {
  auto query = db.query("id_is_held");
  query.bind(":thread_id", thread).bind(":post_id", id);
  return query.next();
}

/// The words alone: a page's text has lost breaks and frames, and some pages their full-width signs.
std::string words_of(const digest::Body& body) {
  std::string words = digest::norm(digest::text_of(body));
  std::erase(words, ' ');
  return words;
}

bool has_same_text(const Provisional& held, const Post& post) {
  return held.body && post.state == PostState::visible && words_of(*held.body) == words_of(post.body);
}

bool is_same_post(const Provisional& held, const Post& post, bool same_text) {
  if (post.small_action) return false;
  const bool same_author = held.author_key == digest::norm(post.author);
  const bool same_time = std::chrono::abs(held.created_at - post.created_at) <= kSameTime;
  return static_cast<int>(same_author) + static_cast<int>(same_time) + static_cast<int>(same_text) >= 2;
}

/// The identity is part of keys that refer to each other: they are looked at together, at the transaction's end.
void defer_foreign_keys(Database& db) {
  auto deferred = db.connection.execute("PRAGMA defer_foreign_keys = ON", "adopt");
  if (!deferred) db.connection.note_fault(deferred.error());
}

void give_identity(Database& db, ThreadId thread, const Provisional& held, const Post& post) {
  defer_foreign_keys(db);
  const auto moved = [&](std::string_view statement) {
    auto query = db.query(statement);
    query.bind(":thread_id", thread).bind(":post_id", held.id).bind(":real_id", post.id);
    return query;
  };
  moved("adopt_post").bind(":created_ms", post.created_at).run();
  moved("adopt_versions").run();
  moved("adopt_batch_floors").run();
  moved("adopt_batch_changes").run();
  db.query("absence_end").bind(":thread_id", thread).bind(":post_id", held.id).run();
  db.query("unanswered_end").bind(":thread_id", thread).bind(":post_id", post.id).run();
}

/// Another post has this floor: the page's has left it. What no digest tells of goes altogether, as if the page had
/// been read after the forum's answer.
void give_way(Database& db, ThreadId thread, const Provisional& held, PostWriter& writer) {
  writer.move(held.id, digest::TopicId{});
  if (held.is_accounted) return;
  db.query("provisional_delete").bind(":thread_id", thread).bind(":post_id", held.id).run();
}

}  // namespace

void adopt(Database& db, ThreadId thread, const Observation& observation, PostWriter& writer) {
  if (observation.posts.empty() || !holds_any(db, thread)) return;
  for (const auto& post : observation.posts) {
    if (digest::is_provisional(post.id)) continue;
    const auto held = provisional_at(db, thread, post.floor);
    if (!held) continue;
    const bool same_text = has_same_text(*held, post);
    if (is_held(db, thread, post.id) || !is_same_post(*held, post, same_text)) {
      give_way(db, thread, *held, writer);
      continue;
    }
    writer.identify(held->id, post.id, [&] { give_identity(db, thread, *held, post); });
    if (same_text) writer.recook(post);
  }
}

std::optional<Observation> without_held_floors(Database& db, ThreadId thread, const Observation& observation) {
  const auto is_provisional = [](const Post& post) { return digest::is_provisional(post.id); };
  if (std::ranges::none_of(observation.posts, is_provisional)) return std::nullopt;
  std::unordered_set<Floor> held;
  auto query = db.query("floors_with_ids");
  query.bind(":thread_id", thread);
  while (query.next()) held.insert(query.row().id<Floor>());
  if (held.empty()) return std::nullopt;
  Observation rest = observation;
  std::erase_if(rest.posts, [&](const Post& post) { return is_provisional(post) && held.contains(post.floor); });
  return rest;
}

std::vector<Floor> settle_missing(Database& db, const ThreadCursor& cursor, const std::vector<PostId>& absent,
                                  const std::unordered_map<PostId, Instant>& suspicions, digest::Duration confirm_after,
                                  Instant now, PostWriter& writer) {
  std::vector<PostId> lasting;
  for (const auto post : absent) {
    if (!digest::is_provisional(post)) continue;
    const auto since = suspicions.find(post);
    if (since == suspicions.end()) {
      db.query("absence_note").bind(":thread_id", cursor.id).bind(":post_id", post).bind(":now_ms", now).run();
    } else if (now - since->second >= confirm_after) {
      lasting.push_back(post);
    }
  }
  const bool too_many =
      lasting.size() > kMissingAlwaysBelieved && std::ssize(lasting) * kMissingShare > cursor.posts_stored;
  if (too_many) return {};
  std::vector<Floor> floors;
  for (const auto post : lasting) {
    writer.mark(post, PostState::deleted);
    floors.push_back(Floor{-post.value});
  }
  return floors;
}

}  // namespace gailou::storage::sqlite
