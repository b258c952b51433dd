// The words that a text is found by.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "digest/search/words.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

std::string words_of(std::string_view text) {
  std::string all;
  for (const auto& word : search_words(text)) all += (all.empty() ? "" : " ") + word.text;
  return all;
}

TEST(SearchWords, chinese_is_cut_into_pairs_and_the_last_character_of_a_run) {
  EXPECT_EQ(words_of("算力"), "算力 力");
  EXPECT_EQ(words_of("混合架构"), "混合 合架 架构 构");
  EXPECT_EQ(words_of("了"), "了");
}

TEST(SearchWords, signs_and_blanks_end_a_run) {
  EXPECT_EQ(words_of("涨价了，真的。"), "涨价 价了 了 真的 的");
  EXPECT_EQ(words_of("涨价 了"), "涨价 价 了");
  EXPECT_EQ(words_of("涨价\n了"), "涨价 价 了");
  EXPECT_EQ(words_of("涨价　了"), "涨价 价 了");
}

TEST(SearchWords, latin_words_are_lower_case) {
  EXPECT_EQ(words_of("Claude Code"), "claude code");
  EXPECT_EQ(words_of("ÀÉÎÕÜ naïve Straße"), "aeiou naive strasse");
  EXPECT_EQ(words_of("МОСКВА Αθήνα"), "москва αθήνα");
}

TEST(SearchWords, names_are_cut_where_digits_begin_or_end) {
  EXPECT_EQ(words_of("gpt-5.5"), "gpt 5 5");
  EXPECT_EQ(words_of("GPT5.5"), "gpt 5 5");
  EXPECT_EQ(words_of("gpt 5.5"), "gpt 5 5");
  EXPECT_EQ(words_of("snake_case"), "snake case");
  EXPECT_EQ(words_of("h100x8"), "h 100 x 8");
}

TEST(SearchWords, scripts_may_stand_side_by_side) {
  EXPECT_EQ(words_of("用claude写代码"), "用 claude 写代 代码 码");
  EXPECT_EQ(words_of("涨了20%"), "涨了 了 20");
}

TEST(SearchWords, full_width_is_half_width) {
  EXPECT_EQ(words_of("ＧＰＴ－５．５"), words_of("gpt-5.5"));
  EXPECT_EQ(words_of("ｶﾞﾝﾀﾞﾑ"), words_of("ガンダム"));
  EXPECT_EQ(words_of("㎡"), "m 2");
  EXPECT_EQ(words_of("①"), "1");
}

TEST(SearchWords, a_comma_between_thousands_is_none) {
  EXPECT_EQ(words_of("1,000"), "1000");
  EXPECT_EQ(words_of("$12,345,678"), "12345678");
  EXPECT_EQ(words_of("1,00"), "1 00");
  EXPECT_EQ(words_of("1,0000"), "1 0000");
  EXPECT_EQ(words_of("a,000"), "a 000");
  EXPECT_EQ(words_of("2,"), "2");
}

TEST(SearchWords, invisible_characters_are_not_there) {
  EXPECT_EQ(words_of("算\xE2\x80\x8B力"), "算力 力");
  EXPECT_EQ(words_of("cl\xC2\xAD"
                     "aude"),
            "claude");
  EXPECT_EQ(words_of("\xE2\x80\xAE算力"), "算力 力");
  EXPECT_EQ(words_of("\xEF\xBB\xBF"), "");
}

TEST(SearchWords, other_writing_without_blanks_is_cut_into_pairs_too) {
  EXPECT_EQ(words_of("ひらがな"), "ひら らが がな な");
  EXPECT_EQ(words_of("コーヒー"), "コー ーヒ ヒー ー");
  EXPECT_EQ(words_of("한국어"), "한국 국어 어");
  EXPECT_EQ(words_of("人々"), "人々 々");
  EXPECT_EQ(words_of("𠮷野家"), "𠮷野 野家 家");
}

TEST(SearchWords, marks_stay_with_what_they_stand_on) {
  EXPECT_EQ(words_of("cafe\xCC\x81"), "cafe");
  EXPECT_EQ(words_of("か\xE3\x82\x99"), words_of("が"));
  EXPECT_EQ(words_of("\xCC\x81"), "");
  EXPECT_FALSE(words_of("ภาษาไทย").empty());
}

