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
  grams_.add(trigrams(text));
  units_.push_back(units(text));
}

bool KnownTexts::have_like(std::string_view text) const {
  const auto grams = trigrams(text);
  const std::size_t length = units(text);
  const auto sharing = grams_.sharing(grams, kJaccardMin);
  return std::any_of(sharing.begin(), sharing.end(), [&](const GramIndex::Sharing& hit) {
    const auto both = static_cast<double>(hit.shared);
    const auto other = grams_.size_of(hit.place);
    const double either = static_cast<double>(grams.size() + other) - both;
    const auto shorter = static_cast<double>(std::min(grams.size(), other));
    return both / either >= kJaccardMin ||
           (both / shorter >= kContainmentMin && std::min(length, units_[hit.place]) >= contained_units_min_);
  });
}

}  // namespace gailou::digest
