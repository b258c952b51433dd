// Whether a floor says anything that a digest should hold, and if not, why.
#pragma once

#include <optional>

#include "digest/compose/features.h"
#include "digest/compose/pack.h"
#include "digest/compose/reading.h"

namespace gailou::digest {

/// What a floor stands among: nothing that was just said is news.
struct Surroundings {
  FeatureKeys near{};  // of the floors just before
  const FeatureKeys* title = nullptr;
  bool answers = false;     // it is told whom it answers
  double disagreement = 0;  // with that floor, or the one it must mean
};

/// What the floor is worth; kinds of news weighed and added up.
double worth_of(const Pack& pack, const Reading& reading, const Surroundings& around);

/// The reason to pass over the floor; nothing if it has substance.
std::optional<Reason> contentless(const Pack& pack, const Reading& reading, const Surroundings& around);

}  // namespace gailou::digest
