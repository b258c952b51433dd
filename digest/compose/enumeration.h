// Lists that were written into one line: "1) … 2) … 3) …".
#pragma once

#include <string_view>
#include <vector>

namespace gailou::digest {

struct Enumeration {
  std::string_view before{};              // what leads to the list; all of the text if there is none
  std::vector<std::string_view> items{};  // without their numbers; at least three
};

/// Views into `line`. Numbers rise by one from 1 (or from 2, where a list goes on) and are followed by ")", "）", "、",
/// ". " or stand in a circle.
Enumeration enumeration_of(std::string_view line);

}  // namespace gailou::digest
