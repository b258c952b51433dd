// Events of whole topics, and those that concern several posts.
#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "tests/replay/cook.h"
#include "tests/replay/events.h"

namespace gailou::replay {
namespace {

using Json = nlohmann::ordered_json;

std::string link_to(const Topic& topic, std::int64_t floor) {
  return "<a href=\"/t/" + topic.slug + "/" + std::to_string(topic.topic) + "/" + std::to_string(floor) + "\">" +
         escape(topic.title) + "</a>";
}

}  // namespace

void Events::tell_topic(const Topic& topic) {
  board_.bus.publish(topic.topic, Json{{"reload_topic", true}, {"refresh_stream", true}});
}

/// A first post stays where it is and is copied; every other leaves (PostMover#move_first_post, #move).
std::int64_t Events::append_moved(Topic& from, Topic& to, std::int64_t id) {
  ForumPost post = *from.find_id(id);
  if (post.floor == 1) {
    post.id = board_.new_post_id();
  } else {
    std::erase_if(from.posts, [id](const auto& one) { return one.id == id; });
  }
  post.floor = to.take_floor();
  post.reply_to = 0;
  return to.put(std::move(post)).floor;
}

void Events::move(std::vector<std::int64_t> posts, std::int64_t number) {
  Topic* to = board_.find(number);
  if (to == nullptr || posts.empty()) return;
  Topic* from = board_.home_of(posts.front());
  if (from == nullptr || from == to) return;
  std::erase_if(posts, [from](std::int64_t id) { return from->find_id(id) == nullptr; });
  std::sort(posts.begin(), posts.end(), [from](std::int64_t one, std::int64_t other) {
    return from->find_id(one)->floor < from->find_id(other)->floor;
  });
  // The floor of the first that really leaves: the first post of a topic stays.
  const bool first_stays = from->find_id(posts.front())->floor == 1;
  const std::int64_t left =
      first_stays ? (posts.size() > 1 ? from->find_id(posts[1])->floor : 0) : from->find_id(posts.front())->floor;
  std::int64_t landed = 0;
  for (const auto id : posts) {
    const auto floor = append_moved(*from, *to, id);
    if (landed == 0) landed = floor;
  }

  ForumPost told;
  told.id = board_.new_post_id();
  told.floor = left > 0 ? left : from->take_floor();
  told.author = "system";
  told.type = PostType::small_action;
  told.action = "split_topic";
  told.created_at = told.updated_at = stamp();
  told.cooked = "<p>" + std::to_string(posts.size()) +
                " posts were merged into an existing topic: " + link_to(*to, landed) + "</p>";
  from->put(std::move(told));
  tell_topic(*from);
  tell_topic(*to);
}

std::int64_t Events::split(std::vector<std::int64_t> posts, std::string title) {
  const Topic* from = posts.empty() ? nullptr : board_.home_of(posts.front());
  if (from == nullptr) return 0;
  Topic topic;
  topic.topic = board_.new_topic_id();
  topic.title = std::move(title);
  topic.slug = "split-" + std::to_string(topic.topic);
  topic.category = from->category;
  const std::int64_t number = board_.add(std::move(topic)).topic;
  move(std::move(posts), number);
  return number;
}

void Events::renumber(std::int64_t number) {
  Topic* topic = board_.find(number);
  if (topic == nullptr) return;
  std::int64_t floor = 0;
  std::int64_t released = 0;
  for (auto& post : topic->posts) {
    const bool appeared = post.floor <= topic->released;
    post.floor = ++floor;
    if (appeared) released = floor;
  }
  topic->released = released;
  tell_topic(*topic);
}

std::int64_t Events::small_action(std::int64_t number, std::string code, std::string cooked, std::string who) {
  const auto id =
      reply({.topic = number, .author = "system", .cooked = std::move(cooked), .type = PostType::small_action});
  const At found = at(id);
  if (!found) return 0;
  found.post->action = std::move(code);
  found.post->action_who = std::move(who);
  return id;
}

void Events::close(std::int64_t number, bool closed) {
  Topic* topic = board_.find(number);
  if (topic == nullptr) return;
  topic->closed = closed;
  small_action(number, closed ? "closed.enabled" : "closed.disabled");
  tell_topic(*topic);
}

void Events::archive(std::int64_t number, bool archived) {
  Topic* topic = board_.find(number);
  if (topic == nullptr) return;
  topic->archived = archived;
  small_action(number, archived ? "archived.enabled" : "archived.disabled");
  tell_topic(*topic);
}

void Events::unlist(std::int64_t number, bool unlisted) {
  Topic* topic = board_.find(number);
  if (topic == nullptr) return;
  topic->unlisted = unlisted;
  small_action(number, unlisted ? "visible.disabled" : "visible.enabled");
  tell_topic(*topic);
}

void Events::restrict(std::int64_t number, bool restricted) {
  Topic* topic = board_.find(number);
  if (topic == nullptr) return;
  topic->restricted = restricted;
  tell_topic(*topic);
}

void Events::remove_topic(std::int64_t number, bool removed) {
  Topic* topic = board_.find(number);
  if (topic == nullptr) return;
  topic->removed = removed;
  tell_topic(*topic);
}

void Events::retitle(std::int64_t number, std::string title, std::string slug) {
  Topic* topic = board_.find(number);
  if (topic == nullptr) return;
  topic->title = std::move(title);
  topic->slug = std::move(slug);
  tell_topic(*topic);
}

void Events::recategorise(std::int64_t number, std::int64_t category, std::vector<std::string> tags) {
  Topic* topic = board_.find(number);
  if (topic == nullptr) return;
  topic->category = category;
  topic->tags = std::move(tags);
  tell_topic(*topic);
}

}  // namespace gailou::replay
