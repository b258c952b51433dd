// What an edit changed: the two texts' common beginning and end, and what stands between them.
#pragma once

#include <string_view>

namespace gailou::render {

/// Views into the texts that were compared, cut between characters.
struct Change {
  std::string_view same_before{};
  std::string_view removed{};
  std::string_view added{};
  std::string_view same_after{};
};

Change change_of(std::string_view before, std::string_view after);

}  // namespace gailou::render
