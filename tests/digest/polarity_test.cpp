// What is denied, and whether two texts are opposed.
#include "digest/compose/polarity.h"

#include <gtest/gtest.h>

namespace gailou::digest {
namespace {

bool opposed(const std::string& one, const std::string& other) {
  return are_opposed(feature_keys(one), denied_in(one), feature_keys(other), denied_in(other));
}

TEST(Polarity, who_says_what_another_denies_is_opposed_to_him) {
  EXPECT_TRUE(opposed("这批显卡已经停产了", "没停产，上周刚到货"));
  EXPECT_TRUE(opposed("反正拖着不签不会少", "会少的，过期作废"));
  EXPECT_TRUE(opposed("这锅不会粘底", "粘底粘得厉害"));
}

TEST(Polarity, it_works_both_ways) {
  EXPECT_TRUE(opposed("没停产，上周刚到货", "这批显卡已经停产了"));
}

TEST(Polarity, who_denies_the_same_agrees) {
  EXPECT_FALSE(opposed("没停产", "确实没停产，刚买到"));
  EXPECT_FALSE(opposed("已经停产了", "对，停产了"));
}

TEST(Polarity, what_is_denied_in_any_talk_opposes_nobody) {
  EXPECT_FALSE(opposed("我不知道怎么装驱动", "我知道有个教程"));
  EXPECT_FALSE(opposed("现在不可以退", "可以先问客服"));
}

TEST(Polarity, a_question_denies_nothing) {
  EXPECT_TRUE(denied_in("这车是不是停产了").empty());
  EXPECT_TRUE(denied_in("有没有停产").empty());
}

TEST(Polarity, nothing_and_latin_text_deny_nothing) {
  EXPECT_TRUE(denied_in("").empty());
  EXPECT_TRUE(denied_in("没").empty());
  EXPECT_TRUE(denied_in("It is not discontinued.").empty());
}

}  // namespace
}  // namespace gailou::digest
