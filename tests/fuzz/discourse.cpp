// F1: an accepted answer has floors and ids that are one, and each post's own.
#include <set>

#include "daemon/forum/discourse/wire.h"
#include "tests/fuzz/target.h"

namespace gailou::fuzz {

namespace {

void check(const std::vector<digest::Post>& posts) {
  std::set<std::int64_t> ids;
  for (const auto& post : posts) {
    expect(post.id.value > 0, "a post without an id");
    expect(post.floor.value > 0, "a post without a floor");
    expect(ids.insert(post.id.value).second, "two posts of one id");
  }
}

}  // namespace

void feed_discourse(std::string_view bytes) {
  const forum::discourse::Asked asked{.topic = digest::TopicId{2431}, .origin = "https://forum.example"};
  if (const auto page = forum::discourse::topic_from(bytes, asked)) check(page->page.posts);
  if (const auto page = forum::discourse::posts_from(bytes, asked)) check(page->posts);
  if (const auto ids = forum::discourse::ids_from(bytes)) {
    for (const auto id : *ids) expect(id.value > 0, "an id of nothing");
  }
  static_cast<void>(forum::discourse::post_look_from(bytes, digest::PostId{7}));
  static_cast<void>(forum::discourse::site_from(bytes));
}

}  // namespace gailou::fuzz
