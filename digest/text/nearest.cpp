#include "digest/text/nearest.h"

#include <algorithm>

namespace gailou::digest {

namespace {

// Hostile words cost at most 64 x 64 steps per candidate.
constexpr std::size_t kWordBytesMax = 64;

}  // namespace

std::size_t edit_distance(std::string_view left, std::string_view right, std::size_t limit) {
  const std::size_t gap = left.size() > right.size() ? left.size() - right.size() : right.size() - left.size();
  if (gap > limit) return limit + 1;
  // Three rows of the optimal string alignment table: the one before last is needed for swaps.
  std::vector<std::size_t> before(right.size() + 1);
  std::vector<std::size_t> last(right.size() + 1);
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return std::min(last[right.size()], limit + 1);
}

std::optional<std::string_view> nearest(std::string_view word, const std::vector<std::string_view>& candidates,
                                        std::size_t limit) {
  if (word.empty() || word.size() > kWordBytesMax) return std::nullopt;
  std::optional<std::string_view> best;
  std::size_t best_distance = limit + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate, limit);
    if (distance >= best_distance || distance * 2 > std::max(word.size(), candidate.size())) continue;
    best = candidate;
    best_distance = distance;
  }
  return best;
}

}  // namespace gailou::digest
