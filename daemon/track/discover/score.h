// How much goes on in a topic, by what the forum's lists show of it. Pure.
//
// A list tells how many replies there are, not when they came. What came lately is known from an earlier look at the
// same list; without one it is bounded by how long the topic has been silent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include "daemon/forum/source.h"
#include "digest/time.h"

namespace gailou::track::discover {

struct Figures {
  double replies_per_hour = 0;  // over its life; an age below an hour counts as one
  double lately = 0;            // replies an hour
  double likes_per_reply = 0;
  double freshness = 0;  // 1 = posted to this moment, 0.5 = six hours ago
  double score = 0;      // what is ordered by: nothing in particular, comparable within a forum
  bool operator==(const Figures&) const = default;
};

/// What earlier looks at a forum's lists showed, of the last two hours.
class Memory {
 public:
  void note(const std::vector<forum::ListedTopic>& topics, digest::Instant now);
  /// Replies an hour since the oldest look that showed the topic; nothing if that was less than 45 minutes ago.
  std::optional<double> growth_of(const forum::ListedTopic& topic, digest::Instant now) const;

 private:
  struct Look {
    digest::Instant at{};
    std::unordered_map<digest::TopicId, std::int64_t> posts{};
  };
  std::deque<Look> looks_{};
};

/// `growth`: as Memory says. `keywords`: how many words of the rules stand in the title.
Figures figures_of(const forum::ListedTopic& topic, std::optional<double> growth, std::size_t keywords,
                   digest::Instant now);

}  // namespace gailou::track::discover
