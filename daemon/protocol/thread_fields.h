// The record of a thread and a stored post as JSON, both ways; parts of several replies.
#pragma once

#include <string>

#include "daemon/protocol/fields.h"
#include "daemon/protocol/replies.h"
#include "digest/codec.h"
#include "storage/records.h"

namespace gailou::protocol {

template <class Io, Const<storage::ThreadRecord> T>
void fields(Io& io, T& thread) {
  auto& header = thread.header;
  auto& poll = thread.poll;
  io.need("number", thread.id);
  io.need("source", thread.source);
  io.need("id", thread.topic);
  io.need("title", header.title);
  if constexpr (Io::kWrites) io.beside("url", forum_url(thread));
  io.need("origin", thread.origin);
  io.need("slug", header.slug);
  io.may("category", header.category);
  io.need("tags", header.tags);
  io.word("state", thread.state, &storage::name_of, &storage::thread_state_of);
  io.may("paused_until", thread.paused_until);
  io.need("closed", header.closed);
  io.need("archived", header.archived);
  io.may("unlisted", header.unlisted);
  io.need("complete", thread.complete);
  io.need("posts_count", header.posts_count);
  io.need("posts_stored", thread.posts_stored);
  io.need("highest_at_forum", header.highest);
  io.need("highest", thread.highest);
  io.need("last_number", thread.last_number);
  io.need("pending", thread.pending);
  io.may("engine", thread.engine);
  io.need("revision", thread.revision);
  io.need("commit", thread.commit);
  io.may("digest_at", thread.digest_at);
  io.need("added_at", thread.added_at);
  io.may("added_by", thread.added_by);
  io.may("let_go_at", thread.let_go_at);
  io.may("created_at", header.created_at);
  io.may("last_posted_at", header.last_posted_at);
  io.may("last_poll", poll.last_poll);
  io.may("last_success", poll.last_success);
  io.may("next_poll", poll.next_poll);
  io.need("failures", poll.failures);
  io.may("last_error", poll.last_error);
  io.may("missing_since", poll.missing_since);
  io.may("notice", poll.notice);
}

template <class Io, Const<digest::StoredVersion> T>
void fields(Io& io, T& version) {
  io.need("version", version.version);
  io.need("text", version.text);
  io.need("first_seen", version.first_seen);
  io.need("until", version.until);
}

template <>
inline ordered_json object_of<digest::Body>(const digest::Body& body) {
  return ordered_json::parse(digest::to_json(body));
}
template <>
inline digest::Result<digest::Body> record_of<digest::Body>(const json& value, const std::string& where) {
  auto body = digest::body_from_json(value.dump());
  if (!body) return body.error().at(where);
  return *body;
}

template <class Io, Const<digest::StoredPost> T>
void fields(Io& io, T& stored) {
  auto& post = stored.post;
  io.need("id", post.id);
  io.need("floor", post.floor);
  io.need("author", post.author);
  io.need("created_at", post.created_at);
  io.may("updated_at", post.updated_at);
  io.word("state", post.state, &digest::name_of, &digest::post_state_of);
  io.may("reply_to", post.reply_to);
  io.need("likes", post.likes);
  // An action's name, "" too, is what makes a post a small action.
  if constexpr (Io::kWrites) {
    if (post.small_action) io.need("action", post.action);
  } else {
    io.may("action", post.action);
    post.small_action = io.has("action");
  }
  io.need("version", stored.version);
  io.need("text", stored.text);
  io.need("body", post.body);
  io.need("first_seen", stored.first_seen);
  io.may("edited_at", stored.edited_at);
  io.may("deleted_at", stored.deleted_at);
  io.may("restored_at", stored.restored_at);
  io.may("versions", stored.versions);
}

}  // namespace gailou::protocol
