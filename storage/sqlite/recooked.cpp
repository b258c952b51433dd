#include "storage/sqlite/recooked.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "digest/text/rebake.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Post;
using digest::ThreadId;

std::optional<digest::Body> held_body(Database& db, ThreadId thread, digest::PostId id) {
  auto query = db.query("post_body");
  query.bind(":thread_id", thread).bind(":post_id", id);
  if (!query.next()) return std::nullopt;
  return body_of(db, query.row().text(), id);
}

/// An edit moves the forum's time or its version; cooking anew moves neither.
bool has_moved(const digest::KnownPost& known, const Post& post) {
  return !post.updated_at || post.updated_at != known.updated_at || post.forum_version != known.forum_version;
}

bool is_recooked(Database& db, ThreadId thread, const Known& known, const Post& post) {
  const auto at = known.posts.find(post.id);
  if (post.small_action || at == known.posts.end() || has_moved(at->second, post)) return false;
  const auto held = held_body(db, thread, post.id);
  return held && digest::differ_in_pictures_alone(*held, post.body);
}

}  // namespace

std::vector<Post> take_recooked(Database& db, ThreadId thread, const Known& known, digest::Changes& changes) {
  auto& edited = changes.edited;
  const auto first = std::stable_partition(edited.begin(), edited.end(),
                                           [&](const Post& post) { return !is_recooked(db, thread, known, post); });
  std::vector<Post> recooked(std::make_move_iterator(first), std::make_move_iterator(edited.end()));
  edited.erase(first, edited.end());
  return recooked;
}

}  // namespace gailou::storage::sqlite
