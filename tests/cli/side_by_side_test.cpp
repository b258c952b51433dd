// Two texts beside each other, as wide as they look.
#include "daemon/cli/side_by_side.h"

#include <gtest/gtest.h>

#include "daemon/cli/width.h"

namespace gailou::cli {
namespace {

using Lines = std::vector<std::string>;

TEST(Wrapped, a_short_text_is_one_line_and_an_empty_one_too) {
  EXPECT_EQ(wrapped("abc", 10), (Lines{"abc"}));
  EXPECT_EQ(wrapped("", 10), (Lines{""}));
}

TEST(Wrapped, words_are_not_broken_where_a_blank_is_near) {
  EXPECT_EQ(wrapped("one two three", 8), (Lines{"one two", "three"}));
  EXPECT_EQ(wrapped("one two three four", 9), (Lines{"one two", "three", "four"}));
}

TEST(Wrapped, a_long_word_is_broken_where_the_line_ends) {
  EXPECT_EQ(wrapped("abcdefghij", 4), (Lines{"abcd", "efgh", "ij"}));
}

TEST(Wrapped, chinese_is_two_columns_a_character) {
  EXPECT_EQ(wrapped("租下整个数据中心", 6), (Lines{"租下整", "个数据", "中心"}));
  EXPECT_EQ(wrapped("租a下b整", 5), (Lines{"租a下", "b整"}));
}

TEST(Wrapped, no_line_is_wider_than_asked_and_nothing_is_lost) {
  const std::string text =
      "Anthropic 租用 Colossus 1 的全部算力容量，超过 300 兆瓦；年费 $5–6 billion "
      "👍🏽👍🏽。";
  for (int columns = 4; columns < 60; ++columns) {
    std::string joined;
    for (const auto& line : wrapped(text, columns)) {
      EXPECT_LE(display_width(line), columns) << line;
      joined += line;
    }
    std::string without;
    for (const char c : text) {
      if (c != ' ') without += c;
    }
    std::erase(joined, ' ');
    EXPECT_EQ(joined, without) << columns;
  }
}

TEST(SideBySide, each_pair_begins_on_a_line_of_its_own) {
  EXPECT_EQ(side_by_side({"one", "two"}, {"eins", "zwei"}, 23),
            "one        │ eins\n"
            "two        │ zwei\n");
}

TEST(SideBySide, the_longer_side_goes_on_alone) {
  EXPECT_EQ(side_by_side({"one"}, {"eins", "zwei"}, 23),
            "one        │ eins\n"
            "           │ zwei\n");
  EXPECT_EQ(side_by_side({"租下整个数据中心"}, {"x"}, 23),
            "租下整个数 │ x\n"
            "据中心     │ \n");
}

}  // namespace
}  // namespace gailou::cli
