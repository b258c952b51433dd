// Events of single posts.
#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "tests/replay/events.h"

namespace gailou::replay {
namespace {

using Json = nlohmann::ordered_json;

/// What is not the last post doesn't bump (PostRevisor#bump_topic).
bool is_last(const Topic& topic, const ForumPost& post) {
  const auto visible = topic.visible();
  return !visible.empty() && visible.back()->id == post.id;
}

}  // namespace

Events::At Events::at(std::int64_t post) {
  Topic* topic = board_.home_of(post);
  return topic == nullptr ? At{} : At{.topic = topic, .post = topic->find_id(post)};
}

void Events::tell(const Topic& topic, const ForumPost& post, const std::string& type) {
  board_.bus.publish(topic.topic, Json{{"id", post.id},
                                       {"post_number", post.floor},
                                       {"updated_at", post.updated_at},
                                       {"user_id", 1},
                                       {"type", type},
                                       {"version", post.version}});
}

std::int64_t Events::reply(Reply reply) {
  Topic* topic = board_.find(reply.topic);
  if (topic == nullptr) return 0;
  ForumPost post;
  post.id = board_.new_post_id();
  post.floor = topic->take_floor();
  post.author = std::move(reply.author);
  post.cooked = std::move(reply.cooked);
  post.reply_to = reply.reply_to;
  post.type = reply.type;
  post.created_at = post.updated_at = stamp();
  const auto& added = topic->put(std::move(post));
  if (added.type == PostType::whisper) return added.id;
  topic->bumped_at = stamp();
  tell(*topic, added, "created");
  board_.bus.publish(topic->topic, Json{{"type", "stats"}, {"posts_count", topic->visible().size()}});
  return added.id;
}

std::int64_t Events::release(std::int64_t number, Times times) {
  Topic* topic = board_.find(number);
  const auto floor = topic == nullptr ? 0 : topic->next_floor();
  if (floor == 0) return 0;
  topic->released = floor;
  auto& post = *topic->find(floor);
  if (post.deleted) return post.id;  // nobody hears of it
  if (times == Times::now) post.created_at = post.updated_at = stamp();
  topic->bumped_at = post.created_at;
  tell(*topic, post, "created");
  return post.id;
}

std::int64_t Events::fill_in(std::int64_t number, std::int64_t floor, std::string author, std::string cooked) {
  Topic* topic = board_.find(number);
  if (topic == nullptr || topic->find(floor) != nullptr || floor < 1 || floor > topic->released) return 0;
  ForumPost post;
  post.id = board_.new_post_id();
  post.floor = floor;
  post.author = std::move(author);
  post.cooked = std::move(cooked);
  const auto before =
      std::find_if(topic->posts.rbegin(), topic->posts.rend(), [floor](const auto& one) { return one.floor < floor; });
  post.created_at = before == topic->posts.rend() ? stamp() : before->created_at;
  post.updated_at = post.created_at;
  const auto& added = topic->put(std::move(post));
  tell(*topic, added, "recovered");
  return added.id;
}

void Events::edit(std::int64_t id, std::string cooked) {
  const At found = at(id);
  if (!found) return;
  found.post->cooked = std::move(cooked);
  ++found.post->version;
  found.post->updated_at = stamp();
  if (is_last(*found.topic, *found.post)) found.topic->bumped_at = stamp();
  tell(*found.topic, *found.post, "revised");
}

void Events::edit_quietly(std::int64_t id, std::string cooked) {
  const At found = at(id);
  if (!found) return;
  found.post->cooked = std::move(cooked);
  found.post->updated_at = stamp();
  tell(*found.topic, *found.post, "revised");
}

void Events::rebake(std::int64_t id, std::string cooked) {
  const At found = at(id);
  if (!found) return;
  found.post->cooked = std::move(cooked);
  tell(*found.topic, *found.post, "rebaked");
}

void Events::revert(std::int64_t id, std::string cooked) {
  const At found = at(id);
  if (!found) return;
  found.post->cooked = std::move(cooked);
  found.post->version = std::max<std::int64_t>(1, found.post->version - 1);
  found.post->updated_at = stamp();
  tell(*found.topic, *found.post, "revised");
}

void Events::withdraw(std::int64_t id) {
  const At found = at(id);
  if (!found || found.post->withdrawn) return;
  found.post->withdrawn = true;
  ++found.post->version;
  found.post->updated_at = stamp();
  // A withdrawn first post closes the topic (PostDestroyer#mark_for_deletion).
  if (found.post->floor == 1) found.topic->closed = true;
  tell(*found.topic, *found.post, "revised");
}

void Events::restore(std::int64_t id) {
  const At found = at(id);
  if (!found || !found.post->withdrawn) return;
  found.post->withdrawn = false;
  ++found.post->version;
  found.post->updated_at = stamp();
  if (found.post->floor == 1) found.topic->closed = false;
  tell(*found.topic, *found.post, "revised");
}

void Events::hide(std::int64_t id) {
  const At found = at(id);
  if (!found || found.post->hidden) return;
  found.post->hidden = true;
  found.post->updated_at = stamp();
  tell(*found.topic, *found.post, "acted");
}

void Events::unhide(std::int64_t id) {
  const At found = at(id);
  if (!found || !found.post->hidden) return;
  found.post->hidden = false;
  found.post->updated_at = stamp();
  tell(*found.topic, *found.post, "acted");
}

void Events::remove(std::int64_t id) {
  const At found = at(id);
  if (!found || found.post->deleted) return;
  found.post->deleted = true;
  found.post->updated_at = stamp();
  tell(*found.topic, *found.post, "deleted");
}

void Events::recover(std::int64_t id) {
  const At found = at(id);
  if (!found || !found.post->deleted) return;
  found.post->deleted = false;
  found.post->updated_at = stamp();
  tell(*found.topic, *found.post, "recovered");
}

void Events::purge(std::int64_t id) {
  const At found = at(id);
  if (!found) return;
  tell(*found.topic, *found.post, "destroyed");
  std::erase_if(found.topic->posts, [id](const auto& post) { return post.id == id; });
}

void Events::like(std::int64_t id) {
  const At found = at(id);
  if (!found) return;
  ++found.post->likes;
  tell(*found.topic, *found.post, "liked");
}

void Events::accept(std::int64_t id) {
  const At found = at(id);
  if (!found) return;
  for (auto& post : found.topic->posts) post.accepted = post.id == id;
  tell_topic(*found.topic);
}

void Events::rename_author(const std::string& from, const std::string& to) {
  for (auto& topic : board_.topics) {
    for (auto& post : topic.posts) {
      if (post.author == from) post.author = to;
    }
  }
}

}  // namespace gailou::replay
