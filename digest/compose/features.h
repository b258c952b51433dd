// What a sentence can tell that others don't: its figures, names, words and pairs of Chinese characters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

namespace gailou::digest {

struct Feature {
  enum class Kind { figure, measured_figure, name, word, pair };
  std::uint64_t key = 0;  // the same thing has the same key wherever it stands; a figure by its value
  Kind kind = Kind::word;
};

/// In order of appearance, repeats included. Common English words are none.
std::vector<Feature> features_of(std::string_view text);

using FeatureKeys = std::set<std::uint64_t>;
FeatureKeys feature_keys(std::string_view text);

struct FeatureCounts {
  std::size_t figures = 0;
  std::size_t names = 0;
  std::size_t latin = 0;  // names and words
};
/// Different ones of each.
FeatureCounts count_features(const std::vector<Feature>& features);

}  // namespace gailou::digest
