#include "daemon/forum/discourse/wire.h"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "daemon/forum/discourse/fields.h"
#include "daemon/forum/discourse/kept_json.h"
#include "daemon/forum/discourse/post_wire.h"
#include "digest/text/blanks.h"

namespace gailou::forum::discourse {
namespace {

using digest::Code;
using digest::Error;
using digest::Result;
using nlohmann::json;

// Everything that is read of an answer, at whatever level it stands.
constexpr std::array<std::string_view, 37> kKeys = {"id",
                                                    "post_stream",
                                                    "posts",
                                                    "stream",
                                                    "post_ids",
                                                    "title",
                                                    "slug",
                                                    "category_id",
                                                    "tags",
                                                    "name",
                                                    "posts_count",
                                                    "highest_post_number",
                                                    "created_at",
                                                    "updated_at",
                                                    "closed",
                                                    "last_posted_at",
                                                    "archived",
                                                    "topic_id",
                                                    "post_number",
                                                    "post_type",
                                                    "username",
                                                    "cooked",
                                                    "version",
                                                    "reply_to_post_number",
                                                    "count",
                                                    "action_code",
                                                    "action_code_who",
                                                    "action_code_path",
                                                    "accepted_answer",
                                                    "hidden",
                                                    "cooked_hidden",
                                                    "user_deleted",
                                                    "deleted_at",
                                                    "isMegaTopic",
                                                    "actions_summary",
                                                    "message_bus_last_id",
                                                    "visible"};

// A page has 20 posts, a print page 1,000; archives keep whole topics in one.
constexpr std::size_t kPostsMax = 20'000;
// From 10,000 posts on Discourse leaves the stream out (a mega topic); that is a setting, and /post_ids.json has all
// ids of such a topic. Longer ones are made up: they would keep the source busy for months.
constexpr std::size_t kIdsMax = 200'000;

Error malformed(std::string what) {
  return Error{.code = Code::malformed, .what = std::move(what), .hint = "is this a Discourse forum?"};
}

Result<Kept> object_from(std::string_view text) {
  Result<Kept> document = parse_kept(text, kKeys);
  if (document && !document->root.is_object()) return malformed("the answer is JSON, but no object");
  return document;
}

digest::ThreadHeader header_of(const json& topic) {
  digest::ThreadHeader header;
  header.title = cut(digest::collapse_blanks(text(topic, "title").value_or("")), kTitleBytesMax);
  header.slug = cut(text(topic, "slug").value_or(""), kTitleBytesMax);
  if (const auto category = id_number(topic, "category_id")) header.category = std::to_string(*category);
  header.tags = tags_of(topic);
  header.posts_count = number(topic, "posts_count").value_or(0);
  header.highest = digest::Floor{number(topic, "highest_post_number").value_or(0)};
  header.created_at = time(topic, "created_at");
  header.last_posted_at = time(topic, "last_posted_at");
  header.closed = flag(topic, "closed");
  header.archived = flag(topic, "archived");
  // Absent in old answers: only a plain false says unlisted.
  header.unlisted = topic.contains("visible") && topic["visible"].is_boolean() && !topic["visible"].get<bool>();
  return header;
}

Result<std::vector<digest::PostId>> ids_of(const json& list) {
  if (list.size() > kIdsMax)
    return Error{.code = Code::too_large,
                 .what = std::to_string(list.size()) + " post ids in one answer, more than " + std::to_string(kIdsMax)};
  std::vector<digest::PostId> ids;
  ids.reserve(list.size());
  for (const json& item : list) {
    const auto id = number_of(item);
    if (id && *id > 0) ids.push_back(digest::PostId{*id});
  }
  return ids;
}

Result<PostsPage> page_of(const json& post_stream, const Asked& asked) {
  PostsPage page;
  const json* list = array_in(post_stream, "posts");
  if (list == nullptr) return page;
  if (list->size() > kPostsMax)
    return Error{.code = Code::too_large, .what = std::to_string(list->size()) + " posts in one answer"};
  for (const json& item : *list) {
    if (is_whisper(item)) continue;
    auto post = post_from(item, asked);
    if (post) {
      page.posts.push_back(std::move(*post));
    } else {
      ++page.skipped;
    }
  }
  return page;
}

std::string topic_mismatch(std::int64_t answered, digest::TopicId asked) {
  return "topic " + std::to_string(asked.value) + " was asked for, the answer is about " + std::to_string(answered);
}

}  // namespace

Result<TopicPage> topic_from(std::string_view text, const Asked& asked) {
  const Result<Kept> answer = object_from(text);
  if (!answer) return answer.error();
  const json& topic = answer->root;
  const auto id = id_number(topic, "id");
  if (!id) return malformed("the answer has no topic id");
  if (*id != asked.topic.value) return malformed(topic_mismatch(*id, asked.topic));
  const json* post_stream = object_in(topic, "post_stream");
  if (post_stream == nullptr) return malformed("the answer has no \"post_stream\"");

  Result<PostsPage> page = page_of(*post_stream, asked);
  if (!page) return page.error();
  TopicPage out{.header = header_of(topic), .page = std::move(*page)};
  out.bus = number(topic, "message_bus_last_id");
  if (const json* stream = array_in(*post_stream, "stream")) {
    auto ids = ids_of(*stream);
    if (!ids) return ids.error();
    out.stream = std::move(*ids);
  }
  return out;
}

Result<PostsPage> posts_from(std::string_view text, const Asked& asked) {
  const Result<Kept> answer = object_from(text);
  if (!answer) return answer.error();
  const auto id = id_number(answer->root, "id");
  if (id && *id != asked.topic.value) return malformed(topic_mismatch(*id, asked.topic));
  const json* post_stream = object_in(answer->root, "post_stream");
  if (post_stream == nullptr) return malformed("the answer has no \"post_stream\"");
  return page_of(*post_stream, asked);
}

Result<std::vector<digest::PostId>> ids_from(std::string_view text) {
  const Result<Kept> answer = object_from(text);
  if (!answer) return answer.error();
  const json* list = array_in(answer->root, "post_ids");
  if (list == nullptr) return malformed("the answer has no \"post_ids\"");
  return ids_of(*list);
}

Result<PostLook> post_look_from(std::string_view text, digest::PostId asked) {
  const Result<Kept> answer = object_from(text);
  if (!answer) return answer.error();
  const json& post = answer->root;
  const auto id = id_number(post, "id");
  const auto topic = id_number(post, "topic_id");
  if (!id || !topic) return malformed("the answer has no post id or topic id");
  if (*id != asked.value)
    return malformed("post " + std::to_string(asked.value) + " was asked for, the answer is about " +
                     std::to_string(*id));
  const digest::PostState state = state_of(post);
  return PostLook{.found = true,
                  .topic = digest::TopicId{*topic},
                  .deleted = state == digest::PostState::deleted || state == digest::PostState::withdrawn,
                  .hidden = state == digest::PostState::hidden};
}

Result<SiteLook> site_from(std::string_view text) {
  constexpr std::array<std::string_view, 2> kSiteKeys = {"title", "login_required"};
  const Result<Kept> answer = parse_kept(text, kSiteKeys);
  if (!answer) return answer.error();
  if (!answer->root.is_object()) return malformed("the answer is JSON, but no object");
  const auto title = gailou::forum::discourse::text(answer->root, "title");
  return SiteLook{.title = cut(digest::collapse_blanks(title.value_or("")), kTitleBytesMax),
                  .login_required = flag(answer->root, "login_required")};
}

}  // namespace gailou::forum::discourse