TEST(SearchWords, a_picture_is_a_word) {
  EXPECT_EQ(words_of("好🎉🎉"), "好 🎉 🎉");
  EXPECT_EQ(words_of("👍🏽"), "👍 🏽");
  EXPECT_EQ(words_of("✅ok"), "✅ ok");
}

TEST(SearchWords, each_word_knows_where_it_was) {
  const std::string text = "看ＧＰＴ了吗";
  const auto words = search_words(text);
  ASSERT_EQ(words.size(), 4u);
  EXPECT_EQ(text.substr(words[0].begin, words[0].end - words[0].begin), "看");
  EXPECT_EQ(text.substr(words[1].begin, words[1].end - words[1].begin), "ＧＰＴ");
  EXPECT_EQ(text.substr(words[2].begin, words[2].end - words[2].begin), "了吗");
  EXPECT_EQ(text.substr(words[3].begin, words[3].end - words[3].begin), "吗");
  EXPECT_EQ(words[2].kind, SearchWord::Kind::pair);
  EXPECT_EQ(words[3].kind, SearchWord::Kind::last);
}

TEST(SearchWords, nothing_but_signs_has_none) {
  EXPECT_EQ(words_of(""), "");
  EXPECT_EQ(words_of("……！！？「」_-*\"'"), "");
}

TEST(SearchWords, long_words_are_cut_and_long_texts_end) {
  const auto words = search_words(std::string(100'000, 'a'));
  ASSERT_GT(words.size(), 1000u);
  EXPECT_EQ(words.front().text.size(), 64u);
  EXPECT_EQ(search_words(std::string(100'000, 'a'), 5).size(), 5u);
  std::string chinese;
  for (int i = 0; i < 1000; ++i) chinese += "字";
  EXPECT_EQ(search_words(chinese, 10).size(), 10u);
  EXPECT_EQ(search_words(chinese).size(), 1000u);
}

TEST(SearchWords, a_tower_of_marks_is_no_trouble) {
  std::string zalgo = "a";
  for (int i = 0; i < 20'000; ++i) zalgo += "\xCC\x81";
  EXPECT_EQ(words_of(zalgo + "b"), "ab");
  EXPECT_EQ(words_of("\xEF\xB7\xBA").empty(), false);  // U+FDFA comes to eighteen characters
}

TEST(SearchWords, any_bytes_will_do) {
  EXPECT_EQ(words_of("算\xFF力"), "算 力");
  EXPECT_EQ(words_of("\xE7\xAE"), "");
  EXPECT_EQ(words_of(std::string("a\0b", 3)), "ab");
  std::uint64_t state = 7;
  for (int round = 0; round < 300; ++round) {
    std::string bytes;
    for (int i = 0; i < 60; ++i) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      bytes.push_back(static_cast<char>(state >> 56));
    }
    for (const auto& word : search_words(bytes)) {
      EXPECT_LE(word.begin, word.end);
      EXPECT_LE(word.end, bytes.size());
      EXPECT_EQ(repair_utf8(word.text), word.text);
      EXPECT_EQ(word.text.find_first_of(" \"_-*()"), std::string::npos);
    }
  }
}

TEST(SearchWords, words_hold_nothing_that_an_index_would_cut_again) {
  for (char32_t c = 1; c < 0x30000; ++c) {
    if (c >= 0xd800 && c <= 0xdfff) continue;
    for (const auto& word : search_words(to_u8(std::u32string(1, c)))) {
      for (const char byte : word.text) {
        const bool is_plain =
            static_cast<unsigned char>(byte) >= 0x80 || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
        ASSERT_TRUE(is_plain) << std::hex << static_cast<unsigned>(c) << ' ' << word.text;
      }
    }
  }
}

TEST(SearchWords, the_stamp_names_the_tables) {
  EXPECT_TRUE(search_words_stamp().starts_with("1/"));
  EXPECT_GT(search_words_stamp().size(), 4u);
}

}  // namespace
}  // namespace gailou::digest
