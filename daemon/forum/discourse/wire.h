// Discourse's JSON answers as values. Pure. The forum's words end here: post_number becomes floor and so on.
//
// Forums run every age of Discourse: unknown fields and post types, numbers as strings and null names are all
// accepted. A post that has no id, floor or text is left out and counted, and so is one of another topic.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/forum/source.h"
#include "digest/error.h"
#include "digest/thread.h"

namespace gailou::forum::discourse {

/// What was asked for: an answer about anything else is refused. `origin` resolves links in texts.
struct Asked {
  digest::TopicId topic{};
  std::string origin{};
};

struct PostsPage {
  std::vector<digest::Post> posts{};
  std::size_t skipped = 0;  // posts that couldn't be read or belong elsewhere
};

struct TopicPage {
  digest::ThreadHeader header{};
  std::optional<std::vector<digest::PostId>> stream{};  // absent for a mega topic
  std::optional<std::int64_t> bus{};                    // message_bus_last_id
  PostsPage page{};
};

/// /t/{id}.json and /t/{id}/{n}.json
digest::Result<TopicPage> topic_from(std::string_view json, const Asked& asked);
/// /t/{id}/posts.json
digest::Result<PostsPage> posts_from(std::string_view json, const Asked& asked);
/// /t/{id}/post_ids.json
digest::Result<std::vector<digest::PostId>> ids_from(std::string_view json);
/// /posts/{id}.json
digest::Result<PostLook> post_look_from(std::string_view json, digest::PostId asked);
/// /site/basic-info.json
digest::Result<SiteLook> site_from(std::string_view json);

}  // namespace gailou::forum::discourse
