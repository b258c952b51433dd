// What a text says one gets, and what it says one has to spend for it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gailou::digest {

struct Figure {
  enum class Kind { money, points, rate };
  std::size_t begin = 0;  // with its sign and unit
  std::size_t end = 0;
  Kind kind = Kind::money;
  int giving = 0;  // above 0: words around it give it; below: they ask for it
};

/// `text` in normal and small form.
std::vector<Figure> figures_in(std::u32string_view text);

/// The figure that is what one gets: the first of those that are given most plainly; nothing if none is.
std::optional<Figure> amount_in(std::u32string_view text);

}  // namespace gailou::digest
