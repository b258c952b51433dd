#include "digest/compose/cited.h"

#include <algorithm>

namespace gailou::digest {

BatchInput with_cited(BatchInput input, const std::vector<Post>& cited) {
  for (const Post& post : cited) {
    const auto is_it = [&post](const Post& other) { return other.floor == post.floor; };
    const bool known = std::any_of(input.posts.begin(), input.posts.end(), is_it) ||
                       std::any_of(input.context.begin(), input.context.end(), is_it);
    if (!known) input.context.push_back(post);
  }
  const auto by_floor = [](const Post& a, const Post& b) { return a.floor < b.floor; };
  std::sort(input.context.begin(), input.context.end(), by_floor);
  return input;
}

}  // namespace gailou::digest
