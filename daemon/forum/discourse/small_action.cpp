#include "daemon/forum/discourse/small_action.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "daemon/forum/discourse/fields.h"
#include "digest/text/blanks.h"

namespace gailou::forum::discourse {
namespace {

constexpr std::size_t kDetailBytesMax = 255;

bool is_number(std::string_view text) {
  return !text.empty() && text.size() < 19 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    if (end > 0) parts.push_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return parts;
}

/// "/t/SLUG/ID/FLOOR", "/t/ID" -> "/t/ID/FLOOR", "/t/ID"; another path as it is.
std::string short_path(std::string_view path) {
  path = path.substr(0, path.find_first_of("?#"));
  const auto parts = parts_of(path);
  if (parts.size() < 2 || parts[0] != "t") return cut(std::string(path), kDetailBytesMax);
  // A slug may be a number too: the topic is then the second one.
  const std::size_t last = std::min<std::size_t>(parts.size(), 4);
  std::size_t topic_at = is_number(parts[1]) ? 1 : 2;
  if (last == 4 && is_number(parts[2])) topic_at = 2;
  if (topic_at >= last || !is_number(parts[topic_at])) return {};
  std::string out = "/t/" + std::string(parts[topic_at]);
  if (topic_at + 1 < last && is_number(parts[topic_at + 1])) out += "/" + std::string(parts[topic_at + 1]);
  return out;
}

/// The first link of the text into this forum.
std::string linked_path(const digest::Body& body, const std::string& origin) {
  for (const digest::Block& block : body.blocks) {
    for (const digest::Span& span : block.spans) {
      if (!span.url.starts_with(origin + "/")) continue;
      return short_path(std::string_view(span.url).substr(origin.size()));
    }
  }
  return {};
}

}  // namespace

std::string detail_of(const nlohmann::json& post, const digest::Body& body, const Asked& asked) {
  std::string who = digest::collapse_blanks(text(post, "action_code_who").value_or(""));
  if (!who.empty()) return cut(std::move(who), kDetailBytesMax);
  const std::string path = digest::collapse_blanks(text(post, "action_code_path").value_or(""));
  if (path.starts_with("/")) return short_path(path);
  return linked_path(body, asked.origin);
}

}  // namespace gailou::forum::discourse
