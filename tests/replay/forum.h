// A forum with one topic whose floors appear one after the other: the truth behind the replay's answers. A value
// without I/O.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "digest/error.h"

namespace gailou::replay {

struct ForumPost {
  std::int64_t id = 0;
  std::int64_t floor = 0;
  std::string author{};
  std::string created_at{};  // ISO 8601, as served
  std::string updated_at{};
  std::string cooked{};
  std::int64_t reply_to = 0;  // 0 = none
  std::int64_t version = 1;
  bool withdrawn = false;  // by its author: a placeholder is served
  bool hidden = false;     // by flags: a placeholder is served
  bool deleted = false;    // by staff: not in the stream, not answered
};

struct Forum {
  std::int64_t topic = 1;
  std::string slug = "topic";
  std::string title{};
  std::vector<ForumPost> posts{};  // ascending by floor
  std::int64_t released = 0;       // floors up to this one have appeared

  /// Posts that a visitor may see now, in the stream's order.
  std::vector<const ForumPost*> visible() const;
  ForumPost* find(std::int64_t floor);
  /// The floor that appears next; 0 when all have.
  std::int64_t next_floor() const;
};

/// From a gailou.thread/1 document: its plain texts are cooked into paragraphs and quotes.
digest::Result<Forum> load_forum(std::string_view thread_document);

/// A generated topic of `floors` floors that differ from each other, for load.
Forum made_up_forum(std::int64_t floors);

/// Discourse's answers, compact JSON.
std::string topic_json(const Forum& forum, std::int64_t near_floor);  // 0 = from the first
std::string posts_json(const Forum& forum, const std::vector<std::int64_t>& ids);
std::string post_ids_json(const Forum& forum, std::int64_t after_floor);
std::string post_json(const Forum& forum, std::int64_t id);  // "" = no such visible post
std::string latest_json(const Forum& forum);

}  // namespace gailou::replay
