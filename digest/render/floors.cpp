#include "digest/render/floors.h"

namespace gailou::render {

std::vector<const digest::StoredPost*> shown_floors(const std::vector<digest::StoredPost>& posts) {
  std::vector<const digest::StoredPost*> shown;
  for (const auto& stored : posts) {
    const bool is_shown = stored.post.state == digest::PostState::visible || has_moved(stored);
    if (is_shown && !stored.post.small_action) shown.push_back(&stored);
  }
  return shown;
}

std::string moved_url(const digest::StoredPost& stored, std::string_view forum_url) {
  const auto origin = forum_url.substr(0, forum_url.find("/t/"));
  if (!stored.moved_to || origin.size() == forum_url.size()) return {};
  return std::string(origin) + "/t/" + std::to_string(stored.moved_to->value);
}

MovedNote moved_note(bool is_known, digest::Language language) {
  if (language == digest::Language::en) {
    return is_known ? MovedNote{"This post has moved to ", "."}
                    : MovedNote{"This post has moved to another topic", "."};
  }
  return is_known ? MovedNote{"本楼已移至 ", " 。"} : MovedNote{"本楼已移到别的帖子", "。"};
}

}  // namespace gailou::render
