#include "digest/text/similar.h"

#include <algorithm>
#include <iterator>

#include <gtest/gtest.h>

#include "digest/compose/known_texts.h"
#include "digest/text/normalize.h"
#include "tests/support/files.h"

namespace gailou::digest {
namespace {

std::size_t shared(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b) {
  std::vector<std::int64_t> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both.size();
}

TEST(Similar, punctuation_blanks_and_case_are_no_difference) {
  const auto got = similar("Grok 流量，降了90%。", "grok流量降了９０!");
  EXPECT_EQ(got.jaccard, 1.0);
  EXPECT_EQ(got.containment, 1.0);
}

TEST(Similar, a_text_below_three_characters_is_compared_whole) {
  EXPECT_EQ(similar("好", "好!").jaccard, 1.0);
  EXPECT_EQ(similar("好", "好的").jaccard, 0.0);
  EXPECT_EQ(similar("", "，").jaccard, 1.0);
  EXPECT_EQ(similar("", "好").jaccard, 0.0);
}

TEST(Similar, samples_are_sorted_unique_and_bounded) {
  for (const auto& text : tests::seed_texts()) {
    const auto sample = sample_grams(text, 20);
    EXPECT_LE(sample.size(), 20U);
    EXPECT_TRUE(std::is_sorted(sample.begin(), sample.end(), std::less_equal<>{}));
  }
}

TEST(Similar, samples_never_change) {
  EXPECT_EQ(
      sample_grams("甲方租下整个数据中心，共22万张H100。"),
      (std::vector<std::int64_t>{752193118709129600, 1044945097961984502, 1783385545849573282, 3953087834159033671}));
}

TEST(Similar, a_contained_text_shares_the_samples_of_the_longer) {
  const std::string shorter = "混合架构也能分开使用，一部分推理一部分训练，利用率并不等于机器闲着";
  const auto part = sample_grams(shorter, 1000);
  const auto whole = sample_grams("有人反驳说：" + shorter + "。另外还有人不同意这个看法。", 1000);
  ASSERT_GT(part.size(), 3U);
  EXPECT_EQ(shared(part, whole), part.size());
}

TEST(Similar, unrelated_texts_share_no_samples) {
  EXPECT_EQ(
      shared(sample_grams("甲方租下整个数据中心，年费五十亿美元。"), sample_grams("下周三全部涨价，请大家抓紧开户。")),
      0U);
}

TEST(KnownTexts, agree_with_a_comparison_of_each_pair) {
  std::vector<std::string> texts;
  for (const auto& text : tests::seed_texts()) {
    texts.push_back(text);
    // A text's head and what is left without it: contained, and like only if most of it is left.
    texts.push_back(text.substr(0, text.find("。")));
    texts.push_back(text + "，另外再补充一句完全不同的话，说的是开卡和返现。");
  }
  KnownTexts known;
  std::vector<std::string> before;
  std::size_t likes = 0;
  for (const std::string& text : texts) {
    const bool like = std::any_of(before.begin(), before.end(), [&](const std::string& other) {
      const auto got = similar(text, other);
      return got.jaccard >= 0.5 || (got.containment >= 0.8 && std::min(units(text), units(other)) >= 8);
    });
    EXPECT_EQ(known.have_like(text), like) << text;
    likes += like ? 1U : 0U;
    known.add(text);
    before.push_back(text);
  }
  EXPECT_GT(likes, 70U);
  EXPECT_LT(likes, texts.size());
}

}  // namespace
}  // namespace gailou::digest
