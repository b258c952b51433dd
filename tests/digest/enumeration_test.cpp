// Lists within one line: which numbers mark items and which don't.
#include "digest/compose/enumeration.h"

#include <ostream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gailou::digest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Listed {
  std::string_view line;
  std::string_view before;
  std::vector<std::string_view> items;
};

TEST(Enumeration, every_mark_that_people_write_is_known) {
  const Listed lines[] = {
      {"步骤 1) 注册 2) 绑卡 3) 等短信", "步骤", {"注册", "绑卡", "等短信"}},
      {"步骤：1）注册 2）绑卡 3）等短信", "步骤：", {"注册", "绑卡", "等短信"}},
      {"1、注册2、绑卡3、等短信", "", {"注册", "绑卡", "等短信"}},
      {"1. 注册 2. 绑卡 3. 等短信", "", {"注册", "绑卡", "等短信"}},
      {"1.注册 2.绑卡 3.等短信", "", {"注册", "绑卡", "等短信"}},
      {"1．注册 2．绑卡 3．等短信", "", {"注册", "绑卡", "等短信"}},
      {"理由①便宜②稳定③有客服", "理由", {"便宜", "稳定", "有客服"}},
      {"Steps: 1) sign up 2) add a card 3) wait", "Steps:", {"sign up", "add a card", "wait"}},
      {"(1) a (2) b (3) c", "(", {"a (", "b (", "c"}},
  };
  for (const auto& [line, before, items] : lines) {
    const auto list = enumeration_of(line);
    EXPECT_EQ(list.before, before) << line;
    EXPECT_THAT(list.items, testing::ElementsAreArray(items)) << line;
  }
}

TEST(Enumeration, a_list_may_go_on_from_two) {
  EXPECT_THAT(enumeration_of("2) 绑卡 3) 等短信 4) 激活").items, ElementsAre("绑卡", "等短信", "激活"));
  EXPECT_THAT(enumeration_of("②便宜③稳定④有客服").items, ElementsAre("便宜", "稳定", "有客服"));
  EXPECT_THAT(enumeration_of("3) 等短信 4) 激活 5) 到账").items, IsEmpty());
}

TEST(Enumeration, a_list_from_one_is_preferred_to_one_from_two) {
  EXPECT_THAT(enumeration_of("1) 甲 2) 乙 3) 丙 4) 丁").items, ElementsAre("甲", "乙", "丙", "丁"));
}

TEST(Enumeration, ten_items_and_more_are_counted_on) {
  std::string line;
  for (int i = 1; i <= 12; ++i) line += std::to_string(i) + ") 第" + std::to_string(i * 100) + "项 ";
  const auto list = enumeration_of(line);
  ASSERT_EQ(list.items.size(), 12U);
  EXPECT_EQ(list.items[9], "第1000项");
  EXPECT_EQ(list.items[11], "第1200项");
}

TEST(Enumeration, circles_end_at_ten) {
  EXPECT_EQ(enumeration_of("①一②二③三④四⑤五⑥六⑦七⑧八⑨九⑩十⑪十一").items.size(), 10U);
}

TEST(Enumeration, no_more_than_forty_items_are_taken) {
  std::string line;
  for (int i = 1; i <= 100; ++i) line += std::to_string(i) + ") x ";
  EXPECT_EQ(enumeration_of(line).items.size(), 40U);
}

TEST(Enumeration, what_is_no_list_stays_one_line) {
  for (const std::string_view line : {
           "",
           "没有编号的一句话",
           "1) 只有一项",
           "1) 两项 2) 也不算",
           "①两项②也不算",
           "H1) 这 H2) 是 H3) 型号",
           "版本 1.5 和 2.5 和 3.5 都试过",
           "1.5 2.5 3.5",
           "见 #1) 和 #2) 还有 #3) 楼",
           "v1.1) v1.2) v1.3)",
           "11) 21) 31)",
           "3) 丙 2) 乙 1) 甲",
           "买 1 送 2 再送 3",
           "1 2 3",
           "1,2,3 号机柜",
       }) {
    const auto list = enumeration_of(line);
    EXPECT_EQ(list.before, line);
    EXPECT_THAT(list.items, IsEmpty()) << line;
  }
}

TEST(Enumeration, a_figure_among_the_items_is_no_mark) {
  EXPECT_THAT(enumeration_of("1) 利率 2.5% 2) 期限 3 年 3) 免年费").items,
              ElementsAre("利率 2.5%", "期限 3 年", "免年费"));
  EXPECT_THAT(enumeration_of("1. H2) 的 2. 3.5 寸 3. A3) 纸").items, ElementsAre("H2) 的", "3.5 寸", "A3) 纸"));
}

TEST(Enumeration, other_numbers_between_the_marks_change_nothing) {
  EXPECT_THAT(enumeration_of("1) 共 4) 台 2) 乙 3) 丙").items, ElementsAre("共 4) 台", "乙", "丙"));
}

TEST(Enumeration, an_item_may_be_empty_and_the_last_may_end_the_line) {
  EXPECT_THAT(enumeration_of("1) 2) 3)").items, ElementsAre("", "", ""));
  EXPECT_THAT(enumeration_of("1、 2、乙 3、").items, ElementsAre("", "乙", ""));
}

TEST(Enumeration, items_and_what_stands_before_are_pieces_of_the_line_in_order) {
  const std::string line = "说三点：1) 先注册，送 $5 2) 再绑卡 3) 最后等 3 天";
  const auto list = enumeration_of(line);
  ASSERT_EQ(list.items.size(), 3U);
  const char* at = line.data();
  for (const auto piece : {list.before, list.items[0], list.items[1], list.items[2]}) {
    EXPECT_GE(piece.data(), at);
    EXPECT_LE(piece.data() + piece.size(), line.data() + line.size());
    at = piece.data() + piece.size();
  }
}

TEST(Enumeration, bytes_that_are_no_utf8_are_left_alone) {
  EXPECT_THAT(enumeration_of("\xE2\x91").items, IsEmpty());
  EXPECT_THAT(enumeration_of("1) \xFF 2) \xE2 3) \x91").items, ElementsAre("\xFF", "\xE2", "\x91"));
}

}  // namespace
}  // namespace gailou::digest
