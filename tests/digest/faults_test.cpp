#include "digest/text/faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gailou::digest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(WholeText, a_sentence_ends_as_one) {
  for (const char* text :
       {"好。", "好!", "Why？", "x.", "一;", "他说“好。”", "(见《书名》。)", "嵌套([{「『《【〈内〉】》』」}])。"}) {
    EXPECT_THAT(whole_faults(text), IsEmpty()) << text;
  }
}

TEST(WholeText, nothing_is_no_sentence) {
  EXPECT_THAT(whole_faults(""), ElementsAre("does not end as a sentence"));
  EXPECT_THAT(whole_faults("\"\""), ElementsAre("does not end as a sentence"));
}

TEST(WholeText, brackets_close_in_order) {
  EXPECT_THAT(whole_faults("(a]。"), ElementsAre("unbalanced ]"));
  EXPECT_THAT(whole_faults("a)b(。"), ElementsAre("unbalanced )", "cut before the full stop"));
  EXPECT_THAT(whole_faults("([a)。"), ElementsAre("unbalanced )", "unclosed, wants )"));
  EXPECT_THAT(whole_faults("「a。"), ElementsAre("unclosed, wants 」"));
}

TEST(WholeText, full_width_brackets_are_brackets) {
  EXPECT_THAT(whole_faults("（a)。"), IsEmpty());
}

TEST(WholeText, a_citation_is_not_cut_off) {
  for (const char* text : {"a(", "a(#", "a(#12", "a(#12,", "a(12, "}) {
    EXPECT_THAT(whole_faults(text), ElementsAre("unclosed, wants )", "dangling citation", "does not end as a sentence"))
        << text;
  }
  EXPECT_THAT(whole_faults("见#"), ElementsAre("dangling citation", "does not end as a sentence"));
}

TEST(WholeText, an_ellipsis_is_no_end) {
  EXPECT_THAT(whole_faults("还有…"), ElementsAre("ends in an ellipsis"));
  EXPECT_THAT(whole_faults("(还有...)"), ElementsAre("ends in an ellipsis"));
}

TEST(WholeText, a_comma_before_the_full_stop_is_a_cut) {
  for (const char* text : {"好,。", "好、.", "好:。", "好-。", "好–。"}) {
    EXPECT_THAT(whole_faults(text), ElementsAre("cut before the full stop")) << text;
  }
}

TEST(CleanText, controls_are_refused) {
  for (const char* text : {"a\nb", "a\x7f", "a\ufffd", "a\u2028", "\x1b[1m"}) {
    EXPECT_THAT(clean_faults(text, {}), ElementsAre("control or replacement character")) << text;
  }
}

TEST(CleanText, markup_is_refused_and_comparison_is_not) {
  for (const char* text : {"<b>", "a</p >b", "x <a href=1\u3000> y", "a&amp;b", "&nbsp;", "[quote=x]", "[/quote]"}) {
    EXPECT_THAT(clean_faults(text, {}), ElementsAre("markup")) << text;
  }
  for (const char* text : {"xAI > Ant", "1<2>1", "a<b", "> <b", "</>", "&amp", "[引用]", "<"}) {
    EXPECT_THAT(clean_faults(text, {}), IsEmpty()) << text;
  }
}

TEST(CleanText, upload_paths_are_refused) {
  for (const char* text : {"见/uploads/a", "upload://x.png", "x.jpeg?dl=1"}) {
    EXPECT_THAT(clean_faults(text, {}), ElementsAre("raw upload path")) << text;
  }
}

TEST(CleanText, an_authors_name_in_front_is_a_quotation) {
  EXPECT_THAT(clean_faults("老王：好", {"老王"}), ElementsAre("starts with a quote prefix (老王:)"));
  EXPECT_THAT(clean_faults("老王: 好", {"老李"}), IsEmpty());
}

TEST(CleanText, a_name_prefix_is_one_word_before_a_colon_and_words) {
  EXPECT_EQ(name_prefix("Ss004: 好"), "Ss004");
  EXPECT_EQ(name_prefix("  Ｓｓ：好"), "Ss");
  for (const char* text : {"", ":", "a:", "a: ", "a b: c", " : x", "没有冒号",
                           "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一:x"}) {
    EXPECT_EQ(name_prefix(text), "") << text;
  }
  EXPECT_EQ(name_prefix("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十:x").size(), 90U);
}

TEST(TextFaults, hostile_texts_take_no_longer_than_others) {
  for (const std::string piece : {"(", "<a", "<", "(#1,", "\"", "\u300a"}) {
    std::string text;
    while (text.size() < 1'000'000) text += piece;
    EXPECT_FALSE(whole_faults(text).empty());
    EXPECT_TRUE(clean_faults(text, {}).empty());
  }
}

}  // namespace
}  // namespace gailou::digest
