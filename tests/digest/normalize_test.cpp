#include "digest/text/normalize.h"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>

#include "digest/text/chars.h"

namespace gailou::digest {
namespace {

TEST(Normalize, bytes_that_are_no_utf8_become_replacement_characters) {
  EXPECT_EQ(repair_utf8("好a\xff\xc3"), "好a\ufffd\ufffd");
  EXPECT_EQ(repair_utf8("\xe5\xa5x"), "\ufffdx");
  EXPECT_EQ(repair_utf8("\xed\xa0\x80"), "\ufffd\ufffd\ufffd");  // half of a pair
  EXPECT_EQ(repair_utf8("\xc0\xaf"), "\ufffd\ufffd");            // an overlong slash
  EXPECT_EQ(repair_utf8("\xf4\x90\x80\x80"), "\ufffd\ufffd\ufffd\ufffd");
}

TEST(Normalize, characters_that_are_none_are_replaced_too) {
  EXPECT_EQ(repair_utf8(std::string("a\0b", 3)), "a\ufffdb");
  EXPECT_EQ(repair_utf8("\xef\xbf\xbe\xef\xb7\x90\xf0\x9f\xbf\xbf"), "\ufffd\ufffd\ufffd");
}

TEST(Normalize, what_is_valid_stays) {
  const std::string text = "盖楼 émigré \U0001f468\u200d\U0001f469 \t\n";
  EXPECT_EQ(repair_utf8(text), text);
}

TEST(Normalize, utf8_goes_both_ways) {
  const std::string text = "a\u00e9\u76d6\U0001f600";
  EXPECT_EQ(to_u32(text), U"a\u00e9\u76d6\U0001f600");
  EXPECT_EQ(to_u8(to_u32(text)), text);
  EXPECT_EQ(to_u8(to_u32("\xff")), "\ufffd");
}

TEST(Normalize, every_kind_of_blank_is_one_space_and_none_at_the_ends) {
  EXPECT_EQ(norm("\u3000 a\u00a0\u2003\n\tb\x1f\u2028"), "a b");
  EXPECT_EQ(norm(" \n "), "");
}

TEST(Normalize, what_cannot_be_seen_is_removed_wherever_it_stands) {
  EXPECT_EQ(norm("a \u200b b\u00ad\ufeffc\u2060"), "a bc");
  EXPECT_EQ(norm("\u200f"), "");
}

TEST(Normalize, widths_and_quotation_marks_are_straightened) {
  EXPECT_EQ(norm("（Ｈ１００）：“好”，‘行’！"), "(H100):\"好\",'行'!");
  EXPECT_EQ(norm("……"), "......");
}

TEST(Normalize, characters_beyond_the_first_plane_survive) {
  EXPECT_EQ(norm("\U0001f600 \U00020000"), "\U0001f600 \U00020000");
}

TEST(Normalize, squash_has_no_blanks_and_no_capitals) {
  EXPECT_EQ(squash(" Colossus\u3000１ 数据 中心 "), "colossus1数据中心");
  EXPECT_EQ(squash("ΟΔΟΣ Straße ÉTÉ"), "οδοσstraßeété");
}

TEST(Normalize, units_count_characters_of_chinese_and_words_of_the_rest) {
  EXPECT_EQ(units(""), 0U);
  EXPECT_EQ(units("カタカナ"), 4U);
  EXPECT_EQ(units("snake_case word"), 2U);
  EXPECT_EQ(units("한글 두 개"), 3U);
  EXPECT_EQ(units("盖楼gailou盖楼"), 5U);
  EXPECT_EQ(units(std::string(100'000, 'a')), 1U);
}

TEST(Normalize, digits_of_other_scripts_are_digits) {
  EXPECT_TRUE(is_decimal(U'٣'));
  EXPECT_EQ(decimal_value(U'٣'), 3);
  EXPECT_FALSE(is_decimal(U'½'));
  EXPECT_TRUE(is_word(U'½'));
  EXPECT_TRUE(is_word(U'Ⅷ'));
  EXPECT_FALSE(is_word(U'\u0301'));
  EXPECT_FALSE(is_word(U'，'));
}

/// "É" sends all of a text through the tables of Unicode; without it most texts of a forum need none.
TEST(Normalize, lower_case_is_the_same_by_whichever_way_it_is_found) {
  for (const std::u32string text :
       {U"H100 算力、“Colossus 1” … ABC", U"カタカナ ひらがな ZED", U"㎏ 〇 々 龥 X", U"", U"Ａ Ⅷ Ω"})
    EXPECT_EQ(lower(text) + U"é", lower(text + U"É"));
  EXPECT_EQ(lower(U"算力 ABC、Zed"), U"算力 abc、zed");
  EXPECT_EQ(lower(U"ＡＢＣ"), U"ａｂｃ");
  EXPECT_EQ(lower(U"ⅧⒶΩЖ"), U"ⅷⓐωж");
}

TEST(Normalize, what_has_no_case_stays_as_it_is) {
  for (char32_t c = 0x2000; c <= 0x9fff; c = c == 0x206f ? 0x2e80 : c + 1) {
    const std::u32string with_tables = lower(std::u32string{U'É', c});
    ASSERT_EQ(with_tables, (std::u32string{U'é', c})) << std::hex << static_cast<std::uint32_t>(c);
  }
}

TEST(Norm, a_character_means_the_same_beside_one_that_composes) {
  // "é" in two pieces is what only Unicode's tables can put together: beside it every character goes that way.
  const std::string composes = "e\u0301";
  for (char32_t c = 1; c < 0x20000; ++c) {
    if (c >= 0xd800 && c <= 0xdfff) continue;
    const std::string text = to_u8(std::u32string{U'x', c, U'y'});
    ASSERT_EQ(norm(text) + "\u00e9", norm(text + composes)) << std::hex << static_cast<std::uint32_t>(c);
  }
}

}  // namespace
}  // namespace gailou::digest
