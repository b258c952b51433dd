#include "daemon/serve/router.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <optional>

#include "digest/digest.h"
#include "digest/render/formats.h"

namespace gailou::serve {

namespace {

constexpr RouteFacts kRoutes[] = {
    {"/", Route::front},
    {"/latest", Route::latest},
    {"/t/{source}/{id}", Route::thread},
    {"/t/{source}/{atom}", Route::feed_atom},
    {"/t/{source}/{file}", Route::thread_file},
    {"/t/{source}/{id}/feed.json", Route::feed_json},
    {"/t/{source}/{id}/posts", Route::posts_page},
    {"/t/{source}/{id}/posts/{floor}", Route::floor_page},
    {"/t/{source}/{id}/entries", Route::entries_page},
    {"/t/{source}/{id}/entries/{entry}", Route::entry},
    {"/t/{source}/{id}/entries/{section}", Route::section_page},
    {"/t/{source}/{id}/activity", Route::activity},
    {"/t/{source}/{id}/r/{rev}", Route::revision_page},
    {"/deals", Route::deals},
    {"/deals.json", Route::deals_json},
    {"/deals.ics", Route::deals_calendar},
    {"/daily", Route::archive},
    {"/daily/today", Route::today},
    {"/daily/{date}", Route::daily},
    {"/s/{source}/daily", Route::archive},
    {"/s/{source}/daily/today", Route::today},
    {"/s/{source}/daily/{date}", Route::daily},
    {"/search", Route::search},
    {"/opensearch.xml", Route::opensearch},
    {"/api/v1/search", Route::api_search},
    {"/feed.atom", Route::feed_atom},
    {"/feed.json", Route::feed_json},
    {"/s/{source}/feed.atom", Route::feed_atom},
    {"/s/{source}/feed.json", Route::feed_json},
    {"/feeds.opml", Route::feeds_opml},
    {"/search.atom", Route::search_atom},
    {"/search/feed.json", Route::search_json_feed},
    {"/openapi.json", Route::openapi},
    {"/problems/{name}", Route::problem_type},
    {"/api/v1/status", Route::api_status},
    {"/api/v1/threads", Route::api_threads},
    {"/api/v1/threads/{source}/{id}", Route::api_thread},
    {"/api/v1/threads/{source}/{id}/digest", Route::api_digest},
    {"/api/v1/threads/{source}/{id}/changes", Route::api_changes},
    {"/api/v1/threads/{source}/{id}/posts", Route::api_posts},
    {"/api/v1/latest", Route::api_latest},
    {"/api/v1/daily", Route::api_archive},
    {"/api/v1/daily/{date}", Route::api_daily},
    {"/events", Route::events},
    {"/healthz", Route::health},
    {"/readyz", Route::ready},
    {"/about", Route::about},
    {"/assets/{name}", Route::asset},
    {"/favicon.ico", Route::favicon},
    {"/manifest.webmanifest", Route::manifest},
    {"/robots.txt", Route::robots},
    {"/.well-known/security.txt", Route::security},
    {"/metrics", Route::metrics},
};

// The deepest pattern has six segments; a path of more is no route and isn't cut up further.
constexpr std::size_t kSegmentsMax = 8;
constexpr std::size_t kSourceLengthMax = 32;
// JSON's integers are exact up to here; no forum counts further.
constexpr std::int64_t kTopicMax = std::int64_t{1} << 53;
// No forum numbers its floors higher, no digest its revisions or entries.
constexpr std::int64_t kNumberMax = (std::int64_t{1} << 31) - 1;

struct Segments {
  std::array<std::string_view, kSegmentsMax> at{};
  std::size_t count = 0;  // 0: too many
};

constexpr Segments segments_of(std::string_view path) {
  Segments segments;
  path.remove_prefix(1);
  while (segments.count < kSegmentsMax) {
    const auto slash = path.find('/');
    segments.at[segments.count++] = path.substr(0, slash);
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
  return {};
}

// The patterns are cut up once, when this is compiled.
constexpr auto kPatterns = [] {
  std::array<Segments, std::size(kRoutes)> patterns{};
  for (std::size_t i = 0; i < patterns.size(); ++i) patterns[i] = segments_of(kRoutes[i].pattern);
  return patterns;
}();

std::optional<std::int64_t> number_in(std::string_view text, std::int64_t most) {
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (text.starts_with('0') || value < 1 || value > most) return std::nullopt;
  return value;
}

std::optional<digest::TopicId> topic_in(std::string_view text) {
  const auto value = number_in(text, kTopicMax);
  return value ? std::optional(digest::TopicId{*value}) : std::nullopt;
}

bool take_file(std::string_view text, Target& target) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return false;
  const auto topic = topic_in(text.substr(0, dot));
  const auto suffix = text.substr(dot);
  const auto known = std::ranges::any_of(
      render::formats(), [&](const render::Format& format) { return !suffix.empty() && format.suffix == suffix; });
  if (!topic || !known) return false;
  target.topic = *topic;
  target.suffix = suffix;
  return true;
}

/// "0000-00-00" with any digits.
bool is_date(std::string_view text) {
  constexpr std::string_view kForm = "0000-00-00";
  return std::ranges::equal(text, kForm,
                            [](char c, char form) { return form == '0' ? c >= '0' && c <= '9' : c == form; });
}

bool take_atom(std::string_view text, Target& target) {
  constexpr std::string_view kSuffix = ".atom";
  if (!text.ends_with(kSuffix)) return false;
  const auto topic = topic_in(text.substr(0, text.size() - kSuffix.size()));
  target.topic = topic.value_or(digest::TopicId{});
  return topic.has_value();
}

bool take(std::string_view pattern, std::string_view segment, Target& target) {
  if (pattern == "{source}") {
    target.source = segment;
    return is_source_name(segment);
  }
  if (pattern == "{id}") {
    const auto topic = topic_in(segment);
    target.topic = topic.value_or(digest::TopicId{});
    return topic.has_value();
  }
  if (pattern == "{atom}") return take_atom(segment, target);
  if (pattern == "{file}") return take_file(segment, target);
  if (pattern == "{date}") {
    target.date = segment;
    return is_date(segment);
  }
  if (pattern == "{floor}" || pattern == "{rev}") {
    const auto number = number_in(segment, kNumberMax);
    target.number = number.value_or(0);
    return number.has_value();
  }
  if (pattern == "{entry}") {
    const auto seq = segment.starts_with('e') ? number_in(segment.substr(1), kNumberMax) : std::nullopt;
    target.number = seq.value_or(0);
    return seq.has_value();
  }
  if (pattern == "{section}") {
    target.name = segment;
    return std::ranges::find(digest::kSections, segment, &digest::Section::key) != std::ranges::end(digest::kSections);
  }
  if (pattern == "{name}") {
    target.name = segment;
    return !segment.empty();
  }
  return pattern == segment;
}

std::optional<Target> match(std::string_view path) {
  const auto segments = segments_of(path);
  for (std::size_t row = 0; row < std::size(kRoutes); ++row) {
    const auto& facts = kRoutes[row];
    const auto& pattern = kPatterns[row];
    if (pattern.count != segments.count) continue;
    Target target;
    bool fits = true;
    for (std::size_t i = 0; fits && i < segments.count; ++i) fits = take(pattern.at[i], segments.at[i], target);
    if (!fits) continue;
    target.kind = Target::Kind::found;
    target.route = facts.route;
    target.pattern = facts.pattern;
    target.path = path;
    return target;
  }
  return std::nullopt;
}

// Every route is lower case, and so is every source's name.
std::string canonical(std::string_view path) {
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  std::string lower(path);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace

std::span<const RouteFacts> routes() {
  return kRoutes;
}

bool is_source_name(std::string_view text) {
  return !text.empty() && text.size() <= kSourceLengthMax &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

Target route_of(std::string_view path, std::string_view base_path) {
  if (!path.starts_with(base_path)) return {};
  auto below = path.substr(base_path.size());
  const bool bare_base = below.empty() && !base_path.empty();
  if (bare_base) below = "/";
  if (!below.starts_with('/')) return {};
  if (auto found = match(below)) {
    if (bare_base) found->kind = Target::Kind::moved;
    return *found;
  }
  auto found = match(canonical(below));
  if (!found) return {};
  found->kind = Target::Kind::moved;
  return *found;
}

}  // namespace gailou::serve
