// A topic of a forum's lists: what `discover` tells of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/ids.h"
#include "digest/time.h"

namespace gailou::protocol {

/// How a topic stands.
enum class TopicStanding {
  open,     // it can be added
  tracked,  // or was let go of by its rule
  removed,  // by hand: it is not proposed again
  ended,    // closed, archived or off the lists
  quiet,    // hardly anything goes on in it
};
std::string_view name_of(TopicStanding standing);
std::optional<TopicStanding> topic_standing_of(std::string_view name);

struct FoundTopic {
  digest::TopicId topic{};
  std::string thread{};  // SOURCE/ID
  std::string url{};
  std::string title{};
  std::string category{};  // the forum's number
  std::vector<std::string> tags{};
  std::string author{};
  TopicStanding standing = TopicStanding::open;
  std::string rule{};  // the first [[discover]] rule that it fits; empty = none
  double score = 0;
  double replies_per_hour = 0;  // over its life
  double lately = 0;            // replies an hour
  double likes_per_reply = 0;
  std::int64_t replies = 0;
  std::int64_t likes = 0;
  std::int64_t views = 0;
  std::optional<digest::Instant> created_at{};
  std::optional<digest::Instant> last_posted_at{};
  bool pinned = false;
  bool operator==(const FoundTopic&) const = default;
};

}  // namespace gailou::protocol
