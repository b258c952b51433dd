#include "daemon/protocol/found_topic.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gailou::protocol {

namespace {

using Named = std::pair<TopicStanding, std::string_view>;
constexpr std::array<Named, 5> kStandings{{{TopicStanding::open, "open"},
                                           {TopicStanding::tracked, "tracked"},
                                           {TopicStanding::removed, "removed"},
                                           {TopicStanding::ended, "ended"},
                                           {TopicStanding::quiet, "quiet"}}};

}  // namespace

std::string_view name_of(TopicStanding standing) {
  const auto found = std::ranges::find(kStandings, standing, &Named::first);
  return found == kStandings.end() ? "open" : found->second;
}

std::optional<TopicStanding> topic_standing_of(std::string_view name) {
  const auto found = std::ranges::find(kStandings, name, &Named::second);
  if (found == kStandings.end()) return std::nullopt;
  return found->first;
}

}  // namespace gailou::protocol
