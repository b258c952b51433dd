#include "digest/render/page/places.h"

#include <algorithm>

#include "digest/render/floors.h"

namespace gailou::render {
namespace {

std::string number(std::int64_t value) {
  return std::to_string(value);
}

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace

Places::Places(const ThreadView& view, const Site& site, bool all_inline)
    : base_path_(site.base_path),
      path_(thread_path(view.digest.thread.source, view.digest.thread.topic)),
      forum_url_(without_slash(view.forum_url)),
      inline_(shown_floors(view.posts)),
      dated_(view.digest.generated_at),
      language_(site.language),
      all_inline_(all_inline) {
  const auto listed =
      std::count_if(inline_.begin(), inline_.end(), [](const auto* stored) { return !has_moved(*stored); });
  all_known_ = static_cast<std::int64_t>(view.posts.size()) >= view.posts_total;
  total_ = all_known_ ? listed : view.posts_total;
  for (const auto* stored : inline_) known_.insert(stored->post.floor);
  if (!inline_.empty()) {
    first_known_ = inline_.front()->post.floor;
    last_known_ = inline_.back()->post.floor;
  }
  is_tail_ = !all_inline && total_ > static_cast<std::int64_t>(kInlineFloors);
  if (is_tail_ && inline_.size() > kTailFloors) {
    inline_.erase(inline_.begin(), inline_.end() - static_cast<std::ptrdiff_t>(kTailFloors));
  }
  for (const auto* stored : inline_) shown_.insert(stored->post.floor);
}

Target Places::page(std::string_view suffix) const {
  return Target::local(base_path_, path_ + std::string(suffix));
}

Target Places::posts_page(digest::Floor floor) const {
  return Target::local(base_path_, floor_path(path_, floor));
}

std::optional<Target> Places::local(digest::Floor floor) const {
  if (shown_.contains(floor)) return Target::fragment("p" + number(floor.value));
  if (!may_exist(floor)) return std::nullopt;
  return posts_page(floor);
}

std::optional<Target> Places::forum(digest::Floor floor) const {
  return Target::web(forum_url_ + "/" + number(floor.value));
}

std::optional<Target> Places::topic() const {
  return Target::web(forum_url_);
}

std::optional<Target> Places::moved(const digest::StoredPost& stored) const {
  const std::string url = moved_url(stored, forum_url_);
  return url.empty() ? std::nullopt : Target::web(url);
}

/// Inside the range of floors at hand, and everywhere if all are at hand, what isn't there isn't anywhere.
bool Places::may_exist(digest::Floor floor) const {
  if (known_.contains(floor)) return true;
  if (all_known_ || floor.value < 1) return false;
  return known_.empty() || floor < first_known_ || floor > last_known_;
}

}  // namespace gailou::render
