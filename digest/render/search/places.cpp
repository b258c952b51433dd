// Where what was found can be read.
#include "digest/render/page/places.h"

#include <algorithm>

#include "digest/render/search/search.h"

namespace gailou::render {
namespace {

std::string thread_path_of(const digest::SearchLine& line) {
  return "/t/" + line.source + "/" + std::to_string(line.topic.value);
}

/// All but unreserved characters of a query's value.
std::string query_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                          c == '.' || c == '_' || c == '~';
    if (is_plain) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
  return out;
}

}  // namespace

std::string page_of(const digest::SearchLine& line) {
  if (line.entry) return thread_path_of(line) + "#" + digest::entry_id(*line.entry);
  const auto floor = std::max<std::int64_t>(line.floor.value, 1);
  const auto from = (floor - 1) / kFloorsPerPage * kFloorsPerPage + 1;
  return thread_path_of(line) + "/posts?from=" + std::to_string(from) + "#p" + std::to_string(line.floor.value);
}

std::string forum_url_of(const digest::SearchLine& line) {
  if (line.entry || line.origin.empty()) return {};
  const std::string slug = line.slug.empty() ? "topic" : line.slug;
  return line.origin + "/t/" + slug + "/" + std::to_string(line.topic.value) + "/" +
         std::to_string(line.forum_floor.value);
}

std::string search_path(std::string_view typed, std::optional<std::int64_t> after) {
  std::string path = "/search?q=" + query_encoded(typed);
  if (after) path += "&after=" + std::to_string(*after);
  return path;
}

}  // namespace gailou::render
