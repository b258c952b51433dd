// A text cut into what names are made of: Latin words with what joins them, and runs of Chinese.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace gailou::digest {

struct NameWord {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool latin = false;
};

/// `text` in normal form.
std::vector<NameWord> name_words(std::u32string_view text);

}  // namespace gailou::digest
