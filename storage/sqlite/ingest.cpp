#include "storage/sqlite/ingest.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "digest/diff.h"
#include "storage/sqlite/adopt.h"
#include "storage/sqlite/post_writer.h"
#include "storage/sqlite/stream_mark.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Changes;
using digest::Instant;
using digest::KnownPosts;
using digest::Observation;
using digest::Post;
using digest::PostId;
using digest::PostState;
using digest::ThreadId;

using IdSet = std::unordered_set<PostId>;

/// What the store knows of a thread's posts, as far as an observation needs it.
struct Known {
  KnownPosts posts{};
  IdSet events{};                                    // those of `posts` that are small actions
  std::unordered_map<PostId, Instant> suspicions{};  // absent since
  std::optional<std::vector<PostId>> news{};         // the part of the stream to compare; absent = it tells nothing
};

void take_known(Query& query, Known& known) {
  while (query.next()) {
    auto row = query.row();
    digest::KnownPost post;
    post.id = row.id<PostId>();
    post.floor = row.id<digest::Floor>();
    post.state = digest::post_state_of(row.text()).value_or(PostState::hidden);
    post.hash = row.text();
    post.updated_at = row.maybe_at();
    post.forum_version = row.integer();
    post.likes = row.integer();
    post.author = row.text();
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

void load_one(Database& db, ThreadId id, PostId post, Known& known) {
  if (known.posts.contains(post)) return;
  auto query = db.query("known_one");
  query.bind(":thread_id", id).bind(":post_id", post);
  take_known(query, known);
}

/// All posts only where the stream's known part changed. An idle poll's stream is the one that was compared before; a
/// new reply adds to its end.
Known load_known(Database& db, const ThreadCursor& cursor, const Observation& observation) {
  Known known;
  known.suspicions = suspicions_of(db, cursor.id);
  if (observation.stream) {
    const auto tail = known.suspicions.empty() ? tail_behind(cursor.stream_mark, *observation.stream) : std::nullopt;
    if (!tail) {
      known.news = observation.stream;
      load_all(db, cursor.id, known);
      return known;
    }
    if (!tail->empty()) known.news.emplace(tail->begin(), tail->end());
    for (const auto post : *tail) load_one(db, cursor.id, post, known);
  }
  for (const auto& post : observation.posts) load_one(db, cursor.id, post.id, known);
  return known;
}

Changes changes_of(const Known& known, const Observation& observation) {
  if (known.news == observation.stream) return digest::diff(known.posts, observation);
  Observation news;
  news.header = observation.header;
  news.stream = known.news;
  news.fresh = observation.fresh;
  news.saved = observation.saved;
  news.posts = observation.posts;
  news.asked = observation.asked;
  return digest::diff(known.posts, news);
}

/// An old answer must not take back what a newer one said; a fresh one is newer by its nature. Of a saved file only a
/// later post shows that; a recorded page has no slug, and any answer of the forum's knows more than it.
bool may_replace(const digest::ThreadHeader& held, const Observation& observation) {
  const auto& header = *observation.header;
  if (observation.saved) {
    const bool is_page = header.slug.empty();
    if (held.title.empty() || (held.slug.empty() && !is_page)) return true;
    const bool is_later = header.last_posted_at > held.last_posted_at && header.highest >= held.highest;
    return is_later && (!is_page || held.slug.empty());
  }
  return observation.fresh || (header.last_posted_at >= held.last_posted_at && header.highest >= held.highest);
}

bool save_header(Database& db, ThreadId id, const Observation& observation) {
  if (!observation.header) return false;
  {
    auto query = db.query("thread_header");
    query.bind(":thread_id", id);
    if (!query.next()) return false;
    auto row = query.row();
    const auto held = thread_header(row);
    if (held == *observation.header || !may_replace(held, observation)) return false;
  }
  const auto& header = *observation.header;
  db.query("thread_save_header")
      .bind(":thread_id", id)
      .bind(":title", header.title)
      .bind(":slug", header.slug)
      .bind(":category", header.category)
      .bind(":tags", json_of(header.tags))
      .bind(":forum_posts", header.posts_count)
      .bind(":forum_highest", header.highest)
      .bind(":created_ms", header.created_at)
      .bind(":last_posted_ms", header.last_posted_at)
      .bind(":closed", header.closed)
      .bind(":archived", header.archived)
      .bind(":unlisted", header.unlisted)
      .run();
  return true;
}

/// Carries the changes out and tells the round of them.
class Application {
 public:
  Application(const Known& known, PostWriter& writer) : events_(known.events), writer_(writer) {}

  void apply(const Changes& changes, Ingested& out) {
    for (const auto& post : changes.added) {
      if (is_event(post)) continue;
      writer_.add(post);
      if (post.state == PostState::visible) out.added.push_back(post.floor);
    }
    each(changes.edited, out.edited, &PostWriter::edit);
    each(changes.restored, out.restored, &PostWriter::restore);
    each(changes.marked, out.marked, static_cast<void (PostWriter::*)(const Post&)>(&PostWriter::mark));
    for (const auto& post : changes.relabelled) {
      if (!is_event(post)) writer_.relabel(post);
    }
  }

 private:
  void each(const std::vector<Post>& posts, std::vector<digest::Floor>& floors,
            void (PostWriter::*write)(const Post&)) {
    for (const auto& post : posts) {
      if (is_event(post)) continue;
      (writer_.*write)(post);
      floors.push_back(post.floor);
    }
  }

  bool is_event(const Post& post) {
    if (!post.small_action && !events_.contains(post.id)) return false;
    writer_.note_event(post);
    return true;
  }

  const IdSet& events_;
  PostWriter& writer_;
};

IdSet given_up(Database& db, ThreadId id) {
  IdSet ids;
  auto query = db.query("unanswered_of");
  query.bind(":thread_id", id);
  while (query.next()) ids.insert(query.row().id<PostId>());
  return ids;
}

/// Those to be asked for: never held, or believed to be gone and listed again.
std::vector<PostId> unseen_of(Database& db, const Known& known, const Observation& observation,
                              std::vector<PostId> unseen, ThreadId id) {
  if (!known.news) return {};
  IdSet in_hand;
  for (const auto& post : observation.posts) in_hand.insert(post.id);
  for (const auto post : *known.news) {
    const auto at = known.posts.find(post);
    if (at == known.posts.end() || in_hand.contains(post) || known.events.contains(post)) continue;
    if (at->second.state == PostState::deleted || at->second.state == PostState::moved) unseen.push_back(post);
  }
  const auto vain = given_up(db, id);
  std::erase_if(unseen, [&](PostId post) { return vain.contains(post); });
  return unseen;
}

/// A first absence is noted; one that lasts is to be looked up. Small actions come and go.
std::vector<PostId> note_absences(Database& db, ThreadId id, const Known& known, const Changes& changes,
                                  digest::Duration confirm_after, Instant now) {
  std::vector<PostId> to_confirm;
  for (const auto post : changes.present) {
    db.query("absence_end").bind(":thread_id", id).bind(":post_id", post).run();
  }
  for (const auto post : changes.absent) {
    if (known.events.contains(post) || digest::is_provisional(post)) continue;
    const auto since = known.suspicions.find(post);
    if (since == known.suspicions.end()) {
      db.query("absence_note").bind(":thread_id", id).bind(":post_id", post).bind(":now_ms", now).run();
    } else if (now - since->second >= confirm_after) {
      to_confirm.push_back(post);
    }
  }
  return to_confirm;
}

/// What a saved file adds may be missing from the stream that was compared before: the next one is compared anew.
void forget_stream(Database& db, const ThreadCursor& cursor) {
  if (cursor.stream_mark.empty()) return;
  db.query("thread_save_stream").bind(":thread_id", cursor.id).bind(":stream_mark", "").run();
}

/// Remembers a fresh stream that leaves no question open, so that the next equal one costs nothing.
void remember_stream(Database& db, const ThreadCursor& cursor, const Known& known, const Observation& observation,
                     const Ingested& out, const Changes& changes) {
  if (!known.news || !observation.fresh) return;
  const bool is_settled = out.unseen.empty() && std::all_of(changes.absent.begin(), changes.absent.end(),
                                                            [&](PostId id) { return known.events.contains(id); });
  const std::string mark = is_settled ? stream_mark(*observation.stream) : std::string();
  if (mark == cursor.stream_mark) return;
  db.query("thread_save_stream").bind(":thread_id", cursor.id).bind(":stream_mark", mark).run();
}

}  // namespace

Instant stamp_after(const ThreadCursor& cursor, Instant now) {
  return std::max({now, cursor.stamp, cursor.taken + digest::Duration{1}});
}

digest::Result<IngestOutcome> ingest(Database& db, ThreadId id, const Observation& told, digest::Duration confirm_after,
                                     Instant now) {
  Transaction tx(db.connection, Transaction::Kind::write);
  const auto cursor = find_cursor(db, id);
  if (!cursor) return tx.refuse(no_such_thread(id));
  const auto stamp = stamp_after(*cursor, now);
  PostWriter writer(db, id, stamp);
  adopt(db, id, told, writer);
  const auto rest = without_held_floors(db, id, told);
  const auto& observation = rest ? *rest : told;
  const auto known = load_known(db, *cursor, observation);
  const auto changes = changes_of(known, observation);

  IngestOutcome outcome;
  auto& out = outcome.ingested;
  out.header_changed = save_header(db, id, observation);
  Application(known, writer).apply(changes, out);
  out.unseen = unseen_of(db, known, observation, changes.unseen, id);
  out.to_confirm = note_absences(db, id, known, changes, confirm_after, now);
  if (out.unseen.empty()) {
    const auto gone = settle_missing(db, *cursor, changes.absent, known.suspicions, confirm_after, now, writer);
    out.marked.insert(out.marked.end(), gone.begin(), gone.end());
  }
  outcome.forgot_texts = writer.forgot_texts();
  if (told.saved && !out.added.empty()) forget_stream(db, *cursor);
  out.suspected = std::ranges::count_if(changes.absent, [&](PostId post) { return !known.events.contains(post); });
  remember_stream(db, *cursor, known, observation, out, changes);
  const bool saw_something = !out.added.empty() || !out.edited.empty() || !out.restored.empty() || !out.marked.empty();
  if (saw_something && stamp != cursor->stamp) {
    db.query("thread_save_stamp").bind(":thread_id", id).bind(":stamp_ms", stamp).run();
  }
  return tx.commit(std::move(outcome));
}

digest::Result<std::vector<PostId>> wanted(Database& db, ThreadId id, const std::vector<PostId>& stream) {
  Transaction tx(db.connection, Transaction::Kind::read);
  if (!find_cursor(db, id)) return tx.refuse(no_such_thread(id));
  IdSet held = given_up(db, id);
  {
    auto query = db.query("ids_held");
    query.bind(":thread_id", id);
    while (query.next()) held.insert(query.row().id<PostId>());
  }
  std::vector<PostId> missing;
  for (const auto post : stream) {
    if (held.insert(post).second) missing.push_back(post);
  }
  return tx.commit(std::move(missing));
}

digest::Result<std::vector<HeldPost>> held_between(Database& db, ThreadId id, digest::Floor after, digest::Floor before,
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
    post.floor = row.id<digest::Floor>();
    held.push_back(post);
  }
  return tx.commit(std::move(held));
}

