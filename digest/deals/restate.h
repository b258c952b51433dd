// What is left of offers when floors go: those that stay are read once more against what still stands.
#pragma once

#include <vector>

#include "digest/operation.h"

namespace gailou::digest {

/// Of a withdrawal. `input.context`: the floors that are left, `similar`: the offers' live entries and the tombstones,
/// `offers`: as the live entries have them. `withdrawn`: the entries that become tombstones, as they were. What each
/// floor says is a correction of it: what it had told; of the others what the offer has lost and they say too.
std::vector<Append> offers_left(const BatchInput& input, const std::vector<Entry>& withdrawn);

}  // namespace gailou::digest
