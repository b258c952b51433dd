#include "storage/sqlite/numbering.h"

#include <algorithm>

#include "digest/floors.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Floor;
using digest::PostId;
using digest::ThreadId;

bool is_shared(Database& db, ThreadId id, PostId post) {
  const auto floor = floor_of(db, id, post);
  auto query = db.query("floor_is_shared");
  query.bind(":thread_id", id).bind(":floor", floor).bind(":post_id", post);
  return query.next();
}

bool some_await_numbers(Database& db, ThreadId id) {
  auto query = db.query("floors_await_numbers");
  query.bind(":thread_id", id);
  return query.next();
}

std::vector<digest::NumberedPost> numbered_posts(Database& db, ThreadId id) {
  std::vector<digest::NumberedPost> posts;
  auto query = db.query("floors_all");
  query.bind(":thread_id", id);
  while (query.next()) {
    auto row = query.row();
    digest::NumberedPost post;
    post.id = row.id<PostId>();
    post.forum = row.id<Floor>();
    post.floor = row.id<Floor>();
    post.fixed = row.flag();
    posts.push_back(post);
  }
  return posts;
}

}  // namespace

Floor floor_of(Database& db, ThreadId id, PostId post) {
  auto query = db.query("post_floor");
  query.bind(":thread_id", id).bind(":post_id", post);
  return query.next() ? query.row().id<Floor>() : Floor{};
}

void settle_numbers(Database& db, ThreadId id, const std::vector<PostId>& written) {
  if (written.empty()) return;
  const auto shared = [&](PostId post) { return is_shared(db, id, post); };
  if (!std::any_of(written.begin(), written.end(), shared) && !some_await_numbers(db, id)) return;
  for (const auto& post : digest::number_floors(numbered_posts(db, id))) {
    db.query("post_number").bind(":thread_id", id).bind(":post_id", post.id).bind(":floor", post.floor).run();
  }
}

}  // namespace gailou::storage::sqlite
