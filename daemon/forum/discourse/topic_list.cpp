#include "daemon/forum/discourse/topic_list.h"

#include <algorithm>
#include <array>
#include <set>
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

constexpr std::array<std::string_view, 10> kKeys = {
    "topic_list", "topics",         "id",     "title",   "posts_count", "highest_post_number",
    "bumped_at",  "last_posted_at", "closed", "archived"};

TopicRow row_of(digest::TopicId topic, const json& from) {
  return TopicRow{.topic = topic,
                  .posts_count = number(from, "posts_count").value_or(0),
                  .highest = digest::Floor{number(from, "highest_post_number").value_or(0)},
                  .last_posted_at = time(from, "last_posted_at"),
                  .bumped_at = time(from, "bumped_at"),
                  .title = cut(digest::collapse_blanks(text(from, "title").value_or("")), kTitleBytesMax),
                  .closed = flag(from, "closed"),
                  .archived = flag(from, "archived")};
}

}  // namespace

Result<std::vector<TopicRow>> rows_from(std::string_view text, const std::vector<digest::TopicId>& asked) {
  const Result<Kept> answer = parse_kept(text, kKeys);
  if (!answer) return answer.error();
  const json* list = object_in(answer->root, "topic_list");
  const json* topics = list == nullptr ? nullptr : array_in(*list, "topics");
  if (topics == nullptr)
    return Error{
        .code = Code::malformed, .what = "the answer has no list of topics", .hint = "is this a Discourse forum?"};

  std::set<digest::TopicId> wanted(asked.begin(), asked.end());
  std::vector<TopicRow> rows;
  for (const json& item : *topics) {
    const auto id = id_number(item, "id");
    // Each once: a topic that is pinned can stand in the list twice.
    if (id && wanted.erase(digest::TopicId{*id}) > 0) rows.push_back(row_of(digest::TopicId{*id}, item));
  }
  return rows;
}

}  // namespace gailou::forum::discourse
