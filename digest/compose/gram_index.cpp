#include "digest/compose/gram_index.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gailou::digest {
namespace {

constexpr unsigned kSlotBits = 12;
constexpr std::size_t kSlots = std::size_t{1} << kSlotBits;  // several times the trigrams of an entry

std::uint16_t slot_of(std::uint64_t gram) {
  return static_cast<std::uint16_t>((gram * 0x9e3779b97f4a7c15U) >> (64U - kSlotBits));
}

std::size_t count_shared(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  std::size_t count = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (*x == *y) ++count;
    const bool first = *x <= *y;
    const bool second = *y <= *x;
    if (first) ++x;
    if (second) ++y;
  }
  return count;
}

}  // namespace

std::size_t GramIndex::add(std::vector<std::uint64_t> grams) {
  for (const auto gram : grams) slots_.push_back(slot_of(gram));
  texts_.push_back(std::move(grams));
  return texts_.size() - 1;
}

std::vector<GramIndex::Sharing> GramIndex::sharing(const std::vector<std::uint64_t>& grams, double least) const {
  std::array<std::uint8_t, kSlots> taken{};
  for (const auto gram : grams) taken[slot_of(gram)] = 1;
  std::vector<Sharing> found;
  auto slot = slots_.begin();
  for (std::size_t place = 0; place < texts_.size(); ++place) {
    std::size_t at_most = 0;
    for (const auto end = slot + static_cast<std::ptrdiff_t>(texts_[place].size()); slot != end; ++slot)
      at_most += taken[*slot];
    const double wanted = least * static_cast<double>(std::min(grams.size(), texts_[place].size()));
    if (at_most == 0 || static_cast<double>(at_most) < wanted) continue;
    const auto shared = count_shared(grams, texts_[place]);
    if (shared > 0 && static_cast<double>(shared) >= wanted) found.push_back({.place = place, .shared = shared});
  }
  return found;
}

}  // namespace gailou::digest
