#include "tests/replay/topic.h"

#include <algorithm>
#include <utility>

namespace gailou::replay {

std::vector<const ForumPost*> Topic::visible() const {
  std::vector<const ForumPost*> list;
  for (const auto& post : posts) {
    if (post.floor <= released && !post.deleted && post.type != PostType::whisper) list.push_back(&post);
  }
  return list;
}

ForumPost* Topic::find(std::int64_t floor) {
  const auto at = std::find_if(posts.begin(), posts.end(), [floor](const auto& post) { return post.floor == floor; });
  return at == posts.end() ? nullptr : &*at;
}

ForumPost* Topic::find_id(std::int64_t id) {
  const auto at = std::find_if(posts.begin(), posts.end(), [id](const auto& post) { return post.id == id; });
  return at == posts.end() ? nullptr : &*at;
}

std::int64_t Topic::next_floor() const {
  const auto at = std::find_if(posts.begin(), posts.end(), [this](const auto& post) { return post.floor > released; });
  return at == posts.end() ? 0 : at->floor;
}

std::int64_t Topic::take_floor() {
  std::int64_t highest = 0;
  for (const auto& post : posts) {
    if (post.floor <= released) highest = std::max(highest, post.floor);
  }
  for (auto& post : posts) {
    if (post.floor > released) ++post.floor;
  }
  released = std::max(released, highest + 1);
  return highest + 1;
}

ForumPost& Topic::put(ForumPost post) {
  const auto at = std::upper_bound(posts.begin(), posts.end(), post,
                                   [](const auto& one, const auto& other) { return one.floor < other.floor; });
  return *posts.insert(at, std::move(post));
}

}  // namespace gailou::replay
