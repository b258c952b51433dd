#include "daemon/forum/discourse/redirects.h"

#include <algorithm>
#include <string>

namespace gailou::forum::discourse {
namespace {

std::string_view path_of(const io::Url& url) {
  return std::string_view(url.target).substr(0, url.target.find('?'));
}

/// The number in "/t/SLUG/7/3.json", "/t/7.json"; empty for what is no topic.
std::string_view topic_in(std::string_view path) {
  constexpr std::string_view kDigits = "0123456789";
  if (!path.starts_with("/t/")) return {};
  path.remove_prefix(3);
  if (!path.empty() && kDigits.find(path[0]) == std::string_view::npos)
    path.remove_prefix(std::min(path.find('/'), path.size() - 1) + 1);
  return path.substr(0, path.find_first_not_of(kDigits));
}

}  // namespace

bool is_same_topic(const io::Url& one, const io::Url& other) {
  const std::string_view topic = topic_in(path_of(one));
  return !topic.empty() && topic == topic_in(path_of(other));
}

bool leads_elsewhere(const io::Url& from, const io::Url& to) {
  if (from.origin() != to.origin()) return path_of(from) != path_of(to);
  return !is_same_topic(from, to);
}

digest::Error led_elsewhere(const io::Url& from, const io::Url& to) {
  constexpr std::size_t kShownMax = 200;
  const std::string place = from.origin() == to.origin() ? std::string(path_of(to).substr(0, kShownMax)) : to.origin();
  return {.code = digest::Code::not_found,
          .what = "the forum leads from there to " + place,
          .hint = "deleted, and its address leads elsewhere now? add what it leads to"};
}

}  // namespace gailou::forum::discourse
