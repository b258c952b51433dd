// What an edit changes in a floor, sentence by sentence: an order of its own or another breaking of lines is no change.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "digest/compose/reading.h"

namespace gailou::digest {

/// Indices of sentences: both = one became the other, in substance; one = it is gone, or new.
struct SentenceChange {
  std::optional<std::size_t> before{};
  std::optional<std::size_t> after{};
};

struct TextChanges {
  std::vector<SentenceChange> sentences{};  // in the order of the text as it now stands; what is gone where it stood
  bool rewritten = false;                   // little of the text before is left
};

TextChanges changes_between(const Reading& before, const Reading& after);

}  // namespace gailou::digest
