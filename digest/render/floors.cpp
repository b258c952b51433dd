#include "digest/render/floors.h"

namespace gailou::render {

std::vector<const digest::StoredPost*> shown_floors(const std::vector<digest::StoredPost>& posts) {
  std::vector<const digest::StoredPost*> shown;
  for (const auto& stored : posts) {
    if (stored.post.state == digest::PostState::visible && !stored.post.small_action) shown.push_back(&stored);
  }
  return shown;
}

}  // namespace gailou::render
