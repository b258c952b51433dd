#include "daemon/serve/stored_thread.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace gailou::serve {

namespace {

// Floors read at a time: bounds what one query holds, not what a page shows.
constexpr std::int64_t kFloorsPerQuery = 1000;

void raise(digest::Instant& latest, const std::optional<digest::Instant>& at) {
  if (at) latest = std::max(latest, *at);
}

bool may_be_shown(const digest::StoredPost& stored) {
  return stored.post.state == digest::PostState::visible && !stored.post.small_action;
}

}  // namespace

std::string forum_url(const storage::ThreadRecord& record) {
  if (record.origin.empty()) return {};
  const auto& slug = record.header.slug;
  return record.origin + "/t/" + (slug.empty() ? "" : slug + "/") + std::to_string(record.topic.value);
}

digest::DigestThread thread_head(const storage::ThreadRecord& record) {
  return digest::DigestThread{.source = record.source,
                              .topic = record.topic,
                              .title = record.header.title,
                              .url = forum_url(record),
                              .posts_count = record.posts_stored,
                              .last_number = record.highest};
}

namespace {

digest::Digest empty_digest(const storage::ThreadRecord& record) {
  digest::Digest empty;
  empty.thread = thread_head(record);
  empty.thread.last_number = {};
  empty.generated_at = record.added_at;
  return empty;
}

}  // namespace

digest::Result<digest::Digest> digest_or_empty(storage::Reader& reader, const storage::ThreadRecord& record) {
  if (record.revision.value > 0) return reader.digest(record.id, std::nullopt);
  return empty_digest(record);
}

digest::Result<digest::Digest> outline_or_empty(storage::Reader& reader, const storage::ThreadRecord& record,
                                                std::optional<digest::Floor> whole) {
  if (record.revision.value > 0) return reader.digest_outline(record.id, whole);
  return empty_digest(record);
}

digest::Result<std::vector<digest::StoredPost>> all_posts(storage::Reader& reader, digest::ThreadId id,
                                                          storage::PostRange range) {
  range.limit = kFloorsPerQuery;
  std::vector<digest::StoredPost> posts;
  while (true) {
    auto slice = reader.posts(id, range);
    if (!slice) return slice.error();
    posts.insert(posts.end(), std::make_move_iterator(slice->posts.begin()),
                 std::make_move_iterator(slice->posts.end()));
    // A cursor that doesn't move on would never end.
    if (!slice->next || (range.from && *slice->next <= *range.from)) return posts;
    range.from = slice->next;
  }
}

std::vector<digest::FloorFact> facts_of(const std::vector<digest::StoredPost>& posts) {
  std::vector<digest::FloorFact> facts;
  for (const auto& stored : posts) {
    if (stored.post.small_action) continue;
    facts.push_back({.floor = stored.post.floor, .created_at = stored.post.created_at, .state = stored.post.state});
  }
  return facts;
}

digest::Result<std::vector<digest::StoredPost>> posts_for(storage::Reader& reader, const storage::ThreadRecord& record,
                                                          Floors floors) {
  if (floors == Floors::none) return std::vector<digest::StoredPost>{};
  if (floors == Floors::all || record.posts_stored <= kInlineFloorsMax) return all_posts(reader, record.id, {});
  storage::PostRange range;
  range.limit = kTailFloors;
  range.newest = true;
  auto slice = reader.posts(record.id, range);
  if (!slice) return slice.error();
  return std::move(slice->posts);
}

Viewed view_of(const storage::ThreadRecord& record, digest::Digest digest, std::vector<digest::StoredPost> posts) {
  Viewed viewed;
  viewed.modified = modified_at(record, posts);
  std::erase_if(posts, [](const digest::StoredPost& stored) { return !may_be_shown(stored); });
  auto& view = viewed.view;
  view.digest = std::move(digest);
  view.state = storage::name_of(record.state);
  view.forum_url = forum_url(record);
  view.last_error = record.poll.last_error;
  // Else the bytes would differ with every poll.
  if (!view.last_error.empty()) view.last_success = record.poll.last_success;
  view.pending = record.pending;
  view.complete = record.complete;
  view.expected = record.header.posts_count;
  view.posts = std::move(posts);
  view.posts_total = record.posts_stored;
  return viewed;
}

digest::Instant modified_at(const storage::ThreadRecord& record, const std::vector<digest::StoredPost>& posts) {
  auto latest = record.added_at;
  raise(latest, record.digest_at);
  for (const auto& stored : posts) {
    latest = std::max(latest, stored.first_seen);
    raise(latest, stored.edited_at);
    raise(latest, stored.deleted_at);
    raise(latest, stored.restored_at);
  }
  return latest;
}

}  // namespace gailou::serve
