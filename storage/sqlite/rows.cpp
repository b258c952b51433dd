#include "storage/sqlite/rows.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "digest/text/body.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Code;

/// Our own JSON; what can't be read is empty.
nlohmann::json parse(const std::string& text) {
  return nlohmann::json::parse(text, nullptr, false);
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  const auto json = parse(text);
  if (!json.is_array()) return words;
  for (const auto& word : json) {
    if (word.is_string()) words.push_back(word.get<std::string>());
  }
  return words;
}

}  // namespace

digest::Error no_such_thread(digest::ThreadId id) {
  return {.code = Code::not_found,
          .what = "there is no thread " + std::to_string(id.value),
          .hint = "`gailou list` shows what is tracked"};
}

std::optional<ThreadCursor> find_cursor(Database& db, digest::ThreadId id) {
  auto query = db.query("thread_cursor");
  query.bind(":thread_id", id);
  if (!query.next()) return std::nullopt;
  auto row = query.row();
  ThreadCursor cursor;
  cursor.id = row.id<digest::ThreadId>();
  cursor.source = row.text();
  cursor.origin = row.text();
  cursor.topic = row.id<digest::TopicId>();
  cursor.title = row.text();
  cursor.slug = row.text();
  cursor.complete = row.flag();
  cursor.stream_mark = row.text();
  cursor.stamp = row.at();
  cursor.taken = row.at();
  cursor.posts_stored = row.integer();
  cursor.in_entries = row.integer();
  cursor.in_quiet = row.integer();
  cursor.revision = row.id<digest::Revision>();
  cursor.last_number = row.id<digest::Floor>();
  cursor.entries = row.integer();
  cursor.chain_head = row.text();
  cursor.completed = row.maybe_at();
  return cursor;
}

digest::Instant stamp_after(const ThreadCursor& cursor, digest::Instant now) {
  return std::max({now, cursor.stamp, cursor.taken + digest::Duration{1}});
}

digest::ThreadHeader thread_header(Row& row) {
  digest::ThreadHeader header;
  header.title = row.text();
  header.slug = row.text();
  header.category = row.text();
  header.tags = words_of(row.text());
  header.posts_count = row.integer();
  header.highest = row.id<digest::Floor>();
  header.created_at = row.maybe_at();
  header.last_posted_at = row.maybe_at();
  header.closed = row.flag();
  header.archived = row.flag();
  header.unlisted = row.flag();
  return header;
}

ThreadRecord thread_record(Row row) {
  ThreadRecord thread;
  thread.id = row.id<digest::ThreadId>();
  thread.source = row.text();
  thread.origin = row.text();
  thread.topic = row.id<digest::TopicId>();
  thread.header = thread_header(row);
  thread.state = thread_state_of(row.text()).value_or(ThreadState::active);
  thread.poll.last_poll = row.maybe_at();
  thread.poll.last_success = row.maybe_at();
  thread.poll.next_poll = row.maybe_at();
  thread.poll.failures = row.small();
  thread.poll.last_error = row.text();
  thread.poll.missing_since = row.maybe_at();
  thread.poll.notice = row.text();
  thread.paused_until = row.maybe_at();
  thread.added_at = row.at();
  thread.complete = row.flag();
  thread.completed_at = row.maybe_at();
  thread.revision = row.id<digest::Revision>();
  thread.digest_at = row.maybe_at();
  thread.commit = row.id<digest::CommitNo>();
  thread.last_number = row.id<digest::Floor>();
  thread.highest = row.id<digest::Floor>();
  thread.posts_stored = row.integer();
  thread.pending = row.integer();
  thread.changed = row.integer();
  thread.added_by = row.text();
  thread.let_go_at = row.maybe_at();
  thread.engine = row.maybe_text();
  return thread;
}

digest::Body body_of(Database& db, const std::string& json, digest::PostId post) {
  auto body = digest::body_from_json(json);
  if (body) return std::move(*body);
  digest::Error error = body.error().at("stored text of post " + std::to_string(post.value));
  error.code = Code::corrupt;
  db.connection.note_fault(std::move(error));
  return {};
}

digest::StoredPost stored_post(Database& db, Row row) {
  digest::StoredPost stored;
  auto& post = stored.post;
  post.id = row.id<digest::PostId>();
  post.floor = row.id<digest::Floor>();
  stored.forum_floor = row.id<digest::Floor>();
  post.author = row.text();
  post.created_at = row.at();
  post.updated_at = row.maybe_at();
  post.forum_version = row.integer();
  post.state = digest::post_state_of(row.text()).value_or(digest::PostState::hidden);
  if (const auto reply_to = row.maybe_integer()) post.reply_to = digest::Floor{*reply_to};
  post.likes = row.integer();
  post.accepted = row.flag();
  stored.version = row.small();
  stored.first_seen = row.at();
  stored.edited_at = row.maybe_at();
  stored.deleted_at = row.maybe_at();
  stored.restored_at = row.maybe_at();
  if (const auto topic = row.maybe_integer()) stored.moved_to = digest::TopicId{*topic};
  if (const auto body = row.maybe_text()) {
    post.body = body_of(db, *body, post.id);
    stored.text = digest::text_of(post.body);
  }
  return stored;
}

std::string json_of(const std::vector<digest::Floor>& floors) {
  auto json = nlohmann::json::array();
  for (const auto floor : floors) json.push_back(floor.value);
  return json.dump();
}

std::vector<digest::Floor> floors_of(Database& db, const std::string& text) {
  std::vector<digest::Floor> floors;
  const auto json = parse(text);
  if (!json.is_array()) {
    db.connection.note_fault({.code = Code::corrupt, .what = "a stored list of floors can't be read"});
    return floors;
  }
  for (const auto& floor : json) {
    if (floor.is_number_integer()) floors.push_back(digest::Floor{floor.get<std::int64_t>()});
  }
  return floors;
}

std::string json_of(const std::vector<std::string>& words) {
  return nlohmann::json(words).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace gailou::storage::sqlite
