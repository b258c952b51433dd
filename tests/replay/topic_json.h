// A topic's answers as Discourse words them, compact JSON.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/replay/topic.h"

namespace gailou::replay {

/// What differs from forum to forum.
struct Style {
  std::int64_t mega_posts = 10'000;  // from so many posts on a topic's page has no stream
  bool tags_as_objects = false;      // {id,name,slug} instead of strings (2026)
};

std::string topic_json(const Topic& topic, std::int64_t near_floor, const Style& style = {},
                       std::int64_t bus_last_id = 0);  // floor 0 = from the first
std::string posts_json(const Topic& topic, const std::vector<std::int64_t>& ids);
std::string post_ids_json(const Topic& topic, std::int64_t after_floor);
std::string post_json(const Topic& topic, std::int64_t id);  // "" = no such visible post

/// As parts of lists.
nlohmann::ordered_json post_object(const Topic& topic, const ForumPost& post);
nlohmann::ordered_json topic_row(const Topic& topic, const Style& style);

}  // namespace gailou::replay
