// What is cut off a sentence, and what stays although it looks the same.
#include "digest/compose/trim.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/text/normalize.h"
#include "tests/support/readings.h"

namespace gailou::digest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::reading_of;
using tests::reading_of_lines;
using tests::texts_of;

std::vector<std::string> trimmed(const std::vector<std::string>& sentences) {
  auto reading = reading_of_lines(sentences);
  trim(standard_pack(), reading);
  return texts_of(reading);
}
std::string trimmed_one(const std::string& sentence) {
  const auto left = trimmed({sentence});
  return left.size() == 1 ? left[0] : std::to_string(left.size()) + " sentences";
}

struct Cut {
  const char* from;
  const char* to;
};

TEST(Trim, filler_at_the_front_is_cut_where_something_parts_it_off) {
  const Cut cuts[] = {
      {"话说，机房今天通电了", "机房今天通电了"},
      {"说实话，机房没有那么大", "机房没有那么大"},
      {"反正，机房没有那么大", "机房没有那么大"},
      {"另外，机房没有那么大", "机房没有那么大"},
      {"对了，机房今天通电了", "机房今天通电了"},
      {"哈哈哈，机房今天通电了", "机房今天通电了"},
      {"嗯……机房今天通电了", "机房今天通电了"},
      {"PS：机房今天通电了", "机房今天通电了"},
      {"个人觉得机房今天不会通电", "机房今天不会通电"},
      {"Honestly, the room is too small", "the room is too small"},
      {"Anyway, the room is too small", "the room is too small"},
      {"BTW the room is too small", "the room is too small"},
  };
  for (const auto& [from, to] : cuts) {
    const auto left = trimmed_one(from);
    EXPECT_EQ(left, to) << from;
  }
}

TEST(Trim, what_goes_on_with_its_filler_keeps_it) {
  for (const char* text : {"感觉不错的一个机房", "另外一个机房今天通电", "那个机房今天通电了", "就是这个机房停了电",
                           "啊里云的机房今天通电", "wellness rooms are open today", "Okayama has a new room"}) {
    EXPECT_EQ(trimmed_one(text), text);
  }
}

TEST(Trim, filler_stays_where_nothing_would_be_left_but_a_word) {
  EXPECT_EQ(trimmed_one("话说，通电"), "话说，通电");
  EXPECT_EQ(trimmed_one("话说"), "话说");
  EXPECT_EQ(trimmed_one("Honestly, yes"), "Honestly, yes");
}

TEST(Trim, asides_are_cut_at_either_end) {
  const Cut cuts[] = {
      {"如题，机房今天通电了", "机房今天通电了"},
      {"机房今天通电了，不喜勿喷", "机房今天通电了"},
      {"第一次发帖，机房今天通电了，手机打字见谅", "机房今天通电了"},
      {"刚看到的，顺便说一句，机房今天通电了", "机房今天通电了"},
      {"The room is too small, just my 2 cents", "The room is too small"},
      {"Hi all, the room is too small", "the room is too small"},
  };
  for (const auto& [from, to] : cuts) EXPECT_EQ(trimmed_one(from), to);
}

TEST(Trim, an_aside_in_the_middle_stays) {
  EXPECT_EQ(trimmed_one("机房今天通电了，仅供参考，明天验收"), "机房今天通电了，仅供参考，明天验收");
}

TEST(Trim, a_long_clause_tells_more_than_the_aside_it_holds) {
  const std::string text = "利益相关的几家供电公司已经联名写信反对，机房今天通电了";
  EXPECT_EQ(trimmed_one(text), text);
}

TEST(Trim, commas_within_figures_and_lists_of_names_part_no_clauses) {
  EXPECT_EQ(trimmed_one("如题，1,000 张卡今天通电了"), "1,000 张卡今天通电了");
  EXPECT_EQ(trimmed_one("如题、见谅、机房今天通电了"), "如题、见谅、机房今天通电了");
}

TEST(Trim, an_aside_that_opens_a_bracket_is_not_torn_from_its_end) {
  const std::string text = "如题（机房一期，二期）今天通电了，路过（一期，二期）";
  const auto left = trimmed_one(text);
  EXPECT_EQ(std::count(left.begin(), left.end(), '('), std::count(left.begin(), left.end(), ')'));
  EXPECT_EQ(trimmed_one("如题（路过，机房今天）通电了"), "如题（路过，机房今天）通电了");
}

TEST(Trim, a_sentence_that_is_nothing_but_an_aside_is_left_out) {
  EXPECT_THAT(trimmed({"如题", "机房今天通电了", "手机打字，见谅", "明天验收一期机柜"}),
              ElementsAre("机房今天通电了", "明天验收一期机柜"));
}

