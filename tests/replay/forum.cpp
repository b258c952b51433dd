#include "tests/replay/forum.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "digest/text/plain.h"
#include "digest/time.h"
#include "tests/replay/cook.h"

namespace gailou::replay {

using digest::Code;
using digest::Error;
using digest::Result;

namespace {

/// Links and images stay words of their paragraph: the recorded page has lost where they ended.
digest::Body as_it_stood(const digest::Body& body) {
  digest::Body plain;
  for (const auto& block : body.blocks) {
    if (block.kind == digest::Block::Kind::quote || block.kind == digest::Block::Kind::onebox) {
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

/// All but its text. The document tells the thread to its end: what was deleted and not brought back is gone from the
/// start, what was edited has its last text.
ForumPost as_it_was_left(const nlohmann::json& item) {
  ForumPost post;
  post.id = item.at("id").get<std::int64_t>();
  post.floor = item.at("number").get<std::int64_t>();
  post.author = item.at("author").get<std::string>();
  post.created_at = utc(item.at("created_at").get<std::string>());
  post.updated_at = utc(item.value("updated_at", post.created_at));
  post.version += static_cast<std::int64_t>(item.value("versions", nlohmann::json::array()).size());
  if (item.contains("reply_to") && item["reply_to"].is_number()) post.reply_to = item["reply_to"].get<std::int64_t>();
  post.deleted = item.contains("deleted_at") && !item.contains("restored_at");
  return post;
}

}  // namespace

Result<Topic> load_forum(std::string_view thread_document) {
  const auto json = nlohmann::json::parse(thread_document, nullptr, false);
  if (json.is_discarded() || !json.contains("posts")) {
    return Error{.code = Code::malformed, .what = "not a gailou.thread/1 document", .where = {}, .hint = {}};
  }
  Topic forum;
  forum.title = json["thread"].value("title", "");
  std::vector<digest::EarlierFloor> earlier;
  for (const auto& item : json["posts"]) {
    auto post = as_it_was_left(item);
    const auto text = item.at("text").get<std::string>();
    const auto body = digest::parse_plain(text, earlier);
    for (const auto& block : body.blocks) {
      if (block.kind == digest::Block::Kind::quote && post.reply_to == 0) post.reply_to = block.floor;
    }
    post.cooked = cook(as_it_stood(body), forum.topic);
    earlier.push_back({.floor = post.floor, .author = post.author, .text = text});
    forum.posts.push_back(std::move(post));
  }
  return forum;
}

Topic made_up_forum(std::int64_t floors, std::int64_t topic) {
  static constexpr std::string_view kThings[] = {"机票", "酒店", "信用卡", "显卡", "房租", "保险", "路由器", "咖啡机"};
  static constexpr std::string_view kVerbs[] = {"降到了", "涨到了", "现在卖", "官方报价", "我拿到的是", "朋友说只要"};
  Topic forum;
  forum.title = "今年的价格记录";
  forum.slug = "prices";
  forum.topic = topic;
  const auto start = digest::from_ms(1'750'000'000'000);
  for (std::int64_t floor = 1; floor <= floors; ++floor) {
    const auto n = static_cast<std::size_t>(floor);
    ForumPost post;
    post.id = 5'000'000 + (topic - 1) * 1'000'000 + floor * 3;
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

}  // namespace gailou::replay
