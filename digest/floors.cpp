#include "digest/floors.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace gailou::digest {
namespace {

bool by_number(const NumberedPost& a, const NumberedPost& b) {
  return a.forum != b.forum ? a.forum < b.forum : a.id < b.id;
}

}  // namespace

std::vector<NumberedPost> number_floors(std::vector<NumberedPost> posts) {
  const auto loose = std::partition(posts.begin(), posts.end(), [](const NumberedPost& post) { return post.fixed; });
  std::unordered_set<Floor> taken;
  for (auto at = posts.begin(); at != loose; ++at) taken.insert(at->floor);
  std::sort(loose, posts.end(), by_number);

  std::vector<NumberedPost> changed;
  std::vector<const NumberedPost*> left;
  const auto give = [&changed](const NumberedPost& post, Floor floor) {
    if (post.floor == floor) return;
    changed.push_back(post);
    changed.back().floor = floor;
  };
  for (auto at = loose; at != posts.end(); ++at) {
    if (taken.insert(at->forum).second) {
      give(*at, at->forum);
    } else {
      left.push_back(&*at);
    }
  }
  // Ascending: all numbers from the forum's one up to the last one given are taken.
  Floor next{};
  for (const auto* post : left) {
    next.value = std::max(next.value, post->forum.value) + 1;
    while (!taken.insert(next).second) ++next.value;
    give(*post, next);
  }
  return changed;
}

}  // namespace gailou::digest
