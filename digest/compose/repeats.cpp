#include "digest/compose/repeats.h"

#include <algorithm>

#include "digest/text/normalize.h"
#include "digest/text/similar.h"

namespace gailou::digest {
namespace {

constexpr double kJaccard = 0.4;
constexpr double kContainment = 0.7;
constexpr std::size_t kContainedUnits = 5;  // a text shorter than this is contained in anything

constexpr double kSharedMin = 0.3;  // of the shorter text's trigrams, counted: below, no exact look is worth it

}  // namespace

std::size_t Repeats::add(std::string_view text) {
  texts_.emplace_back(text);
  return grams_.add(trigrams(text));
}

std::optional<std::size_t> Repeats::find(std::string_view text) const {
  const auto grams = trigrams(text);
  const auto length = units(text);
  std::optional<std::size_t> best;
  double best_likeness = 1;  // above: a repeat; the more, the more alike
  for (const auto& [place, shared] : grams_.sharing(grams, kSharedMin)) {
    const auto both = static_cast<double>(shared);
    const auto other = grams_.size_of(place);
    const double either = static_cast<double>(grams.size() + other) - both;
    const double containment = both / static_cast<double>(std::min(grams.size(), other));
    const bool long_enough = std::min(length, units(texts_[place])) >= kContainedUnits;
    const auto likeness = std::max(both / either / kJaccard, long_enough ? containment / kContainment : 0);
    // Of equals the first.
    if (likeness < 1 || (best && likeness <= best_likeness)) continue;
    best = place;
    best_likeness = likeness;
  }
  return best;
}

}  // namespace gailou::digest