TEST(Trim, a_sentence_that_is_nothing_but_filler_is_left_out) {
  EXPECT_THAT(trimmed({"话说", "机房今天通电了", "唉！", "嗯……", "明天验收一期机柜", "Anyway."}),
              ElementsAre("机房今天通电了", "明天验收一期机柜"));
}

/// Full-width letters and what has no width are folded before words are looked up: the cut is made in what stands
/// there.
TEST(Trim, filler_in_other_widths_is_cut_where_it_ends) {
  EXPECT_EQ(trimmed_one("ＢＴＷ 机房今天通电了"), "机房今天通电了");
  EXPECT_EQ(trimmed_one("个人\xE2\x80\x8B觉得机房今天不会通电"), "机房今天不会通电");
  const auto pack = extended_pack("[filler]\nto be honest\n").value();
  auto reading = reading_of(std::string("Ｔｏ ｂｅ ｈｏｎｅｓｔ, the room is too small"));
  trim(pack, reading);
  EXPECT_THAT(texts_of(reading), ElementsAre("the room is too small"));
}

TEST(Trim, a_long_word_at_the_front_is_not_cut_within_a_character) {
  const auto left = trimmed_one("话说机房今天通电了😀😀😀😀😀😀😀😀");
  EXPECT_EQ(to_u8(to_u32(left)), left);
}

TEST(Trim, if_nothing_else_would_be_left_all_stays) {
  EXPECT_THAT(trimmed({"如题", "路过"}), ElementsAre("如题", "路过"));
}

TEST(Trim, an_empty_reading_stays_empty) {
  Reading reading;
  trim(standard_pack(), reading);
  EXPECT_TRUE(reading.sentences.empty());
}

TEST(Trim, what_is_cut_is_measured_anew) {
  auto reading = reading_of(std::string("如题，机房有 3 万张 H100"));
  const auto before = reading.sentences.at(0);
  trim(standard_pack(), reading);
  const auto& after = reading.sentences.at(0);
  EXPECT_EQ(after.text, "机房有 3 万张 H100");
  EXPECT_EQ(after.units, units(after.text));
  EXPECT_LT(after.units, before.units);
  EXPECT_LT(after.features.size(), before.features.size());
  EXPECT_EQ(after.line, before.line);
}

TEST(Trim, an_untouched_sentence_keeps_all_that_is_known_of_it) {
  auto reading = reading_of(std::string("机房有 3 万张 H100（一期"));
  const auto before = reading.sentences.at(0);
  trim(standard_pack(), reading);
  const auto& after = reading.sentences.at(0);
  EXPECT_EQ(after.text, before.text);
  EXPECT_EQ(after.whole, before.whole);
  EXPECT_FALSE(after.whole);
}

TEST(Trim, whatever_it_cuts_what_is_left_is_a_piece_of_the_floor) {
  const char* const atoms[] = {"话说", "，",   "如题", "个人觉得", "机房",     "1,000", "（",   "）",   "。",
                               "见谅", "哈哈", "…",    " ",        "honestly", ", ",    "通电", "“",    "”",
                               "：",   "PS:",  "路过", "说实话",   "！",       "、",    "😀",    "H100", "Hi all"};
  std::uint32_t state = 17;
  const auto next = [&state](std::size_t bound) {
    state = state * 1664525U + 1013904223U;
    return (state >> 8U) % bound;
  };
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (auto n = 1 + next(14); n > 0; --n) text += atoms[next(std::size(atoms))];
    auto reading = reading_of(text);
    const auto before = reading;
    trim(standard_pack(), reading);
    EXPECT_EQ(reading.sentences.empty(), before.sentences.empty());
    EXPECT_LE(reading.sentences.size(), before.sentences.size());
    std::size_t from = 0;
    for (const auto& sentence : reading.sentences) {
      EXPECT_FALSE(sentence.text.empty());
      // Each is a piece of one of the sentences it was, in their order.
      while (from < before.sentences.size() && before.sentences[from].text.find(sentence.text) == std::string::npos)
        ++from;
      EXPECT_LT(from, before.sentences.size()) << text << " -> " << sentence.text;
      ++from;
      EXPECT_EQ(to_u8(to_u32(sentence.text)), sentence.text) << "cut within a character";
    }
  }
}

TEST(Trim, the_words_of_a_pack_decide) {
  const auto pack = extended_pack("[filler]\n兄弟们\n[aside]\n老样子\n").value();
  auto reading = reading_of(std::string("兄弟们，机房今天通电了，老样子"));
  trim(pack, reading);
  EXPECT_THAT(texts_of(reading), ElementsAre("机房今天通电了"));
}

}  // namespace
}  // namespace gailou::digest
