// A post as the forum showed it: what identifies it, who wrote it when, what it says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "digest/ids.h"
#include "digest/text/body.h"
#include "digest/time.h"

namespace gailou::digest {

enum class PostState {
  visible,
  hidden,     // flagged, may come back: text kept, not served while hidden
  withdrawn,  // by its author (a placeholder stands in its place)
  deleted,
  moved,  // lives in another topic now: its text is kept and no longer served here
};

std::string_view name_of(PostState state);
std::optional<PostState> post_state_of(std::string_view name);

/// A recorded page tells floors, no ids: until an answer of the forum's names the floor's post, its identity is made of
/// the floor. The forum's own ids are above zero.
constexpr PostId provisional_id(Floor floor) {
  return PostId{-floor.value};
}
constexpr bool is_provisional(PostId id) {
  return id.value < 0;
}

struct Post {
  PostId id{};  // provisional where it is below zero
  Floor floor{};
  std::string author{};
  Instant created_at{};
  std::optional<Instant> updated_at{};  // the forum's; moves without an edit too, so it decides nothing but staleness
  std::int64_t forum_version = 1;       // the forum's; can go down
  PostState state = PostState::visible;
  std::optional<Floor> reply_to{};
  std::int64_t likes = 0;
  bool accepted = false;      // as the answer to the topic's question; no version, like likes
  bool small_action = false;  // closed, split, pinned…: an event of the thread, not a post to digest
  std::string action{};       // small_action only: "closed.enabled"
  std::string detail{};       // small_action only: whom or what it names, a name or a path of the forum; may be empty
  Body body{};                // empty for a placeholder: it marks a post and never overwrites its text
  bool operator==(const Post&) const = default;
};

}  // namespace gailou::digest
