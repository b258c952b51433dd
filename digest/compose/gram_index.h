// Which of many texts share trigrams with a new one. A count that can only be too high passes most of them over; the
// rest are counted exactly. Holding a text costs a copy of its trigrams, no tree or table of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gailou::digest {

class GramIndex {
 public:
  struct Sharing {
    std::size_t place = 0;
    std::size_t shared = 0;  // trigrams
  };

  /// `grams` as trigrams() gives them: ascending, each once. Returns the text's place: 0, 1, 2, …
  std::size_t add(std::vector<std::uint64_t> grams);
  std::size_t size_of(std::size_t place) const { return texts_[place].size(); }
  /// The texts that share at least that part of the trigrams of the shorter of both, by place.
  std::vector<Sharing> sharing(const std::vector<std::uint64_t>& grams, double least) const;

 private:
  std::vector<std::vector<std::uint64_t>> texts_{};
  std::vector<std::uint16_t> slots_{};  // of all trigrams of all texts, one text behind the other
};

}  // namespace gailou::digest
