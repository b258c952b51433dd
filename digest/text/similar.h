// How alike two texts are, and a sketch that finds likely repeats without comparing with everything.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace gailou::digest {

struct Similarity {
  double jaccard = 0;
  double containment = 0;
};

/// Of character trigrams; the same as digest_check.py's similar.
Similarity similar(std::string_view a, std::string_view b);

/// The text's trigrams, sorted and unique, for who compares one text with many. Never empty.
std::vector<std::uint64_t> trigrams(std::string_view text);

/// A sample of the text's trigram hashes, sorted and unique: those that fall into a fixed 1/4 of the hash space, at
/// most `limit` (the lowest). Two texts of which one contains the other share nearly all samples of the shorter, so an
/// index over samples finds repeats in time that does not grow with the digest. Stable for ever: the store keeps them.
std::vector<std::int64_t> sample_grams(std::string_view text, std::size_t limit = 64);

}  // namespace gailou::digest
