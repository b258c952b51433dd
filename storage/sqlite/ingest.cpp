#include "storage/sqlite/ingest.h"

#include <algorithm>
#include <string>
#include <utility>

#include "digest/diff.h"
#include "storage/sqlite/absences.h"
#include "storage/sqlite/adopt.h"
#include "storage/sqlite/delays.h"
#include "storage/sqlite/known.h"
#include "storage/sqlite/numbering.h"
#include "storage/sqlite/post_writer.h"
#include "storage/sqlite/recooked.h"
#include "storage/sqlite/stream_mark.h"
#include "storage/sqlite/transaction.h"
#include "storage/sqlite/unanswered.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Changes;
using digest::Floor;
using digest::Instant;
using digest::Observation;
using digest::Post;
using digest::PostId;
using digest::PostState;
using digest::ThreadId;

/// Titles, tags and switches move no time. So a cached header counts only where the thread has gone on since the one we
/// hold; a fresh one is newer by its nature. A recorded page has no slug, and any answer of the forum's knows more.
bool may_replace(const digest::ThreadHeader& held, const Observation& observation) {
  const auto& header = *observation.header;
  if (observation.fresh || held == digest::ThreadHeader{}) return true;
  if (held.slug.empty() != header.slug.empty()) return held.slug.empty();
  if (header.last_posted_at < held.last_posted_at || header.highest < held.highest) return false;
  return header.last_posted_at > held.last_posted_at || header.highest > held.highest;
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
  Application(Database& db, const ThreadCursor& cursor, const Known& known, PostWriter& writer)
      : db_(db), cursor_(cursor), known_(known), writer_(writer) {}

  /// Returns the added ones.
  std::vector<Post> apply(Changes& changes, Ingested& out) {
    write(take_recooked(db_, cursor_.id, known_, changes), &PostWriter::recook);
    const auto added = write(changes.added, &PostWriter::add);
    const auto edited = write(changes.edited, &PostWriter::edit);
    const auto restored = write(changes.restored, &PostWriter::restore);
    const auto marked = write(changes.marked, static_cast<void (PostWriter::*)(const Post&)>(&PostWriter::mark));
    write(changes.relabelled, &PostWriter::relabel);
    settle_numbers(db_, cursor_.id, numbered_);
    for (const auto& post : added) {
      if (post.state == PostState::visible) out.added.push_back(floor_of(db_, cursor_.id, post.id));
    }
    out.edited = floors_of(edited);
    out.restored = floors_of(restored);
    out.marked = floors_of(marked);
    return added;
  }

  void count(const std::vector<Post>& posts) {
    for (const auto& post : posts) {
      if (!is_event(post)) writer_.count(post);
    }
  }

 private:
  /// Those that are posts; small actions are noted aside.
  std::vector<Post> write(const std::vector<Post>& posts, void (PostWriter::*write_one)(const Post&)) {
    std::vector<Post> written;
    for (const auto& post : posts) {
      if (is_event(post)) {
        writer_.note_event(post);
        continue;
      }
      (writer_.*write_one)(post);
      written.push_back(post);
      const auto held = known_.posts.find(post.id);
      if (held == known_.posts.end() || held->second.floor != post.floor) numbered_.push_back(post.id);
    }
    return written;
  }

  bool is_event(const Post& post) const { return post.small_action || known_.events.contains(post.id); }

  std::vector<Floor> floors_of(const std::vector<Post>& posts) {
    std::vector<Floor> floors;
    for (const auto& post : posts) floors.push_back(floor_of(db_, cursor_.id, post.id));
    return floors;
  }

  Database& db_;
  const ThreadCursor& cursor_;
  const Known& known_;
  PostWriter& writer_;
  std::vector<PostId> numbered_{};  // new here or under another number
};

/// What a fresh whole stream hasn't shown may be missing from the one that was compared before (it came and went, and
/// only a cached answer, a page by id or a saved file saw it): the next one is compared anew.
void forget_stream(Database& db, const ThreadCursor& cursor) {
  if (cursor.stream_mark.empty()) return;
  db.query("thread_save_stream").bind(":thread_id", cursor.id).bind(":stream_mark", "").run();
}

/// Remembers a fresh stream that leaves no question open, so that the next equal one costs nothing.
void remember_stream(Database& db, const ThreadCursor& cursor, const Known& known, const Observation& observation,
                     bool is_settled) {
  if (!known.news || !observation.fresh || observation.stream_from.value > 0) return;
  const std::string mark = is_settled ? stream_mark(*observation.stream) : std::string();
  if (mark == cursor.stream_mark) return;
  db.query("thread_save_stream").bind(":thread_id", cursor.id).bind(":stream_mark", mark).run();
}

}  // namespace

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
  auto changes = changes_of(known, observation);

  IngestOutcome outcome;
  auto& out = outcome.ingested;
  out.header_changed = save_header(db, id, observation);
  Application application(db, *cursor, known, writer);
  const auto added = application.apply(changes, out);
  if (out.header_changed || changes.writes()) application.count(changes.counted);
  if (!told.saved) note_arrivals(db, *cursor, added, stamp);
  const auto unseen = unseen_of(db, id, known, observation, changes, now);
  out.unseen = unseen.ids;
  out.suspected = std::count_if(changes.absent.begin(), changes.absent.end(),
                                [&](PostId post) { return !known.events.contains(post); });
  out.to_confirm = note_absences(db, id, known, changes, confirm_after, now);
  if (out.unseen.empty()) {
    const auto gone = settle_missing(db, *cursor, changes.absent, known.suspicions, confirm_after, now, writer);
    out.marked.insert(out.marked.end(), gone.begin(), gone.end());
  }
  outcome.forgot_texts = writer.forgot_texts();
  out.also_marked.assign(writer.also_marked().begin(), writer.also_marked().end());
  const bool is_whole_stream = told.fresh && told.stream && told.stream_from.value == 0;
  if (!is_whole_stream && (!added.empty() || !out.restored.empty())) forget_stream(db, *cursor);
  remember_stream(db, *cursor, known, observation, !unseen.has_new && out.suspected == 0);
  const bool saw_something = !out.added.empty() || !out.edited.empty() || !out.restored.empty() || !out.marked.empty();
  if (saw_something && stamp != cursor->stamp) {
    db.query("thread_save_stamp").bind(":thread_id", id).bind(":stamp_ms", stamp).run();
  }
  return tx.commit(std::move(outcome));
}

}  // namespace gailou::storage::sqlite
