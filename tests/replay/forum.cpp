#include "tests/replay/forum.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "digest/text/plain.h"
#include "digest/time.h"
#include "tests/replay/cook.h"

namespace gailou::replay {

using digest::Code;
using digest::Error;
using digest::Result;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t kChunk = 20;  // posts on a topic page (Discourse: TopicView.chunk_size)

/// Links and onebox excerpts stay words of their paragraph: the recorded page has lost where they ended.
digest::Body paragraphs_and_quotes(const digest::Body& body) {
  digest::Body plain;
  for (const auto& block : body.blocks) {
    if (block.kind == digest::Block::Kind::quote) {
      plain.blocks.push_back(block);
      continue;
    }
    digest::Body alone;
    alone.blocks.push_back(block);
    digest::Block paragraph;
    paragraph.spans.push_back({.kind = digest::Span::Kind::text, .text = digest::text_of(alone), .url = {}});
    plain.blocks.push_back(std::move(paragraph));
  }
  return plain;
}

std::string utc(const std::string& local) {
  const auto at = digest::parse_iso(local);
  return at ? digest::to_iso(*at) : local;
}

Json post_object(const Forum& forum, const ForumPost& post) {
  const bool placeholder = post.withdrawn || post.hidden;
  Json json;
  json["id"] = post.id;
  json["name"] = nullptr;
  json["username"] = post.author;
  json["avatar_template"] = "/letter_avatar_proxy/v4/letter/a/{size}.png";
  json["created_at"] = post.created_at;
  json["cooked"] = post.withdrawn ? "<p>(post deleted by author)</p>"
                   : post.hidden  ? "<p>This post was flagged by the community and is temporarily hidden.</p>"
                                  : post.cooked;
  json["post_number"] = post.floor;
  json["post_type"] = 1;
  json["updated_at"] = post.updated_at;
  json["reply_count"] = 0;
  json["reply_to_post_number"] = post.reply_to > 0 ? Json(post.reply_to) : Json(nullptr);
  json["quote_count"] = 0;
  json["topic_id"] = forum.topic;
  json["topic_slug"] = forum.slug;
  json["version"] = placeholder && post.hidden ? 1 : post.version;
  json["user_deleted"] = post.withdrawn;
  json["hidden"] = post.hidden;
  if (post.hidden) json["cooked_hidden"] = true;
  json["deleted_at"] = nullptr;
  json["actions_summary"] = Json::array();
  return json;
}

Json header(const Forum& forum, const std::vector<const ForumPost*>& visible) {
  Json json;
  json["id"] = forum.topic;
  json["title"] = forum.title;
  json["fancy_title"] = forum.title;
  json["slug"] = forum.slug;
  json["posts_count"] = visible.size();
  json["highest_post_number"] = visible.empty() ? 0 : visible.back()->floor;
  json["created_at"] = forum.posts.empty() ? "" : forum.posts.front().created_at;
  json["last_posted_at"] = visible.empty() ? Json(nullptr) : Json(visible.back()->created_at);
  json["closed"] = false;
  json["archived"] = false;
  json["visible"] = true;
  json["category_id"] = 1;
  json["tags"] = Json::array();
  json["chunk_size"] = kChunk;
  return json;
}

}  // namespace

std::vector<const ForumPost*> Forum::visible() const {
  std::vector<const ForumPost*> list;
  for (const auto& post : posts) {
    if (post.floor <= released && !post.deleted) list.push_back(&post);
  }
  return list;
}

ForumPost* Forum::find(std::int64_t floor) {
  const auto at = std::find_if(posts.begin(), posts.end(), [floor](const auto& post) { return post.floor == floor; });
  return at == posts.end() ? nullptr : &*at;
}

std::int64_t Forum::next_floor() const {
  const auto at = std::find_if(posts.begin(), posts.end(), [this](const auto& post) { return post.floor > released; });
  return at == posts.end() ? 0 : at->floor;
}

