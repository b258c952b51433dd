#include "digest/text/similar.h"

#include <algorithm>

#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Gram = std::uint64_t;  // up to three characters of 21 bits

constexpr std::size_t kGramSize = 3;
constexpr std::uint64_t kNoChar = 0x1fffff;  // fills a gram of a text that is shorter

/// SplitMix64's finaliser: spreads neighbouring grams over the whole space.
std::uint64_t spread(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

std::size_t shared(const std::vector<Gram>& a, const std::vector<Gram>& b) {
  std::size_t count = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (*x < *y) {
      ++x;
    } else if (*y < *x) {
      ++y;
    } else {
      ++count;
      ++x;
      ++y;
    }
  }
  return count;
}

}  // namespace

// A text of fewer than three characters is one gram, the empty one too.
std::vector<std::uint64_t> trigrams(std::string_view text) {
  std::u32string dense = squash32(text);
  std::erase_if(dense, [](char32_t c) { return c == U'_' || !is_word(c); });
  const std::size_t count = dense.size() < kGramSize ? 1 : dense.size() - kGramSize + 1;
  std::vector<Gram> out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    Gram gram = 0;
    for (std::size_t j = i; j < i + kGramSize; ++j) gram = gram << 21 | (j < dense.size() ? dense[j] : kNoChar);
    out.push_back(gram);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Similarity similar(std::string_view a, std::string_view b) {
  const auto x = trigrams(a);
  const auto y = trigrams(b);
  const auto both = static_cast<double>(shared(x, y));
  const auto either = static_cast<double>(x.size() + y.size()) - both;
  return {.jaccard = both / either, .containment = both / static_cast<double>(std::min(x.size(), y.size()))};
}

std::vector<std::int64_t> sample_grams(std::string_view text, std::size_t limit) {
  std::vector<std::int64_t> out;
  for (const Gram gram : trigrams(text)) {
    const std::uint64_t hash = spread(gram);
    if (hash >> 62 == 0) out.push_back(static_cast<std::int64_t>(hash));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.size() > limit) out.resize(limit);
  return out;
}

}  // namespace gailou::digest
