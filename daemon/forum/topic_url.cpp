#include "daemon/forum/topic_url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "daemon/io/url.h"
#include "digest/text/normalize.h"

namespace gailou::forum {
namespace {

using digest::Code;
using digest::Error;

constexpr std::string_view kExpected = "expected https://FORUM/t/SLUG/ID";
constexpr std::int64_t kLargestId = (std::int64_t{1} << 53) - 1;  // what JSON keeps exactly
constexpr std::size_t kNameMax = 32;
constexpr std::size_t kShownMax = 200;  // bytes of the text that an error repeats

/// Its beginning, fit for an error.
std::string shown(std::string_view text) {
  std::string out = digest::repair_utf8(text.substr(0, kShownMax));
  std::erase_if(out, [](char c) { return (c >= 0 && c < ' ') || c == '\x7F'; });
  return out;
}

Error no_topic(std::string_view text, const std::string& why) {
  return Error{.code = Code::malformed,
               .what = "not a topic URL: \"" + shown(text) + "\" (" + why + ")",
               .hint = std::string(kExpected)};
}

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    if (end > 0) segments.push_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return segments;
}

std::optional<std::int64_t> number(std::string_view digits) {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = fault == std::errc{} && end == digits.data() + digits.size();
  return whole && value > 0 && value <= kLargestId ? std::optional(value) : std::nullopt;
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

struct Place {
  std::int64_t topic = 0;
  std::int64_t floor = 0;
};

/// What stands behind "/t/": [SLUG/]ID[/FLOOR]. Discourse gives no slug of digits alone, so two numbers are ID and
/// FLOOR.
std::optional<Place> place_of(std::vector<std::string_view> parts) {
  if (!parts.empty() && !is_digits(parts.front())) parts.erase(parts.begin());
  if (parts.empty() || parts.size() > 2) return std::nullopt;
  const auto topic = number(parts[0]);
  const auto floor = parts.size() == 2 ? number(parts[1]) : std::optional<std::int64_t>(0);
  if (!topic || !floor) return std::nullopt;
  return Place{.topic = *topic, .floor = *floor};
}

bool is_second_level(std::string_view label) {
  constexpr std::array<std::string_view, 10> kLabels = {"ac", "co",  "com", "edu", "gov",
                                                        "ne", "net", "or",  "org", "go"};
  return std::find(kLabels.begin(), kLabels.end(), label) != kLabels.end();
}

bool is_address(std::string_view host) {
  return host.find(':') != std::string_view::npos || host.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::vector<std::string_view> labels_of(std::string_view host) {
  std::vector<std::string_view> labels;
  while (!host.empty()) {
    const std::size_t end = std::min(host.find('.'), host.size());
    if (end > 0) labels.push_back(host.substr(0, end));
    host.remove_prefix(std::min(end + 1, host.size()));
  }
  return labels;
}

/// "co.uk" and "com.cn" end a name as "com" does.
void drop_public_suffix(std::vector<std::string_view>& labels) {
  if (labels.size() < 2) return;
  const bool is_country = labels.back().size() == 2;
  labels.pop_back();
  if (is_country && labels.size() > 1 && is_second_level(labels.back())) labels.pop_back();
}

std::string joined(const std::vector<std::string_view>& labels) {
  std::string name;
  for (const std::string_view label : labels) {
    if (!name.empty()) name += '-';
    for (const char c : label) {
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') name += c;
    }
  }
  name.resize(std::min(name.size(), kNameMax));
  while (name.ends_with('-')) name.pop_back();
  while (name.starts_with('-')) name.erase(0, 1);
  return name;
}

}  // namespace

digest::Result<TopicUrl> parse_topic_url(std::string_view text) {
  const auto url = io::parse_url(text);
  if (!url) return no_topic(text, url.error().what);
  std::string_view path = url->target;
  path = path.substr(0, path.find('?'));
  if (path.ends_with(".json")) path.remove_suffix(std::string_view(".json").size());
  std::vector<std::string_view> segments = segments_of(path);
  const auto t = std::find(segments.begin(), segments.end(), "t");
  if (t == segments.end()) return no_topic(text, "its path has no /t/");
  const auto place = place_of({t + 1, segments.end()});
  if (t != segments.begin() && place)
    return Error{.code = Code::malformed,
                 .what = "the forum stands in a subfolder of " + url->origin() + ", which gailou can't follow",
                 .hint = std::string(kExpected)};
  if (!place) return no_topic(text, "no topic number behind /t/");
  return TopicUrl{
      .origin = url->origin(), .topic = digest::TopicId{place->topic}, .floor = digest::Floor{place->floor}};
}

digest::Result<std::string> parse_forum_url(std::string_view text) {
  const auto url = io::parse_url(text);
  if (url) return url->origin();
  return Error{.code = Code::malformed,
               .what = "not a forum's address: \"" + shown(text) + "\" (" + url.error().what + ")",
               .hint = "expected https://FORUM"};
}

std::string source_name_for(std::string_view origin) {
  const auto url = io::parse_url(origin);
  if (!url || url->host == "localhost" || is_address(url->host)) return "local";
  std::vector<std::string_view> labels = labels_of(url->host);
  if (labels.size() > 2 && labels.front() == "www") labels.erase(labels.begin());
  drop_public_suffix(labels);
  const std::string name = joined(labels);
  return name.empty() ? "forum" : name;
}

}  // namespace gailou::forum
