// A whole forum as a value: its topics, its message bus, how it is set up.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <utility>

#include "digest/time.h"
#include "tests/replay/bus.h"
#include "tests/replay/topic.h"
#include "tests/replay/topic_json.h"

namespace gailou::replay {

struct BoardSettings {
  Style style{};
  bool anonymous_cache = false;  // pages asked for twice are then served for a minute (discourse-wire, freshness)
  bool detailed_404 = false;     // 410 and 403 tell deleted and forbidden from missing
  bool login_required = false;
  bool bus = true;
  digest::Duration hold = std::chrono::seconds{25};  // the longest that the bus holds a request
  std::string robots = "User-agent: *\nDisallow: /admin/\nDisallow: /u/\nDisallow: /t/*/*.rss\nDisallow: /c/*.rss\n";
};

class Board {
 public:
  Topic& add(Topic topic);
  Topic* find(std::int64_t topic);
  /// The topic in which a post lives; nullptr if there is none.
  Topic* home_of(std::int64_t post);
  /// Higher than any that was given.
  std::int64_t new_post_id();
  std::int64_t new_topic_id() const;

  std::deque<Topic> topics{};  // references to them hold while others are added
  BoardSettings settings{};
  Bus bus{};

 private:
  std::int64_t last_id_ = 0;
};

/// /latest.json: the rows of these topics, of all if there are none; unlisted, restricted and removed ones are left
/// out. The newest bump comes first.
std::string latest_json(const Board& board, const std::vector<std::int64_t>& topics);
/// /top.json: the same, what is liked and answered most comes first, whatever the period.
std::string top_json(const Board& board);
/// /posts.json: 50 regular posts of the whole forum by descending id, below `before` (0 = the newest).
std::string latest_posts_json(const Board& board, std::int64_t before);
/// /site/basic-info.json
std::string basic_info_json(const Board& board);

}  // namespace gailou::replay
