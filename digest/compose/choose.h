// Which sentences of a floor an entry is made of: most news for the length, within a budget that grows slower than the
// floor.
#pragma once

#include <cstddef>
#include <vector>

#include "digest/compose/pack.h"
#include "digest/compose/reading.h"

namespace gailou::digest {

/// Groups of indices into `reading.sentences`, each ascending and becoming one entry of at most `max_units`, as far as
/// its sentences are shorter.
std::vector<std::vector<std::size_t>> choose(const Pack& pack, const Reading& reading, const FeatureKeys& title,
                                             std::size_t max_units);

/// Indices of the one or two sentences, ascending, that say what the floor is about: no questions, nothing of its
/// author alone if there is anything else.
std::vector<std::size_t> leading_sentences(const Pack& pack, const Reading& reading, const FeatureKeys& title,
                                           std::size_t budget, const std::vector<bool>& steady = {});

}  // namespace gailou::digest
