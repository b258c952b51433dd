// The piece of a text that shows why it was found.
#include "digest/search/snippet.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

SearchQuery query_of(std::string_view typed) {
  auto parsed = parse_search(typed, from_ms(1'777'000'000'000), "");
  EXPECT_FALSE(parsed.fault);
  return std::move(parsed.query);
}

/// Hits in brackets.
std::string shown(const std::vector<SnippetPart>& parts) {
  std::string text;
  for (const auto& part : parts) text += part.hit ? "[" + part.text + "]" : part.text;
  return text;
}

std::string marked_in(std::string_view text, std::string_view typed) {
  return shown(marked(text, query_of(typed)));
}

std::string snippet_of(std::string_view text, std::string_view typed, std::size_t length = 40) {
  return shown(snippet(text, query_of(typed), length));
}

TEST(Snippet, the_hit_is_marked) {
  EXPECT_EQ(marked_in("最近算力涨价了", "算力"), "最近[算力]涨价了");
  EXPECT_EQ(marked_in("混合架构很新", "混合架构"), "[混合架构]很新");
  EXPECT_EQ(marked_in("用Claude写", "claude"), "用[Claude]写");
  EXPECT_EQ(marked_in("ＧＰＴ－５．５来了", "gpt5.5"), "[ＧＰＴ－５．５]来了");
  EXPECT_EQ(marked_in("Pokémon GO", "pokemon"), "[Pokémon] GO");
}

TEST(Snippet, one_character_is_marked_alone) {
  EXPECT_EQ(marked_in("涨了又涨", "涨"), "[涨]了又[涨]");
  EXPECT_EQ(marked_in("了了", "了"), "[了了]");
  EXPECT_EQ(marked_in("用claude写代码", "claude写"), "用[claude写]代码");
}

TEST(Snippet, the_beginning_of_a_word_marks_the_word) {
  EXPECT_EQ(marked_in("Claude 4", "clau*"), "[Claude] 4");
}

TEST(Snippet, each_term_is_marked_and_neighbours_join) {
  EXPECT_EQ(marked_in("算力涨价，算力", "算力 涨价"), "[算力涨价]，[算力]");
  EXPECT_EQ(marked_in("算力涨价", "算力 力涨"), "[算力涨]价");
  EXPECT_EQ(marked_in("a b c", "\"a b\""), "[a b] c");
}

TEST(Snippet, words_left_out_are_not_marked) {
  EXPECT_EQ(marked_in("算力和显卡", "算力 -电费"), "[算力]和显卡");
}

TEST(Snippet, lines_become_one) {
  EXPECT_EQ(marked_in("第一行\n\n第二行  算力", "算力"), "第一行 第二行 [算力]");
}

TEST(Snippet, a_short_text_is_shown_whole) {
  EXPECT_EQ(snippet_of("最近算力涨价了。", "算力"), "最近[算力]涨价了。");
  EXPECT_EQ(snippet_of("", "算力"), "");
}

std::string filled(std::size_t sentences) {
  std::string text;
  for (std::size_t i = 0; i < sentences; ++i) text += "这里只是一句没有什么内容的话。";
  return text;
}

TEST(Snippet, a_long_text_is_cut_between_sentences) {
  const auto text = filled(10) + "大家都说算力涨价了。" + filled(10);
  const auto piece = snippet_of(text, "算力");
  EXPECT_NE(piece.find("[算力]"), std::string::npos);
  EXPECT_TRUE(piece.starts_with("…这里只是") || piece.starts_with("…大家都说")) << piece;
  EXPECT_TRUE(piece.ends_with("。…")) << piece;
  EXPECT_LT(to_u32(piece).size(), 70u);
}

