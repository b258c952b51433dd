#include "daemon/protocol/thread_json.h"

#include "daemon/protocol/replies.h"

namespace gailou::protocol {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;
using Need = ObjectReader::Need;

void read_header(ObjectReader& object, digest::ThreadHeader& header) {
  object.read("title", header.title);
  object.read("slug", header.slug, Need::optional);
  object.read("category", header.category, Need::optional);
  object.read("tags", header.tags, Need::optional);
  object.read("posts_count", header.posts_count);
  object.read("highest_at_forum", header.highest);
  object.read("created_at", header.created_at);
  object.read("last_posted_at", header.last_posted_at);
  object.read("closed", header.closed);
  object.read("archived", header.archived);
}

void read_poll(ObjectReader& object, storage::PollState& poll) {
  object.read("last_poll", poll.last_poll);
  object.read("last_success", poll.last_success);
  object.read("next_poll", poll.next_poll);
  object.read("failures", poll.failures);
  object.read("last_error", poll.last_error, Need::optional);
}

ordered_json version_json(const digest::StoredVersion& version) {
  return {{"version", version.version},
          {"text", version.text},
          {"first_seen", digest::to_iso(version.first_seen)},
          {"until", digest::to_iso(version.until)}};
}

Result<digest::StoredVersion> version_of(const json& value, const std::string& where) {
  ObjectReader object(value, where);
  digest::StoredVersion version;
  object.read("version", version.version);
  object.read("text", version.text);
  object.read("first_seen", version.first_seen);
  object.read("until", version.until);
  if (auto done = object.done(); !done) return done.error();
  return version;
}

Result<digest::Body> body_of_post(const json& value, const std::string& where) {
  auto body = digest::body_from_json(value.dump());
  if (!body) return body.error().at(where);
  return *body;
}

}  // namespace

void put(ordered_json& object, const char* key, const std::optional<digest::Instant>& at) {
  if (at) object[key] = digest::to_iso(*at);
}

ordered_json floors_json(const std::vector<digest::Floor>& floors) {
  ordered_json list = ordered_json::array();
  for (const digest::Floor floor : floors) list.push_back(floor.value);
  return list;
}

ordered_json thread_json(const storage::ThreadRecord& thread) {
  const digest::ThreadHeader& header = thread.header;
  ordered_json object{{"number", thread.id.value}, {"source", thread.source},  {"id", thread.topic.value},
                      {"title", header.title},     {"url", forum_url(thread)}, {"origin", thread.origin},
                      {"slug", header.slug}};
  if (!header.category.empty()) object["category"] = header.category;
  object["tags"] = header.tags;
  object["state"] = storage::name_of(thread.state);
  object["closed"] = header.closed;
  object["archived"] = header.archived;
  object["complete"] = thread.complete;
  object["posts_count"] = header.posts_count;
  object["posts_stored"] = thread.posts_stored;
  object["highest_at_forum"] = header.highest.value;
  object["highest"] = thread.highest.value;
  object["last_number"] = thread.last_number.value;
  object["pending"] = thread.pending;
  object["revision"] = thread.revision.value;
  object["commit"] = thread.commit.value;
  put(object, "digest_at", thread.digest_at);
  object["added_at"] = digest::to_iso(thread.added_at);
  put(object, "created_at", header.created_at);
  put(object, "last_posted_at", header.last_posted_at);
  put(object, "last_poll", thread.poll.last_poll);
  put(object, "last_success", thread.poll.last_success);
  put(object, "next_poll", thread.poll.next_poll);
  object["failures"] = thread.poll.failures;
  if (!thread.poll.last_error.empty()) object["last_error"] = thread.poll.last_error;
  return object;
}

Result<storage::ThreadRecord> thread_of(const json& value, const std::string& where) {
  ObjectReader object(value, where);
  storage::ThreadRecord thread;
  std::string state;
  object.read("number", thread.id);
  object.read("source", thread.source);
  object.read("id", thread.topic);
  object.read("origin", thread.origin);
  object.read("state", state);
  object.read("complete", thread.complete);
  object.read("posts_stored", thread.posts_stored);
  object.read("highest", thread.highest);
  object.read("last_number", thread.last_number);
  object.read("pending", thread.pending);
  object.read("revision", thread.revision);
  object.read("commit", thread.commit);
  object.read("digest_at", thread.digest_at);
  object.read("added_at", thread.added_at);
  read_header(object, thread.header);
  read_poll(object, thread.poll);
  const auto known = storage::thread_state_of(state);
  if (!known) object.refuse("state", "isn't one of a thread's");
  if (auto done = object.done(); !done) return done.error();
  thread.state = *known;
  return thread;
}

ordered_json post_json(const digest::StoredPost& stored) {
  const digest::Post& post = stored.post;
  ordered_json object{{"id", post.id.value}, {"floor", post.floor.value}, {"author", post.author}};
  object["created_at"] = digest::to_iso(post.created_at);
  put(object, "updated_at", post.updated_at);
  object["state"] = digest::name_of(post.state);
  if (post.reply_to) object["reply_to"] = post.reply_to->value;
  object["likes"] = post.likes;
  if (post.small_action) object["action"] = post.action;
  object["version"] = stored.version;
  object["text"] = stored.text;
  object["body"] = ordered_json::parse(digest::to_json(post.body));
  object["first_seen"] = digest::to_iso(stored.first_seen);
  put(object, "edited_at", stored.edited_at);
  put(object, "deleted_at", stored.deleted_at);
  put(object, "restored_at", stored.restored_at);
  if (!stored.versions.empty()) {
    ordered_json versions = ordered_json::array();
    for (const digest::StoredVersion& version : stored.versions) versions.push_back(version_json(version));
    object["versions"] = std::move(versions);
  }
  return object;
}

Result<digest::StoredPost> post_of(const json& value, const std::string& where) {
  ObjectReader object(value, where);
  digest::StoredPost stored;
  digest::Post& post = stored.post;
  std::string state;
  object.read("id", post.id);
  object.read("floor", post.floor);
  object.read("author", post.author);
  object.read("created_at", post.created_at);
  object.read("updated_at", post.updated_at);
  object.read("state", state);
  object.read("reply_to", post.reply_to);
  object.read("likes", post.likes);
  object.read("action", post.action, Need::optional);
  post.small_action = object.has("action");
  object.read("version", stored.version);
  object.read("text", stored.text);
  object.read_with("body", post.body, &body_of_post);
  object.read("first_seen", stored.first_seen);
  object.read("edited_at", stored.edited_at);
  object.read("deleted_at", stored.deleted_at);
  object.read("restored_at", stored.restored_at);
  object.read_list("versions", stored.versions, &version_of, Need::optional);
  const auto known = digest::post_state_of(state);
  if (!known) object.refuse("state", "isn't one of a post's");
  if (auto done = object.done(); !done) return done.error();
  post.state = *known;
  return stored;
}

}  // namespace gailou::protocol
