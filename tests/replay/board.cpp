#include "tests/replay/board.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

namespace gailou::replay {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t kRowsPerPage = 30;
constexpr std::size_t kPostsPerPage = 50;  // LatestPostsQuery::PAGE_SIZE

bool is_listed(const Topic& topic) {
  return !topic.unlisted && !topic.restricted && !topic.removed;
}

}  // namespace

Topic& Board::add(Topic topic) {
  for (const auto& post : topic.posts) last_id_ = std::max(last_id_, post.id);
  return topics.emplace_back(std::move(topic));
}

Topic* Board::find(std::int64_t topic) {
  const auto at = std::find_if(topics.begin(), topics.end(), [topic](const auto& one) { return one.topic == topic; });
  return at == topics.end() ? nullptr : &*at;
}

Topic* Board::home_of(std::int64_t post) {
  const auto at =
      std::find_if(topics.begin(), topics.end(), [post](auto& one) { return one.find_id(post) != nullptr; });
  return at == topics.end() ? nullptr : &*at;
}

std::int64_t Board::new_post_id() {
  for (const auto& topic : topics) {
    for (const auto& post : topic.posts) last_id_ = std::max(last_id_, post.id);
  }
  return ++last_id_;
}

std::int64_t Board::new_topic_id() const {
  std::int64_t last = 0;
  for (const auto& topic : topics) last = std::max(last, topic.topic);
  return last + 1;
}

namespace {

/// Rows of these topics, of all if there are none, in the board's order.
std::vector<Json> rows_of(const Board& board, const std::set<std::int64_t>& asked) {
  std::vector<Json> rows;
  for (const auto& topic : board.topics) {
    if (is_listed(topic) && (asked.empty() || asked.contains(topic.topic)))
      rows.push_back(topic_row(topic, board.settings.style));
  }
  return rows;
}

/// Each topic's starter is a user of the topic's number.
std::string list_json(const Board& board, std::vector<Json> rows) {
  if (rows.size() > kRowsPerPage) rows.resize(kRowsPerPage);
  Json list;
  list["users"] = Json::array();
  for (const auto& topic : board.topics) {
    if (!topic.posts.empty()) list["users"].push_back({{"id", topic.topic}, {"username", topic.posts.front().author}});
  }
  list["topic_list"] = {{"per_page", kRowsPerPage}, {"topics", std::move(rows)}};
  return list.dump();
}

}  // namespace

std::string latest_json(const Board& board, const std::vector<std::int64_t>& topics) {
  std::vector<Json> rows = rows_of(board, {topics.begin(), topics.end()});
  std::stable_sort(rows.begin(), rows.end(), [](const Json& one, const Json& other) {
    return one["bumped_at"].dump() > other["bumped_at"].dump();
  });
  return list_json(board, std::move(rows));
}

std::string top_json(const Board& board) {
  std::vector<Json> rows = rows_of(board, {});
  const auto weight = [](const Json& row) {
    return row["like_count"].get<std::int64_t>() + row["posts_count"].get<std::int64_t>();
  };
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const Json& one, const Json& other) { return weight(one) > weight(other); });
  return list_json(board, std::move(rows));
}

std::string latest_posts_json(const Board& board, std::int64_t before) {
  std::vector<std::pair<const ForumPost*, const Topic*>> found;
  for (const auto& topic : board.topics) {
    if (!is_listed(topic)) continue;
    for (const auto* post : topic.visible()) {
      const bool wanted = post->type == PostType::regular && !post->hidden && (before == 0 || post->id < before);
      if (wanted) found.emplace_back(post, &topic);
    }
  }
  std::sort(found.begin(), found.end(),
            [](const auto& one, const auto& other) { return one.first->id > other.first->id; });
  if (found.size() > kPostsPerPage) found.resize(kPostsPerPage);
  Json posts = Json::array();
  for (const auto& [post, topic] : found) {
    Json json = post_object(*topic, *post);
    json["topic_title"] = topic->title;
    json["category_id"] = topic->category;
    posts.push_back(std::move(json));
  }
  return Json{{"latest_posts", std::move(posts)}}.dump();
}

std::string basic_info_json(const Board& board) {
  return Json{{"logo_url", "/logo.png"},
              {"title", "Replay"},
              {"description", ""},
              {"login_required", board.settings.login_required}}
      .dump();
}

}  // namespace gailou::replay
