// Which live entry a new text repeats: an index over trigrams finds the candidates, the exact likeness decides. Its
// cost does not grow with the digest but with what is alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gailou::digest {

class Repeats {
 public:
  /// Returns the text's place: 0, 1, 2, …
  std::size_t add(std::string_view text);
  /// The place of a text that nearly says the same; the most alike one.
  std::optional<std::size_t> find(std::string_view text) const;
  std::string_view text_at(std::size_t place) const { return texts_.at(place); }

 private:
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> places_{};
  std::vector<std::string> texts_{};
  std::vector<std::size_t> sizes_{};  // trigrams of each
};

}  // namespace gailou::digest