TEST(Snippet, latin_words_are_not_cut) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "somewhat lengthy words ";
  text += "needle ";
  for (int i = 0; i < 100; ++i) text += "somewhat lengthy words ";
  const auto piece = snippet_of(text, "needle", 60);
  EXPECT_NE(piece.find("[needle]"), std::string::npos);
  const auto inner = piece.substr(std::string("…").size(), piece.size() - 2 * std::string("…").size());
  for (const auto& word : {inner.substr(0, inner.find(' ')), inner.substr(inner.rfind(' ') + 1)}) {
    EXPECT_TRUE(word == "somewhat" || word == "lengthy" || word == "words" || word == "[needle]") << piece;
  }
}

TEST(Snippet, the_place_with_most_of_the_query_is_shown) {
  const auto text = "算力。" + filled(10) + "算力和显卡都涨价。" + filled(10);
  EXPECT_NE(snippet_of(text, "显卡 涨价 算力").find("[算力]和[显卡]都[涨价]"), std::string::npos);
}

TEST(Snippet, a_hit_at_either_end_is_shown) {
  EXPECT_TRUE(snippet_of("算力。" + filled(10), "算力").starts_with("[算力]。"));
  EXPECT_TRUE(snippet_of(filled(10) + "算力", "算力").ends_with("[算力]"));
}

TEST(Snippet, without_a_hit_the_text_s_beginning_is_shown) {
  const auto piece = snippet_of("开头的话。" + filled(10), "author:alice");
  EXPECT_TRUE(piece.starts_with("开头的话。"));
  EXPECT_TRUE(piece.ends_with("…"));
}

TEST(Snippet, joined_emoji_are_not_cut_apart) {
  std::string text = "算力";
  for (int i = 0; i < 60; ++i) text += "👨‍👩‍👧";
  for (const std::size_t length : {20u, 21u, 22u, 23u, 24u, 25u}) {
    const auto piece = snippet_of(text, "算力", length);
    EXPECT_TRUE(piece.ends_with("👧…")) << piece;
  }
}

TEST(Snippet, one_endless_word_is_cut_all_the_same) {
  const auto piece = snippet_of(std::string(100'000, 'a') + " 算力", "算力");
  EXPECT_LT(piece.size(), 400u);
  EXPECT_NE(piece.find("[算力]"), std::string::npos);
}

TEST(Snippet, the_parts_are_the_text) {
  const std::string text = "用Claude Code写代码，ＡＢＣ，算力\xE2\x80\x8B涨价。";
  std::string joined;
  for (const auto& part : marked(text, query_of("code 算力 abc 写"))) joined += part.text;
  EXPECT_EQ(joined, text);
}

TEST(Snippet, hostile_texts_are_bounded) {
  std::string storm;
  for (int i = 0; i < 50'000; ++i) storm += "了";
  EXPECT_LT(to_u32(shown(snippet(storm, query_of("了"), 100))).size(), 400u);
  EXPECT_NO_FATAL_FAILURE(snippet(std::string("\xFF\xFE\x80\0算力", 10), query_of("算力")));
  EXPECT_EQ(snippet_of("\xE2\x80\xAE算力", "算力"), "\xE2\x80\xAE[算力]") << "each face escapes for itself";
}

TEST(Matches, all_wanted_words_and_none_of_the_others) {
  EXPECT_TRUE(matches("最近算力涨价了", query_of("算力 涨价")));
  EXPECT_FALSE(matches("最近算力涨价了", query_of("算力 降价")));
  EXPECT_FALSE(matches("最近算力涨价了", query_of("算力 -涨价")));
  EXPECT_TRUE(matches("最近算力涨价了", query_of("author:x")));
}

TEST(Matches, two_characters_are_found_wherever_they_stand) {
  const std::string text = "混合架构的算力";
  const auto chars = to_u32(text);
  for (std::size_t i = 0; i + 1 < chars.size(); ++i) {
    EXPECT_TRUE(matches(text, query_of(to_u8(chars.substr(i, 2)))));
    EXPECT_TRUE(matches(text, query_of(to_u8(chars.substr(i, 1)))));
    EXPECT_TRUE(matches(text, query_of(to_u8(chars.substr(i)))));
  }
  EXPECT_FALSE(matches(text, query_of("构算")));
}

}  // namespace
}  // namespace gailou::digest
