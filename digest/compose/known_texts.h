// Which texts nearly repeat others: an index over trigrams, so that an entry isn't compared with all others one by one.
#pragma once

#include <string_view>
#include <vector>

#include "digest/compose/gram_index.h"

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
  std::size_t contained_units_min_;
  GramIndex grams_{};
  std::vector<std::size_t> units_{};  // of each text
};

}  // namespace gailou::digest
