#include "digest/render/paths.h"

#include <algorithm>

namespace gailou::render {

std::string thread_path(const std::string& source, digest::TopicId topic) {
  return "/t/" + source + "/" + std::to_string(topic.value);
}

std::string floor_path(const std::string& thread, digest::Floor floor) {
  const auto from = (std::max<std::int64_t>(floor.value, 1) - 1) / kFloorsPerPage * kFloorsPerPage + 1;
  return thread + "/posts?from=" + std::to_string(from) + "#p" + std::to_string(floor.value);
}

}  // namespace gailou::render
