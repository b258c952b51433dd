// Which live entry a new text repeats. It holds what the store found alike, never the whole digest.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/compose/gram_index.h"

namespace gailou::digest {

class Repeats {
 public:
  /// Returns the text's place: 0, 1, 2, …
  std::size_t add(std::string_view text);
  /// The place of a text that nearly says the same; the most alike one.
  std::optional<std::size_t> find(std::string_view text) const;
  std::string_view text_at(std::size_t place) const { return texts_.at(place); }

 private:
  GramIndex grams_{};
  std::vector<std::string> texts_{};
};

}  // namespace gailou::digest
