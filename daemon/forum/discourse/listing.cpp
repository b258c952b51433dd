#include "daemon/forum/discourse/listing.h"

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "daemon/forum/discourse/fields.h"
#include "daemon/forum/discourse/kept_json.h"
#include "digest/text/blanks.h"

namespace gailou::forum::discourse {
namespace {

using digest::Code;
using digest::Error;
using digest::Result;
using nlohmann::json;

// `user` is what older versions write instead of `user_id` in `posters`.
constexpr std::array<std::string_view, 23> kListKeys = {
    "topic_list", "topics",  "users",          "username",        "user_id",     "user",       "id",      "title",
    "tags",       "name",    "posters",        "category_id",     "posts_count", "like_count", "views",   "created_at",
    "bumped_at",  "visible", "last_posted_at", "pinned_globally", "pinned",      "closed",     "archived"};

/// Members that a list names: some for each of its rows.
constexpr std::size_t kUsersMax = 5'000;
/// Discourse: max_username_length is 60 characters at most.
constexpr std::size_t kAuthorBytesMax = 4 * 60;

using Names = std::map<std::int64_t, std::string>;

Names names_of(const json& root) {
  Names names;
  const json* users = array_in(root, "users");
  if (users == nullptr) return names;
  for (const json& user : *users) {
    if (names.size() == kUsersMax) break;
    // Made-up members (system, a bot) have negative ids and begin no discussion worth following.
    const auto id = id_number(user, "id");
    if (id) names.emplace(*id, cut(text(user, "username").value_or(""), kAuthorBytesMax));
  }
  return names;
}

/// The first of the posters began the topic (Discourse: TopicPostersSummary).
std::string author_of(const json& row, const Names& names) {
  const json* posters = array_in(row, "posters");
  if (posters == nullptr || posters->empty() || !posters->front().is_object()) return {};
  const json& first = posters->front();
  if (const json* user = object_in(first, "user")) return cut(text(*user, "username").value_or(""), kAuthorBytesMax);
  const auto id = id_number(first, "user_id");
  const auto found = id ? names.find(*id) : names.end();
  return found == names.end() ? std::string{} : found->second;
}

ListedTopic topic_of(digest::TopicId id, const json& row, const Names& names) {
  ListedTopic topic{.topic = id};
  topic.title = cut(digest::collapse_blanks(text(row, "title").value_or("")), kTitleBytesMax);
  if (const auto category = id_number(row, "category_id")) topic.category = std::to_string(*category);
  topic.tags = tags_of(row);
  topic.author = author_of(row, names);
  topic.posts_count = number(row, "posts_count").value_or(0);
  topic.likes = number(row, "like_count").value_or(0);
  topic.views = number(row, "views").value_or(0);
  topic.created_at = time(row, "created_at");
  topic.bumped_at = time(row, "bumped_at");
  topic.last_posted_at = time(row, "last_posted_at");
  topic.closed = flag(row, "closed");
  topic.archived = flag(row, "archived");
  topic.pinned = flag(row, "pinned") || flag(row, "pinned_globally");
  const auto visible = row.find("visible");
  topic.unlisted = visible != row.end() && visible->is_boolean() && !visible->get<bool>();
  return topic;
}

}  // namespace

Result<std::vector<ListedTopic>> listed_from(std::string_view json_text) {
  const Result<Kept> answer = parse_kept(json_text, kListKeys);
  if (!answer) return answer.error();
  const json* list = object_in(answer->root, "topic_list");
  const json* rows = list == nullptr ? nullptr : array_in(*list, "topics");
  if (rows == nullptr)
    return Error{
        .code = Code::malformed, .what = "the answer has no list of topics", .hint = "is this a Discourse forum?"};

  const Names names = names_of(answer->root);
  std::set<digest::TopicId> seen;
  std::vector<ListedTopic> topics;
  for (const json& row : *rows) {
    if (topics.size() == kListedMost) break;
    const auto id = id_number(row, "id");
    // Each once: a topic that is pinned can stand in the list twice.
    if (id && seen.insert(digest::TopicId{*id}).second) topics.push_back(topic_of(digest::TopicId{*id}, row, names));
  }
  return topics;
}

}  // namespace gailou::forum::discourse
