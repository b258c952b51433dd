// What a Chinese text denies: who says "没出局" and who says "出局了" don't agree.
#pragma once

#include <string_view>

#include "digest/compose/features.h"

namespace gailou::digest {

/// The keys of the pairs of characters that stand behind a negation, as features_of() gives them. Pairs that are denied
/// in any talk ("知道", "可以") are none.
FeatureKeys denied_in(std::string_view text);

/// Whether one of two texts says what the other denies. `said`: all features of the text, denied ones among them.
bool are_opposed(const FeatureKeys& said, const FeatureKeys& denied, const FeatureKeys& other_said,
                 const FeatureKeys& other_denied);

}  // namespace gailou::digest
