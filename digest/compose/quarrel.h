// Whether a floor turns against the one that it answers. No single word tells: contradiction is spread over negations,
// questions put back, a figure taken up again, and over who has answered whom before.
#pragma once

#include <string>

#include "digest/compose/features.h"
#include "digest/compose/pack.h"
#include "digest/compose/reading.h"

namespace gailou::digest {

/// Of the floor that is answered, as far as it is known.
struct Opponent {
  FeatureKeys figures{};    // that stand in it
  bool quarrels = false;    // it turns against somebody itself
  bool answers_us = false;  // and it is this very author whom it answers
  bool quoted = false;      // the answer quotes it
  bool opposed = false;     // one says what the other denies
  bool asks = false;        // it only asks: who answers it has a "no" in any case
};

inline constexpr double kDisagrees = 0.6;
inline constexpr double kContradicts = 1.1;  // beyond doubt

/// Above kDisagrees it does.
double disagreement(const Pack& pack, const Reading& reading, const Opponent& opponent);

}  // namespace gailou::digest
