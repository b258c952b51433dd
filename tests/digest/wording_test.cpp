#include "digest/compose/wording.h"

#include <gtest/gtest.h>

#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

struct Pair {
  const char* before;
  const char* after;
};

TEST(Wording, typing_errors_and_marks_are_no_other_statement) {
  const Pair same[] = {
      {"年费 $95，首年免。", "年费$95,首年免!"},
      {"年费95刀", "年费 $95"},
      {"送 1,000 点", "送1000点"},
      {"这个帐号很好用", "这个账号很好用"},
      {"开卡即送，以经到账", "开卡即送，已经到账"},
      {"我觉得这张卡值得开", "这张卡值得开"},
      {"值得开的", "值得开"},
      {"谢谢大家，值得开", "值得开"},
      {"送 5w 分", "送 5万 分"},
      {"the bonus posted yesterday", "The bonus posted yesterday."},
      {"I recieved the bonus", "I received the bonus"},
      {"approved after two weeks", "it was approved after two weeks"},
      {"开卡送点数哈哈哈", "开卡送点数"},
      {"", ""},
  };
  for (const auto& pair : same) EXPECT_FALSE(differ_in_substance(pair.before, pair.after)) << pair.before << pair.after;
}

TEST(Wording, figures_names_negations_and_other_words_are) {
  const Pair different[] = {
      {"年费 $95", "年费 $150"},
      {"年费 95", "年费 95%"},
      {"送 $95", "送 ¥95"},
      {"截止 6/15", "截止 6/30"},
      {"截止 6/15", "截止 Memorial Day"},
      {"DD 一笔就行", "DD 两笔就行"},
      {"可以转账", "不可以转账"},
      {"这张卡能用", "这张卡不能用"},
      {"Chase 能开", "Citi 能开"},
      {"H100 够用", "H200 够用"},
      {"在北京店买到", "在上海店买到"},
      {"年费 $95", "年费 $95，首年免"},
      {"限新用户，年费 $95", "年费 $95"},
      {"涨价了", "降价了"},
      {"三天到账", "三周到账"},
      {"it works", "it does not work"},
      {"it works with Plaid", "it works without Plaid"},
      {"只限加州", "全美都行"},
      {"20 k", "20"},
  };
  for (const auto& pair : different)
    EXPECT_TRUE(differ_in_substance(pair.before, pair.after)) << pair.before << pair.after;
}

TEST(Wording, it_is_the_same_both_ways_round) {
  for (const auto& [a, b] : {Pair{"年费 $95", "年费 $150"}, Pair{"这个帐号", "这个账号"}, Pair{"能用", "不能用"}}) {
    EXPECT_EQ(differ_in_substance(a, b), differ_in_substance(b, a)) << a << b;
  }
}

TEST(Wording, a_core_keeps_what_a_figure_needs) {
  EXPECT_EQ(to_u8(core_of("年费：$1,000.50，（6/15）！")), "年费1000.506/15");
  EXPECT_EQ(to_u8(core_of("利用率 11 %")), "利用率11%");
  EXPECT_NE(core_of("3.5"), core_of("35"));
  EXPECT_EQ(core_of("《免费》"), core_of("免费"));
  EXPECT_TRUE(core_of("……！？").empty());
}

TEST(Wording, a_very_long_sentence_is_compared_all_the_same) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "字";
  EXPECT_FALSE(differ_in_substance(text, text + "。"));
  EXPECT_TRUE(differ_in_substance(text, text + "不"));
}

}  // namespace
}  // namespace gailou::digest
