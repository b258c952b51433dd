#include "digest/compose/known_texts.h"

#include <algorithm>

#include "digest/text/normalize.h"
#include "digest/text/similar.h"

namespace gailou::digest {
namespace {

constexpr double kJaccardMin = 0.5;
constexpr double kContainmentMin = 0.8;

}  // namespace

void KnownTexts::add(std::string_view text) {
  const auto grams = trigrams(text);
  for (const auto gram : grams) texts_with_[gram].push_back(known_.size());
  known_.push_back({.grams = grams.size(), .units = units(text)});
}

bool KnownTexts::have_like(std::string_view text) const {
  const auto grams = trigrams(text);
  const std::size_t length = units(text);
  std::unordered_map<std::size_t, std::size_t> shared;
  for (const auto gram : grams) {
    const auto at = texts_with_.find(gram);
    if (at == texts_with_.end()) continue;
    for (const std::size_t index : at->second) ++shared[index];
  }
  return std::any_of(shared.begin(), shared.end(), [&](const auto& hit) {
    const auto& [index, count] = hit;
    const Known& other = known_[index];
    const auto both = static_cast<double>(count);
    const double either = static_cast<double>(grams.size() + other.grams) - both;
    const auto shorter = static_cast<double>(std::min(grams.size(), other.grams));
    return both / either >= kJaccardMin ||
           (both / shorter >= kContainmentMin && std::min(length, other.units) >= contained_units_min_);
  });
}

}  // namespace gailou::digest