digest::Result<void> note_unanswered(Database& db, ThreadId id, const std::vector<PostId>& ids, Instant now) {
  Transaction tx(db.connection, Transaction::Kind::write);
  if (!find_cursor(db, id)) return tx.refuse(no_such_thread(id));
  for (const auto post : ids) {
    db.query("unanswered_note").bind(":thread_id", id).bind(":post_id", post).bind(":now_ms", now).run();
  }
  return tx.commit();
}

digest::Result<bool> settle_absence(Database& db, ThreadId id, PostId post, Absence absence, Instant now) {
  Transaction tx(db.connection, Transaction::Kind::write);
  const auto cursor = find_cursor(db, id);
  if (!cursor) return tx.refuse(no_such_thread(id));
  bool is_suspected = false;
  {
    auto query = db.query("absence_held");
    query.bind(":thread_id", id).bind(":post_id", post);
    is_suspected = query.next();
  }
  // Without a suspicion it has been seen again, or marked, since the look-up was decided.
  if (!is_suspected) return tx.commit(false);
  if (absence == Absence::present) {
    db.query("absence_end").bind(":thread_id", id).bind(":post_id", post).run();
    return tx.commit(false);
  }
  const auto stamp = stamp_after(*cursor, now);
  PostWriter(db, id, stamp).mark(post, absence == Absence::deleted ? PostState::deleted : PostState::moved);
  db.query("thread_save_stamp").bind(":thread_id", id).bind(":stamp_ms", stamp).run();
  return tx.commit(true);
}

}  // namespace gailou::storage::sqlite
