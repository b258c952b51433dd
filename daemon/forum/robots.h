// What a site's robots.txt allows us: RFC 9309, read for one product token. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/error.h"
#include "digest/time.h"

namespace gailou::forum {

/// The name that a robots.txt knows us by, whatever poll.user_agent says.
inline constexpr std::string_view kRobotsToken = "gailou";
/// What lies behind this many bytes isn't read (RFC 9309, 2.5: at least 500 KiB are).
inline constexpr std::size_t kRobotsBytesMax = std::size_t{500} << 10;

struct RobotsRule {
  bool allow = false;
  std::string pattern{};  // "*" and a "$" at the end are special; percent-encoding in its normal form
  bool operator==(const RobotsRule&) const = default;
};

/// The rules of the groups that name us; else of those for everybody ("*"); none: all is allowed.
struct RobotsRules {
  std::vector<RobotsRule> rules{};
  std::optional<digest::Duration> crawl_delay{};  // the longest that is asked for; no part of the RFC
  bool operator==(const RobotsRules&) const = default;
};

/// Never fails: a line that can't be read is no rule. Groups for the same name count as one.
RobotsRules parse_robots(std::string_view text, std::string_view token = kRobotsToken);

/// The rule that decides about a path (with its query): the longest that matches, of two as long the one that allows.
const RobotsRule* deciding_rule(const RobotsRules& rules, std::string_view path);
/// Without a deciding rule everything is allowed, and /robots.txt always is.
bool may_fetch(const RobotsRules& rules, std::string_view path);

/// `forbidden`, naming the rule and what the owner can do about it; nothing if the path may be fetched.
std::optional<digest::Error> robots_refusal(const RobotsRules& rules, std::string_view path);

}  // namespace gailou::forum
