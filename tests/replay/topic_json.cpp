#include "tests/replay/topic_json.h"

#include <algorithm>
#include <set>
#include <utility>

namespace gailou::replay {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t kChunk = 20;  // posts on a topic page (Discourse: TopicView.chunk_size)

Json or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json tags_of(const Topic& topic, const Style& style) {
  Json tags = Json::array();
  for (const auto& tag : topic.tags) {
    if (style.tags_as_objects) {
      tags.push_back({{"id", 100 + tags.size()}, {"name", tag}, {"slug", tag}});
    } else {
      tags.push_back(tag);
    }
  }
  return tags;
}

std::string cooked_of(const ForumPost& post) {
  if (post.withdrawn) return post.floor == 1 ? "<p>(topic deleted by author)</p>" : "<p>(post deleted by author)</p>";
  if (post.hidden) return "<p>This post was flagged by the community and is temporarily hidden.</p>";
  return post.cooked;
}

/// What a topic's page and its row in a list share.
Json header(const Topic& topic, const std::vector<const ForumPost*>& visible, const Style& style) {
  Json json;
  json["id"] = topic.topic;
  json["title"] = topic.title;
  json["fancy_title"] = topic.title;
  json["slug"] = topic.slug;
  json["posts_count"] = visible.size();
  json["highest_post_number"] = visible.empty() ? 0 : visible.back()->floor;
  json["created_at"] = topic.posts.empty() ? "" : topic.posts.front().created_at;
  json["last_posted_at"] = visible.empty() ? Json(nullptr) : Json(visible.back()->created_at);
  json["archetype"] = "regular";
  json["closed"] = topic.closed;
  json["archived"] = topic.archived;
  json["visible"] = !topic.unlisted;
  json["category_id"] = topic.category;
  json["tags"] = tags_of(topic, style);
  return json;
}

/// Where a page near a floor begins: 5 posts before the nearest one; where the topic ends sooner it is filled up from
/// before (TopicView#filter_posts_near).
std::size_t first_near(const std::vector<const ForumPost*>& visible, std::int64_t floor) {
  if (floor == 0 || visible.empty()) return 0;
  const auto distance = [floor](const auto* post) { return std::abs(post->floor - floor); };
  const auto nearest = std::min_element(visible.begin(), visible.end(), [&](const auto* one, const auto* other) {
    return distance(one) < distance(other);
  });
  const auto first = std::max<std::ptrdiff_t>(0, nearest - visible.begin() - 5);
  const auto last_start =
      std::max<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(visible.size()) - static_cast<std::ptrdiff_t>(kChunk));
  return static_cast<std::size_t>(std::min(first, last_start));
}

}  // namespace

Json post_object(const Topic& topic, const ForumPost& post) {
  const bool placeholder = post.withdrawn || post.hidden;
  Json json;
  json["id"] = post.id;
  json["name"] = nullptr;
  json["username"] = post.author;
  json["avatar_template"] = "/letter_avatar_proxy/v4/letter/a/{size}.png";
  json["created_at"] = post.created_at;
  json["cooked"] = cooked_of(post);
  json["post_number"] = post.floor;
  json["post_type"] = static_cast<int>(post.type);
  json["updated_at"] = post.updated_at;
  json["reply_count"] = 0;
  json["reply_to_post_number"] = post.reply_to > 0 ? Json(post.reply_to) : Json(nullptr);
  json["quote_count"] = 0;
  json["topic_id"] = topic.topic;
  json["topic_slug"] = topic.slug;
  json["version"] = placeholder && post.hidden ? 1 : post.version;
  json["user_deleted"] = post.withdrawn;
  json["hidden"] = post.hidden;
  if (post.hidden) json["cooked_hidden"] = true;
  json["deleted_at"] = nullptr;
  json["actions_summary"] = Json::array();
  if (post.likes > 0) json["actions_summary"].push_back({{"id", 2}, {"count", post.likes}});
  json["accepted_answer"] = post.accepted;
  if (!post.action.empty()) json["action_code"] = post.action;
  if (!post.action_who.empty()) json["action_code_who"] = post.action_who;
  if (!post.action_path.empty()) json["action_code_path"] = post.action_path;
  return json;
}

Json topic_row(const Topic& topic, const Style& style) {
  Json row = header(topic, topic.visible(), style);
  row["bumped"] = true;
  row["bumped_at"] = topic.bumped_at.empty() ? row["last_posted_at"] : or_null(topic.bumped_at);
  row["pinned"] = false;
  row["unpinned"] = nullptr;
  row["views"] = 7;
  std::int64_t likes = 0;
  for (const auto* post : topic.visible()) likes += post->likes;
  row["like_count"] = likes;
  row["posters"] = Json::array();
  // Who began it comes first (Discourse: TopicPostersSummary).
  if (!topic.posts.empty()) row["posters"].push_back({{"extras", nullptr}, {"user_id", topic.topic}});
  return row;
}

std::string topic_json(const Topic& topic, std::int64_t near_floor, const Style& style, std::int64_t bus_last_id) {
  const auto visible = topic.visible();
  Json posts = Json::array();
  for (auto i = first_near(visible, near_floor); i < visible.size() && posts.size() < kChunk; ++i)
    posts.push_back(post_object(topic, *visible[i]));
  const bool mega = static_cast<std::int64_t>(visible.size()) >= style.mega_posts;
  Json json;
  json["post_stream"]["posts"] = std::move(posts);
  if (mega) {
    json["post_stream"]["isMegaTopic"] = true;
    json["post_stream"]["lastId"] = visible.empty() ? Json(nullptr) : Json(visible.back()->id);
  } else {
    json["post_stream"]["stream"] = Json::array();
    for (const auto* post : visible) json["post_stream"]["stream"].push_back(post->id);
  }
  json.update(header(topic, visible, style));
  json["chunk_size"] = kChunk;
  json["message_bus_last_id"] = bus_last_id;
  return json.dump();
}

std::string posts_json(const Topic& topic, const std::vector<std::int64_t>& ids) {
  const std::set<std::int64_t> asked(ids.begin(), ids.end());
  Json posts = Json::array();
  for (const auto* post : topic.visible()) {
    if (asked.contains(post->id)) posts.push_back(post_object(topic, *post));
  }
  return Json{{"post_stream", {{"posts", std::move(posts)}}}, {"id", topic.topic}}.dump();
}

std::string post_ids_json(const Topic& topic, std::int64_t after_floor) {
  Json ids = Json::array();
  for (const auto* post : topic.visible()) {
    if (post->floor > after_floor) ids.push_back(post->id);
  }
  return Json{{"post_ids", std::move(ids)}}.dump();
}

std::string post_json(const Topic& topic, std::int64_t id) {
  for (const auto* post : topic.visible()) {
    if (post->id == id) return post_object(topic, *post).dump();
  }
  return {};
}

}  // namespace gailou::replay
