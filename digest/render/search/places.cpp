// Where what was found can be read.
#include "digest/render/paths.h"
#include "digest/render/search/search.h"
#include "digest/text/percent.h"

namespace gailou::render {
namespace {

std::string thread_path_of(const digest::SearchLine& line) {
  return thread_path(line.source, line.topic);
}

}  // namespace

std::string page_of(const digest::SearchLine& line) {
  if (line.entry) return entry_path(thread_path_of(line), *line.entry);
  return floor_path(thread_path_of(line), line.floor);
}

std::string forum_url_of(const digest::SearchLine& line) {
  if (line.entry || line.origin.empty()) return {};
  const std::string slug = line.slug.empty() ? "topic" : line.slug;
  return line.origin + "/t/" + slug + "/" + std::to_string(line.topic.value) + "/" +
         std::to_string(line.forum_floor.value);
}

std::string search_path(std::string_view typed, std::optional<std::int64_t> after) {
  std::string path = "/search?q=" + digest::percent_encoded(typed);
  if (after) path += "&after=" + std::to_string(*after);
  return path;
}

}  // namespace gailou::render
