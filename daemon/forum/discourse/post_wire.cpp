#include "daemon/forum/discourse/post_wire.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "daemon/forum/discourse/fields.h"
#include "daemon/forum/discourse/small_action.h"
#include "digest/text/blanks.h"
#include "digest/text/cooked.h"

namespace gailou::forum::discourse {
namespace {

using digest::PostState;
using nlohmann::json;

// Discourse: Post.types
constexpr std::int64_t kSmallAction = 3;
constexpr std::int64_t kWhisper = 4;
// Discourse: PostActionType.types[:like]
constexpr std::int64_t kLike = 2;

constexpr std::size_t kNameBytesMax = 255;

/// Absent when there are none.
std::int64_t likes_of(const json& post) {
  const json* actions = array_in(post, "actions_summary");
  if (actions == nullptr) return 0;
  for (const json& action : *actions) {
    if (number(action, "id") == kLike) return number(action, "count").value_or(0);
  }
  return 0;
}

bool is_set(const json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && !at->is_null();
}

std::string author_of(const json& post) {
  std::string author = digest::collapse_blanks(text(post, "username").value_or(""));
  if (author.empty()) author = digest::collapse_blanks(text(post, "name").value_or(""));
  return author.size() <= kNameBytesMax ? author : std::string{};
}

/// A small action may come without a text; a post may not.
std::optional<std::string> cooked_of(const json& post, bool small_action) {
  auto cooked = text(post, "cooked");
  if (!cooked && small_action) return std::string{};
  return cooked;
}

digest::Body body_of(const std::string& cooked, const Asked& asked) {
  digest::Body body = digest::parse_cooked(cooked, asked.origin);
  for (digest::Block& block : body.blocks) {
    if (block.topic == asked.topic.value) block.topic = 0;
  }
  return body;
}

}  // namespace

PostState state_of(const json& post) {
  if (is_set(post, "deleted_at")) return PostState::deleted;
  if (flag(post, "user_deleted")) return PostState::withdrawn;
  if (flag(post, "hidden") || flag(post, "cooked_hidden")) return PostState::hidden;
  return PostState::visible;
}

bool is_whisper(const json& post) {
  return number(post, "post_type") == kWhisper;
}

std::optional<digest::Post> post_from(const json& from, const Asked& asked) {
  const auto id = id_number(from, "id");
  const auto floor = id_number(from, "post_number");
  const std::int64_t type = number(from, "post_type").value_or(1);
  const bool small_action = type == kSmallAction;
  const auto cooked = cooked_of(from, small_action);
  if (!id || !floor || !cooked) return std::nullopt;
  if (const auto topic = number(from, "topic_id"); topic && *topic != asked.topic.value) return std::nullopt;

  digest::Post post{.id = digest::PostId{*id}, .floor = digest::Floor{*floor}, .author = author_of(from)};
  post.updated_at = time(from, "updated_at");
  post.created_at = time(from, "created_at").value_or(post.updated_at.value_or(digest::Instant{}));
  post.forum_version = std::max<std::int64_t>(1, number(from, "version").value_or(1));
  post.state = state_of(from);
  if (const auto parent = id_number(from, "reply_to_post_number")) post.reply_to = digest::Floor{*parent};
  post.likes = likes_of(from);
  post.accepted = flag(from, "accepted_answer");
  post.small_action = small_action;
  if (post.state == PostState::visible) post.body = body_of(*cooked, asked);
  if (small_action) {
    post.action = text(from, "action_code").value_or("").substr(0, kNameBytesMax);
    post.detail = detail_of(from, post.body, asked);
  }
  return post;
}

}  // namespace gailou::forum::discourse
