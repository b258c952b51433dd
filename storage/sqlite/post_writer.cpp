#include "storage/sqlite/post_writer.h"

#include <string>
#include <vector>

#include "digest/text/body.h"
#include "digest/text/normalize.h"
#include "storage/sqlite/ledger.h"
#include "storage/sqlite/rows.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Post;
using digest::PostId;
using digest::PostState;

bool is_removed(PostState state) {
  return state == PostState::deleted || state == PostState::withdrawn;
}

}  // namespace

Query PostWriter::on_post(std::string_view query, PostId id) {
  auto bound = db_.query(query);
  bound.bind(":thread_id", thread_).bind(":post_id", id);
  return bound;
}

void PostWriter::add(const Post& post) {
  const bool visible = post.state == PostState::visible;
  {
    auto insert = on_post("post_insert", post.id);
    insert.bind(":floor", post.floor)
        .bind(":author", post.author)
        .bind(":author_key", digest::norm(post.author))
        .bind(":created_ms", post.created_at)
        .bind(":updated_ms", post.updated_at)
        .bind(":forum_version", post.forum_version)
        .bind(":state", digest::name_of(post.state))
        .bind(":reply_to", post.reply_to)
        .bind(":likes", post.likes)
        .bind(":accepted", post.accepted)
        .bind(":first_seen_ms", visible ? std::optional(stamp_) : std::nullopt)
        .bind(":deleted_ms", is_removed(post.state) ? std::optional(stamp_) : std::nullopt);
    insert.run();
  }
  if (visible) {
    set_text(post, false);
    search_.put_floor(thread_, post, stamp_);
  }
  on_post("unanswered_end", post.id).run();
}

/// As it is stored now, where readers may see it.
void PostWriter::show_in_search(PostId id) {
  {
    auto query = on_post("post_is_visible", id);
    if (!query.next()) return;
  }
  search_.put_floor(thread_, id, stamp_);
}

void PostWriter::edit(const Post& post) {
  search_.take_floor(thread_, post.id);
  set_labels(post);
  set_text(post, true);
  show_in_search(post.id);
}

void PostWriter::restore(const Post& post) {
  search_.take_floor(thread_, post.id);
  set_labels(post);
  set_text(post, true);
  on_post("unanswered_end", post.id).run();
  on_post("post_show", post.id).bind(":now_ms", stamp_).run();
  show_in_search(post.id);
}

void PostWriter::mark(const Post& post) {
  search_.take_floor(thread_, post.id);
  set_labels(post);
  mark(post.id, post.state);
}

void PostWriter::mark(PostId id, PostState state) {
  search_.take_floor(thread_, id);
  if (state == PostState::hidden) {
    on_post("post_hide", id).bind(":now_ms", stamp_).run();
    return;
  }
  on_post("post_remove", id).bind(":state", digest::name_of(state)).bind(":now_ms", stamp_).run();
  on_post("absence_end", id).run();
  forget(id);
  forget_moved_copies(id);
}

void PostWriter::forget(PostId id) {
  on_post("versions_forget", id).run();
  forget_answers(db_, thread_);  // they may hold its words
  search_.owe_erasure();
  forgot_texts_ = true;
}

/// What is deleted where it lives now is deleted, and cited no longer, where it was before.
void PostWriter::forget_moved_copies(PostId id) {
  std::vector<digest::ThreadId> threads;
  {
    auto query = on_post("moved_copies", id);
    while (query.next()) threads.push_back(query.row().id<digest::ThreadId>());
  }
  for (const auto thread : threads) {
    const auto cursor = find_cursor(db_, thread);
    const auto stamp = cursor ? stamp_after(*cursor, stamp_) : stamp_;
    PostWriter there(db_, thread, stamp);
    there.on_post("post_remove", id).bind(":state", digest::name_of(PostState::deleted)).bind(":now_ms", stamp).run();
    there.forget(id);
    if (!cursor) continue;  // no longer tracked, its data kept
    db_.query("thread_save_stamp").bind(":thread_id", thread).bind(":stamp_ms", stamp).run();
    also_marked_.insert(thread);
  }
}

void PostWriter::move(PostId id, digest::TopicId to) {
  search_.take_floor(thread_, id);
  on_post("post_move", id)
      .bind(":moved_to", to.value == 0 ? std::nullopt : std::optional(to))
      .bind(":now_ms", stamp_)
      .run();
  on_post("absence_end", id).run();
}

void PostWriter::relabel(const Post& post) {
  const bool renamed = is_renamed(post);
  if (renamed) search_.take_floor(thread_, post.id);
  set_labels(post);
  if (renamed) show_in_search(post.id);
}

bool PostWriter::is_renamed(const Post& post) {
  auto query = on_post("post_author", post.id);
  return query.next() && query.row().text() != post.author;
}

void PostWriter::set_labels(const Post& post) {
  on_post("post_relabel", post.id)
      .bind(":floor", post.floor)
      .bind(":author", post.author)
      .bind(":author_key", digest::norm(post.author))
      .bind(":likes", post.likes)
      .bind(":accepted", post.accepted)
      .bind(":forum_version", post.forum_version)
      .bind(":reply_to", post.reply_to)
      .bind(":updated_ms", post.updated_at)
      .run();
}

void PostWriter::recook(const Post& post) {
  search_.take_floor(thread_, post.id);
  set_labels(post);
  const std::string hash = digest::content_hash(post.body);
  on_post("version_recook", post.id).bind(":body", digest::to_json(post.body)).bind(":hash", hash).run();
  on_post("post_recook", post.id).bind(":hash", hash).run();
  show_in_search(post.id);
}

void PostWriter::count(const Post& post) {
  on_post("post_count", post.id).bind(":likes", post.likes).run();
}

void PostWriter::set_text(const Post& post, bool is_edit) {
  const std::string hash = digest::content_hash(post.body);
  std::int64_t version = 0;
  std::string held_hash;
  bool is_held = false;
  {
    auto held = on_post("post_held_text", post.id);
    if (!held.next()) return;
    auto row = held.row();
    version = row.integer();
    held_hash = row.text();
    is_held = row.flag();
  }
  if (version > 0 && held_hash == hash) {
    // The same words again after a removal: no new version, only what was forgotten is known once more.
    if (!is_held) {
      on_post("version_refill", post.id).bind(":version", version).bind(":body", digest::to_json(post.body)).run();
    }
    return;
  }
  on_post("version_close", post.id).bind(":now_ms", stamp_).run();
  on_post("version_insert", post.id)
      .bind(":version", version + 1)
      .bind(":body", digest::to_json(post.body))
      .bind(":hash", hash)
      .bind(":now_ms", stamp_)
      .run();
  const bool is_other_text = is_edit && version > 0;
  on_post("post_set_text", post.id)
      .bind(":hash", hash)
      .bind(":version", version + 1)
      .bind(":edited_ms", is_other_text ? std::optional(stamp_) : std::nullopt)
      .run();
}

void PostWriter::note_event(const Post& post) {
  on_post("event_upsert", post.id)
      .bind(":floor", post.floor)
      .bind(":action", post.action)
      .bind(":detail", post.detail)
      .bind(":author", post.author)
      .bind(":created_ms", post.created_at)
      .bind(":updated_ms", post.updated_at)
      .bind(":state", digest::name_of(post.state))
      .bind(":hash", digest::content_hash(post.body))
      .bind(":now_ms", stamp_)
      .run();
  on_post("unanswered_end", post.id).run();
}

}  // namespace gailou::storage::sqlite
