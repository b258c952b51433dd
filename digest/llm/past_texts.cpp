#include "digest/llm/past_texts.h"

#include <algorithm>

#include "digest/text/similar.h"

namespace gailou::llm {
namespace {

constexpr double kJaccardMin = 0.5;
constexpr double kContainmentMin = 0.8;

std::size_t shared_by(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  std::size_t count = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (*x == *y) {
      ++count;
      ++x;
      ++y;
    } else {
      ++(*x < *y ? x : y);
    }
  }
  return count;
}

}  // namespace

void PastTexts::add(std::string_view text) {
  grams_.push_back(digest::trigrams(text));
}

bool PastTexts::has_like(std::string_view text) const {
  const auto grams = digest::trigrams(text);
  return std::any_of(grams_.begin(), grams_.end(), [&](const std::vector<std::uint64_t>& other) {
    const auto shared = static_cast<double>(shared_by(grams, other));
    const double either = static_cast<double>(grams.size() + other.size()) - shared;
    const auto shorter = static_cast<double>(std::min(grams.size(), other.size()));
    return shared / either >= kJaccardMin || shared / shorter >= kContainmentMin;
  });
}

}  // namespace gailou::llm
