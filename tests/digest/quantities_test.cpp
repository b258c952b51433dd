// Quantities in Chinese characters, and the words that only look like them.
#include "digest/compose/quantities.h"

#include <gtest/gtest.h>

#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

std::size_t count(const std::string& text) {
  return count_quantities(norm32(text));
}

TEST(Quantities, what_is_measured_or_scaled_counts) {
  for (const char* text : {"砍了一半", "四千出头", "排队一小时", "涨了两成", "等了三个月", "干了八年", "十几天就到",
                           "快了五倍", "打八折", "两百多块", "一万五千里", "差了三千"})
    EXPECT_EQ(count(text), 1U) << text;
}

TEST(Quantities, each_counts) {
  EXPECT_EQ(count("先泡两小时，再炖三个小时，汤剩一半"), 3U);
  EXPECT_EQ(count("五年涨了四成"), 2U);
}

TEST(Quantities, words_with_a_numeral_in_them_count_nothing) {
  for (const char* text : {"一样", "一直这样", "试一下", "千万别去", "万一不行", "十分好", "一个都没有", "一起走",
                           "第二天再说", "第三年", "四处问", "一般般", "再三确认", "一张都没有", ""})
    EXPECT_EQ(count(text), 0U) << text;
}

TEST(Quantities, figures_in_digits_are_somebody_else_s) {
  EXPECT_EQ(count("等了 3 个月，涨了 20%"), 0U);
}

}  // namespace
}  // namespace gailou::digest
