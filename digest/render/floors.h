// The floors that may be shown, and which of a thread's floors are among them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "digest/codec.h"
#include "digest/settings.h"

namespace gailou::render {

/// Visible posts, and moved ones without their words: entries still cite those. A deleted, hidden or withdrawn one is
/// left out, and so is an event of the thread.
std::vector<const digest::StoredPost*> shown_floors(const std::vector<digest::StoredPost>& posts);

inline bool has_moved(const digest::StoredPost& stored) {
  return stored.post.state == digest::PostState::moved;
}

/// "https://forum.example/t/777": the topic that a moved floor lives in now; empty where that, or the forum, isn't
/// known.
std::string moved_url(const digest::StoredPost& stored, std::string_view forum_url);

/// What stands in the place of its words, up to the address and behind it.
struct MovedNote {
  std::string_view before;
  std::string_view after;
};
MovedNote moved_note(bool is_known, digest::Language language);

}  // namespace gailou::render
