// Where mixed Chinese and Latin text may be cut.
#include "digest/text/sentences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Sentences, end_at_chinese_marks_and_keep_them) {
  EXPECT_THAT(sentences("没出局呀。不是马上上市吗？真快！好；行"),
              ElementsAre("没出局呀。", "不是马上上市吗？", "真快！", "好；", "行"));
}

TEST(Sentences, end_at_ascii_marks_beside_chinese) {
  EXPECT_THAT(sentences("应该出bug了?我的week limit提前清空了"),
              ElementsAre("应该出bug了?", "我的week limit提前清空了"));
}

TEST(Sentences, end_at_a_latin_full_stop_before_a_capital_only) {
  EXPECT_THAT(sentences("See x.ai for v3.5 now. It works, e.g. For me. not here"),
              ElementsAre("See x.ai for v3.5 now.", "It works, e.g. For me. not here"));
}

TEST(Sentences, keep_runs_of_marks_together) {
  EXPECT_THAT(sentences("看不过来了。。。cli只用在脚本里"), ElementsAre("看不过来了。。。", "cli只用在脚本里"));
  EXPECT_THAT(sentences("真的?!不信"), ElementsAre("真的?!", "不信"));
}

TEST(Sentences, a_blank_between_chinese_characters_is_a_lost_line_break) {
  EXPECT_THAT(sentences("先用着吧 两天够用了"), ElementsAre("先用着吧", "两天够用了"));
}

TEST(Sentences, a_blank_beside_latin_or_a_particle_is_none) {
  EXPECT_THAT(sentences("现在4.7 一下子就用完了"), ElementsAre("现在4.7 一下子就用完了"));
  EXPECT_THAT(sentences("数据中心 的全部算力"), ElementsAre("数据中心 的全部算力"));
  EXPECT_THAT(sentences("未来在 太空开发"), ElementsAre("未来在 太空开发"));
}

TEST(Sentences, lines_are_cut_whatever_ends_them) {
  EXPECT_THAT(sentences("一行\n二行\r\n\n三行\u2028四行"), ElementsAre("一行", "二行", "三行", "四行"));
}

TEST(Sentences, brackets_and_quotes_hold_together_what_they_hold) {
  EXPECT_THAT(sentences("他说“好。就这样”走了。然后呢"), ElementsAre("他说“好。就这样”走了。", "然后呢"));
  EXPECT_THAT(sentences("a (one. Two) b. C"), ElementsAre("a (one. Two) b.", "C"));
}

TEST(Sentences, an_unclosed_bracket_holds_nothing) {
  EXPECT_THAT(sentences("开头(没有结尾。下一句。"), ElementsAre("开头(没有结尾。", "下一句。"));
}

TEST(Sentences, a_long_one_is_cut_at_commas_but_not_in_figures_or_brackets) {
  std::string text;
  for (int i = 0; i < 8; ++i) text += "这一段有十个汉字多一点，";
  text += "共计 30,000 张（含 H100，H200）。";
  const auto pieces = sentences(text);
  ASSERT_GT(pieces.size(), 1U);
  std::string joined;
  for (const auto& piece : pieces) {
    EXPECT_LE(units(piece), 45U) << piece;
    joined += piece;
  }
  EXPECT_EQ(joined, text);
  EXPECT_THAT(pieces.back(), testing::HasSubstr("30,000 张（含 H100，H200）"));
}

TEST(Sentences, of_nothing_there_are_none) {
  EXPECT_THAT(sentences(""), IsEmpty());
  EXPECT_THAT(sentences(" \n \t "), IsEmpty());
}

TEST(Sentences, pieces_are_verbatim_and_in_order) {
  const std::string text =
      "不成立的 比较可信的结构是: H100 ~150,000 H200 ~50,000(部分报道)。But why? 因为…，你看 x.ai! ok";
  std::size_t from = 0;
  for (const auto& piece : sentences(text)) {
    const auto at = text.find(piece, from);
    ASSERT_NE(at, std::string::npos) << piece;
    from = at + piece.size();
  }
}

TEST(Sentences, a_hundred_kilobytes_without_punctuation_are_one_piece_soon) {
  const std::string text(100'000, 'x');
  EXPECT_THAT(sentences(text), ElementsAre(text));
}

}  // namespace
}  // namespace gailou::digest
