#include "digest/compose/repeats.h"

#include <algorithm>

#include "digest/text/normalize.h"
#include "digest/text/similar.h"

namespace gailou::digest {
namespace {

constexpr double kJaccard = 0.4;
constexpr double kContainment = 0.7;
constexpr std::size_t kContainedUnits = 5;  // a text shorter than this is contained in anything

// A trigram in more texts than this tells nothing apart any more; looking at all of them would be quadratic.
constexpr std::size_t kPlacesMax = 64;
constexpr double kSharedMin = 0.3;  // of the shorter text's trigrams, counted: below, no exact look is worth it

/// Above 1: a repeat; the more, the more alike.
double likeness(std::string_view a, std::string_view b) {
  const auto alike = similar(a, b);
  const bool long_enough = std::min(units(a), units(b)) >= kContainedUnits;
  return std::max(alike.jaccard / kJaccard, long_enough ? alike.containment / kContainment : 0);
}

}  // namespace

std::size_t Repeats::add(std::string_view text) {
  const auto place = static_cast<std::uint32_t>(texts_.size());
  const auto grams = trigrams(text);
  for (const auto gram : grams) {
    auto& places = places_[gram];
    if (places.size() < kPlacesMax) places.push_back(place);
  }
  texts_.emplace_back(text);
  sizes_.push_back(grams.size());
  return place;
}

std::optional<std::size_t> Repeats::find(std::string_view text) const {
  const auto grams = trigrams(text);
  std::unordered_map<std::uint32_t, std::size_t> shared;
  for (const auto gram : grams) {
    const auto found = places_.find(gram);
    if (found == places_.end()) continue;
    for (const auto place : found->second) ++shared[place];
  }
  std::optional<std::size_t> best;
  double best_likeness = 1;
  for (const auto& [place, count] : shared) {
    const auto smaller = std::min(grams.size(), sizes_[place]);
    if (static_cast<double>(count) < kSharedMin * static_cast<double>(smaller)) continue;
    const auto found = likeness(text, texts_[place]);
    // The map's order must not decide: of equals the first.
    if (found < 1 || (best && (found < best_likeness || (found == best_likeness && place > *best)))) continue;
    best = place;
    best_likeness = found;
  }
  return best;
}

}  // namespace gailou::digest
