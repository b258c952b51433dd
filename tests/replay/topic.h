// A topic whose floors appear one after the other: the truth behind the replay's answers. A value without I/O.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gailou::replay {

/// Discourse: Post.types
enum class PostType { regular = 1, moderator = 2, small_action = 3, whisper = 4 };

struct ForumPost {
  std::int64_t id = 0;
  std::int64_t floor = 0;
  std::string author{};
  std::string created_at{};  // ISO 8601, as served
  std::string updated_at{};
  std::string cooked{};
  std::int64_t reply_to = 0;  // 0 = none
  std::int64_t version = 1;
  std::int64_t likes = 0;
  bool withdrawn = false;  // by its author: a placeholder is served
  bool hidden = false;     // by flags: a placeholder is served
  bool deleted = false;    // by staff: not in the stream, not answered
  bool accepted = false;   // as the answer
  PostType type = PostType::regular;
  std::string action{};       // small_action: "closed.enabled"
  std::string action_who{};   // small_action: the member it happened to, "" = none
  std::string action_path{};  // small_action: where it leads, "" = none
};

struct Topic {
  std::int64_t topic = 1;
  std::string slug = "topic";
  std::string title{};
  std::vector<ForumPost> posts{};  // ascending by floor
  std::int64_t released = 0;       // floors up to this one have appeared
  std::int64_t category = 1;
  std::vector<std::string> tags{};
  bool closed = false;
  bool archived = false;
  bool unlisted = false;    // kept off the lists
  bool restricted = false;  // no visitor may see it
  bool removed = false;     // by staff
  std::string permalink{};  // where a removed topic's address leads, "" = nowhere
  std::string bumped_at{};  // "" = with the last post

  /// Posts that a visitor may see now, in the stream's order.
  std::vector<const ForumPost*> visible() const;
  ForumPost* find(std::int64_t floor);
  ForumPost* find_id(std::int64_t id);
  /// The floor that appears next; 0 when all have.
  std::int64_t next_floor() const;
  /// The floor of a new post. Floors that have not appeared yet make room.
  std::int64_t take_floor();
  /// Inserted in the order of floors.
  ForumPost& put(ForumPost post);
};

/// As it was called when a forum had one topic.
using Forum = Topic;

}  // namespace gailou::replay
