#include "daemon/static_site/page_files.h"

#include <algorithm>
#include <array>
#include <vector>

namespace gailou::static_site {

namespace {

// What is computed for each who asks, and what only says where to go.
constexpr auto kNoFile =
    std::to_array<std::string_view>({"/api", "/events", "/search", "/opensearch.xml", "/openapi.json", "/metrics",
                                     "/healthz", "/readyz", "/latest", "/problems"});

constexpr std::size_t kTargetBytesMax = 512;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

bool is_plain_segment(std::string_view segment) {
  return !segment.empty() && segment != "." && segment != ".." && std::ranges::all_of(segment, is_plain);
}

std::vector<std::string_view> split(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto at = text.find(mark);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

bool has_no_file(std::string_view path) {
  if (path.ends_with("/today")) return true;
  return std::ranges::any_of(kNoFile, [path](std::string_view known) {
    return path.starts_with(known) &&
           (path.size() == known.size() || path[known.size()] == '/' || path[known.size()] == '.');
  });
}

/// "from-201" of "from=201", "all-1.thread-forum-7" of two; nothing for a query that isn't plain.
std::optional<std::string> query_name(std::string_view query) {
  std::string name;
  if (query.empty()) return name;
  for (const auto pair : split(query, '&')) {
    if (pair.starts_with("since=")) continue;
    if (!name.empty()) name += '.';
    for (const char c : pair) {
      const bool is_mark = c == '=' || c == '/';
      if (!is_mark && !is_plain(c)) return std::nullopt;
      name += is_mark ? '-' : c;
    }
  }
  return name;
}

/// A name with a suffix is a file by itself: its query goes before the suffix.
std::string file_with_query(std::string_view path, const std::string& query) {
  if (query.empty()) return std::string(path);
  const auto dot = path.rfind('.');
  return std::string(path.substr(0, dot)) + "." + query + std::string(path.substr(dot));
}

}  // namespace

std::optional<std::string> file_of(std::string_view target) {
  if (!target.starts_with('/') || target.size() > kTargetBytesMax) return std::nullopt;
  const auto mark = target.find('?');
  auto path = target.substr(0, mark);
  if (has_no_file(path)) return std::nullopt;
  const auto query = query_name(mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1));
  if (!query) return std::nullopt;
  path.remove_prefix(1);
  std::string folder;
  if (!path.empty()) {
    const auto segments = split(path, '/');
    if (!std::ranges::all_of(segments, is_plain_segment)) return std::nullopt;
    if (segments.back().find('.') != std::string_view::npos) return file_with_query(path, *query);
    folder = std::string(path) + "/";
  }
  return folder + (query->empty() ? "" : *query + "/") + "index.html";
}

bool is_file_name(std::string_view file) {
  return file.size() <= kTargetBytesMax && std::ranges::all_of(split(file, '/'), is_plain_segment);
}

std::string way_to(std::string_view from_file, std::string_view to_file) {
  auto from = split(from_file, '/');
  const auto to = split(to_file, '/');
  from.pop_back();
  std::size_t common = 0;
  while (common < from.size() && common + 1 < to.size() && from[common] == to[common]) ++common;
  std::string way;
  for (std::size_t i = common; i < from.size(); ++i) way += "../";
  for (std::size_t i = common; i < to.size(); ++i) way += (i == common ? "" : "/") + std::string(to[i]);
  return way;
}

}  // namespace gailou::static_site
