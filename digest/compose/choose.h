// Which sentences of a floor an entry is made of: most news for the length, within a budget that grows slower than the
// floor.
#pragma once

#include <cstddef>
#include <set>
#include <vector>

#include "digest/compose/reading.h"

namespace gailou::digest {

using FeatureKeys = std::set<std::uint64_t>;
FeatureKeys feature_keys(std::string_view text);

/// Groups of indices into `reading.sentences`, each ascending and becoming one entry.
std::vector<std::vector<std::size_t>> choose(const Reading& reading, const FeatureKeys& title);

/// Indices of the one or two best sentences within `budget` units, ascending.
std::vector<std::size_t> best_sentences(const Reading& reading, const FeatureKeys& title, std::size_t budget,
                                        std::size_t count);

}  // namespace gailou::digest
