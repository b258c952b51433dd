// One post object of Discourse's JSON as a Post.
#pragma once

#include <optional>

#include <nlohmann/json_fwd.hpp>

#include "daemon/forum/discourse/wire.h"

namespace gailou::forum::discourse {

/// Flags decide the state, never the placeholder's words: they are localised.
digest::PostState state_of(const nlohmann::json& post);

/// For staff alone: no post of the thread.
bool is_whisper(const nlohmann::json& post);

/// Nothing if it lacks id, floor or text, or belongs to another topic.
std::optional<digest::Post> post_from(const nlohmann::json& post, const Asked& asked);

}  // namespace gailou::forum::discourse
