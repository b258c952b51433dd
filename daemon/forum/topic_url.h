// The address of a topic as people copy it from their browser, and the name that a forum gets by default.
#pragma once

#include <string>
#include <string_view>

#include "digest/error.h"
#include "digest/ids.h"

namespace gailou::forum {

struct TopicUrl {
  std::string origin{};  // "https://forum.example"
  digest::TopicId topic{};
  digest::Floor floor{};  // 0 = not said
};

/// /t/SLUG/ID, /t/ID and both with a floor behind; with or without query, fragment and ".json". Everything else is
/// `malformed`, a forum in a subfolder of its host too.
digest::Result<TopicUrl> parse_topic_url(std::string_view text);

/// The origin of a forum's front page, or of any page of it: "https://forum.example". malformed for what is no http or
/// https address.
digest::Result<std::string> parse_forum_url(std::string_view text);

/// "https://www.forum.example.co.uk" -> "forum-example": lower-case letters, digits and '-', at most 32; "local" for
/// addresses and localhost.
std::string source_name_for(std::string_view origin);

}  // namespace gailou::forum
