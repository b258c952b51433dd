// What a path means: one table of routes, one function from path to route and parameters. Pure.
//
// A path that differs from a known one only by a trailing slash or by case is `moved` to the canonical form, so that
// each page has one URL; where it leads is always built from what was recognised, never from what was sent.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "digest/ids.h"

namespace gailou::serve {

enum class Route {
  front,
  latest,
  thread,       // negotiated
  thread_file,  // fixed type, by suffix
  posts_page,
  floor_page,
  entries_page,
  section_page,
  entry,  // to the page that has it
  activity,
  revision_page,
  deals,
  deals_json,
  deals_calendar,
  archive,
  today,
  daily,
  feed_atom,
  feed_json,
  feeds_opml,
  search_atom,
  search_json_feed,
  openapi,
  problem_type,
  api_status,
  api_threads,
  api_thread,
  api_digest,
  api_changes,
  api_posts,
  api_latest,
  api_archive,
  api_daily,
  events,
  search,
  api_search,
  opensearch,
  health,
  ready,
  about,
  asset,
  favicon,
  manifest,
  robots,
  security,
  metrics,
};

struct RouteFacts {
  /// "{source}" is a source's name, "{id}" a topic's number, "{file}" a topic's number with a format's suffix,
  /// "{atom}" one with ".atom", "{floor}" and "{rev}" numbers, "{entry}" an entry's id, "{section}" a section's key,
  /// "{date}" a day, "{name}" any one segment. Everything
  /// else is literal. Also the label of metrics.
  std::string_view pattern;
  Route route;
};

std::span<const RouteFacts> routes();

struct Target {
  enum class Kind { found, moved, unknown };
  Kind kind = Kind::unknown;
  Route route = Route::front;
  std::string_view pattern{};
  std::string source{};
  digest::TopicId topic{};
  std::string suffix{};     // thread_file: ".json"
  std::string name{};       // an asset's, a section's key
  std::string date{};       // "2026-05-06", as sent: may be a day that the calendar hasn't
  std::int64_t number = 0;  // a floor's, a revision's, an entry's
  std::string path{};       // canonical, below base_path
};

/// `path` is percent-decoded; `base_path` is "" or "/gailou".
Target route_of(std::string_view path, std::string_view base_path);

bool is_source_name(std::string_view text);

}  // namespace gailou::serve
