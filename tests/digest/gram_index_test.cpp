// Which texts share trigrams: the same as counting each pair.
#include "digest/compose/gram_index.h"

#include <algorithm>
#include <iterator>
#include <random>

#include <gtest/gtest.h>

namespace gailou::digest {
namespace {

using Grams = std::vector<std::uint64_t>;

Grams random_grams(std::mt19937_64& random, std::size_t most, std::uint64_t range) {
  Grams grams;
  for (auto n = random() % (most + 1); n > 0; --n) grams.push_back(random() % range);
  std::sort(grams.begin(), grams.end());
  grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
  return grams;
}

std::size_t count(const Grams& a, const Grams& b) {
  Grams both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both.size();
}

TEST(GramIndex, it_counts_as_one_by_one_does) {
  std::mt19937_64 random(7);
  for (const double least : {0.0, 0.3, 0.5, 1.0}) {
    GramIndex index;
    std::vector<Grams> texts;
    for (int i = 0; i < 60; ++i) {
      texts.push_back(random_grams(random, 40, 60));
      EXPECT_EQ(index.add(texts.back()), texts.size() - 1);
    }
    for (int i = 0; i < 40; ++i) {
      const auto query = random_grams(random, 40, 60);
      std::vector<std::pair<std::size_t, std::size_t>> wanted;
      for (std::size_t at = 0; at < texts.size(); ++at) {
        const auto shared = count(query, texts[at]);
        const auto shorter = std::min(query.size(), texts[at].size());
        if (shared > 0 && static_cast<double>(shared) >= least * static_cast<double>(shorter))
          wanted.emplace_back(at, shared);
      }
      std::vector<std::pair<std::size_t, std::size_t>> found;
      for (const auto& hit : index.sharing(query, least)) found.emplace_back(hit.place, hit.shared);
      EXPECT_EQ(found, wanted);
    }
  }
}

TEST(GramIndex, more_trigrams_than_slots_are_counted_right) {
  GramIndex index;
  Grams many;
  for (std::uint64_t i = 0; i < 20000; ++i) many.push_back(i * 3);
  index.add(many);
  index.add({1, 2, 4});
  ASSERT_EQ(index.sharing(many, 0.5).size(), 1U);
  EXPECT_EQ(index.sharing(many, 0.5).front().shared, many.size());
  EXPECT_EQ(index.size_of(1), 3U);
}

TEST(GramIndex, nothing_shares_with_nothing) {
  GramIndex index;
  EXPECT_TRUE(index.sharing({1, 2}, 0).empty());
  index.add({});
  index.add({5});
  EXPECT_TRUE(index.sharing({}, 0).empty());
  EXPECT_TRUE(index.sharing({4}, 0).empty());
}

}  // namespace
}  // namespace gailou::digest
