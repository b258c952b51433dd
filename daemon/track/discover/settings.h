// Rules by which threads of a forum are found without anybody naming them: the `[[discover]]` tables.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "digest/time.h"

namespace gailou::track::discover {

/// What becomes of a thread that a rule finds.
enum class Mode { propose, add };

/// A topic fits a rule if it fits everything that the rule asks for; what is empty or 0 isn't asked for.
struct Rule {
  std::string name{};
  std::string source{};
  std::string category{};  // the forum's number
  std::string tag{};
  std::string author{};                 // who began the topic
  std::vector<std::string> keywords{};  // one of them in the title
  double min_replies_per_hour = 0;      // lately
  std::size_t min_likes = 0;
  std::size_t max_threads = 10;  // that the rule has added and not let go of
  Mode mode = Mode::propose;
  digest::Duration asleep_after = std::chrono::hours{48};
  digest::Duration interval = std::chrono::minutes{15};  // between two looks at the source's lists
  bool operator==(const Rule&) const = default;
};

}  // namespace gailou::track::discover
