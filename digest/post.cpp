#include "digest/post.h"

#include <utility>

namespace gailou::digest {
namespace {

constexpr std::pair<PostState, std::string_view> kNames[] = {{PostState::visible, "visible"},
                                                             {PostState::hidden, "hidden"},
                                                             {PostState::withdrawn, "withdrawn"},
                                                             {PostState::deleted, "deleted"},
                                                             {PostState::moved, "moved"}};

}  // namespace

std::string_view name_of(PostState state) {
  for (const auto& [value, name] : kNames) {
    if (value == state) return name;
  }
  return "visible";
}

std::optional<PostState> post_state_of(std::string_view name) {
  for (const auto& [value, known] : kNames) {
    if (known == name) return value;
  }
  return std::nullopt;
}

}  // namespace gailou::digest