Result<Forum> load_forum(std::string_view thread_document) {
  const auto json = nlohmann::json::parse(thread_document, nullptr, false);
  if (json.is_discarded() || !json.contains("posts")) {
    return Error{.code = Code::malformed, .what = "not a gailou.thread/1 document", .where = {}, .hint = {}};
  }
  Forum forum;
  forum.title = json["thread"].value("title", "");
  std::vector<digest::EarlierFloor> earlier;
  for (const auto& item : json["posts"]) {
    ForumPost post;
    post.id = item.at("id").get<std::int64_t>();
    post.floor = item.at("number").get<std::int64_t>();
    post.author = item.at("author").get<std::string>();
    post.created_at = utc(item.at("created_at").get<std::string>());
    post.updated_at = post.created_at;
    const auto text = item.at("text").get<std::string>();
    const auto body = digest::parse_plain(text, earlier);
    for (const auto& block : body.blocks) {
      if (block.kind == digest::Block::Kind::quote && post.reply_to == 0) post.reply_to = block.floor;
    }
    post.cooked = cook(paragraphs_and_quotes(body), forum.topic);
    earlier.push_back({.floor = post.floor, .author = post.author, .text = text});
    forum.posts.push_back(std::move(post));
  }
  return forum;
}

Forum made_up_forum(std::int64_t floors) {
  static constexpr std::string_view kThings[] = {"机票", "酒店", "信用卡", "显卡", "房租", "保险", "路由器", "咖啡机"};
  static constexpr std::string_view kVerbs[] = {"降到了", "涨到了", "现在卖", "官方报价", "我拿到的是", "朋友说只要"};
  Forum forum;
  forum.title = "今年的价格记录";
  forum.slug = "prices";
  const auto start = digest::from_ms(1'750'000'000'000);
  for (std::int64_t floor = 1; floor <= floors; ++floor) {
    const auto n = static_cast<std::size_t>(floor);
    ForumPost post;
    post.id = 5'000'000 + floor * 3;
    post.floor = floor;
    post.author = "user" + std::to_string(floor % 97);
    post.created_at = digest::to_iso(start + std::chrono::minutes{floor * 7});
    post.updated_at = post.created_at;
    post.cooked = "<p>第" + std::to_string(floor * 13 % 1009) + "家店的" +
                  std::string(kThings[n % std::size(kThings)]) + std::string(kVerbs[n / 3 % std::size(kVerbs)]) +
                  std::to_string(100 + floor * 17 % 8887) + "元,编号K" + std::to_string(floor) + "X,比上个月的" +
                  std::to_string(90 + floor * 29 % 7919) + "元要划算一些。</p>";
    forum.posts.push_back(std::move(post));
  }
  return forum;
}

std::string topic_json(const Forum& forum, std::int64_t near_floor) {
  const auto visible = forum.visible();
  // Near a floor: 5 before it, the rest after; where the topic ends sooner it is filled up from before
  // (TopicView#filter_posts_near).
  const auto at = std::lower_bound(visible.begin(), visible.end(), near_floor,
                                   [](const auto* post, std::int64_t floor) { return post->floor < floor; });
  auto first = std::max<std::ptrdiff_t>(0, at - visible.begin() - 5);
  const auto last_start =
      std::max<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(visible.size()) - static_cast<std::ptrdiff_t>(kChunk));
  first = near_floor == 0 ? 0 : std::min(first, last_start);

  Json posts = Json::array();
  for (auto i = static_cast<std::size_t>(first); i < visible.size() && posts.size() < kChunk; ++i)
    posts.push_back(post_object(forum, *visible[i]));
  Json stream = Json::array();
  for (const auto* post : visible) stream.push_back(post->id);
  Json json;
  json["post_stream"] = {{"posts", std::move(posts)}, {"stream", std::move(stream)}};
  json.update(header(forum, visible));
  return json.dump();
}

std::string posts_json(const Forum& forum, const std::vector<std::int64_t>& ids) {
  const std::set<std::int64_t> asked(ids.begin(), ids.end());
  Json posts = Json::array();
  for (const auto* post : forum.visible()) {
    if (asked.contains(post->id)) posts.push_back(post_object(forum, *post));
  }
  return Json{{"post_stream", {{"posts", std::move(posts)}}}, {"id", forum.topic}}.dump();
}

std::string post_ids_json(const Forum& forum, std::int64_t after_floor) {
  Json ids = Json::array();
  for (const auto* post : forum.visible()) {
    if (post->floor > after_floor) ids.push_back(post->id);
  }
  return Json{{"post_ids", std::move(ids)}}.dump();
}

std::string post_json(const Forum& forum, std::int64_t id) {
  for (const auto* post : forum.visible()) {
    if (post->id == id) return post_object(forum, *post).dump();
  }
  return {};
}

std::string latest_json(const Forum& forum) {
  Json row = header(forum, forum.visible());
  row["bumped_at"] = row["last_posted_at"];
  Json list;
  list["users"] = Json::array();
  list["topic_list"] = {{"per_page", 30}, {"topics", Json::array({row})}};
  return list.dump();
}

}  // namespace gailou::replay
