#include "digest/render/paths.h"

#include <algorithm>

#include "digest/digest.h"

namespace gailou::render {
namespace {

/// Where the page begins that has this one, both counted from 1.
std::int64_t page_start(std::int64_t place, std::int64_t per_page) {
  return (std::max<std::int64_t>(place, 1) - 1) / per_page * per_page + 1;
}

}  // namespace

std::string thread_path(const std::string& source, digest::TopicId topic) {
  return "/t/" + source + "/" + std::to_string(topic.value);
}

std::string floor_path(const std::string& thread, digest::Floor floor) {
  const auto from = page_start(floor.value, kFloorsPerPage);
  return thread + "/posts?from=" + std::to_string(from) + "#p" + std::to_string(floor.value);
}

std::string entries_path(const std::string& thread, std::string_view section, std::int64_t place) {
  return thread + "/entries/" + std::string(section) + "?from=" + std::to_string(page_start(place, kEntriesPerPage));
}

std::string entry_path(const std::string& thread, digest::EntrySeq seq) {
  // Of the first so many none is left out of a page as long as there are no more.
  return thread + (seq.value > kInlineEntries ? "/entries/" : "#") + digest::entry_id(seq);
}

}  // namespace gailou::render
