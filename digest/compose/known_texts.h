// Which texts nearly repeat others: an index over trigrams, so that an entry isn't compared with all others one by one.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gailou::digest {

class KnownTexts {
 public:
  /// `contained_units_min`: a shorter text is contained in many that say more.
  explicit KnownTexts(std::size_t contained_units_min = 8) : contained_units_min_(contained_units_min) {}

  void add(std::string_view text);

  /// Half of the trigrams of both are shared, or four fifths of the shorter's if neither is shorter than
  /// that.
  bool have_like(std::string_view text) const;

 private:
  struct Known {
    std::size_t grams = 0;
    std::size_t units = 0;
  };

  std::size_t contained_units_min_;
  std::vector<Known> known_{};
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> texts_with_{};  // trigram -> indices in known_
};

}  // namespace gailou::digest
