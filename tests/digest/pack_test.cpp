// How a section pack is read, and what must hold of the standard one whoever extends it.
#include "digest/compose/pack.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/compose/cues.h"

namespace gailou::digest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto kLists = kCueNames.size();

Cue cue_at(std::size_t index) {
  return static_cast<Cue>(index);
}

std::vector<std::string> words_of(std::string_view text, Cue cue) {
  const auto pack = parse_pack(text);
  EXPECT_TRUE(pack) << (pack ? "" : pack.error().what);
  return pack ? pack->of(cue) : std::vector<std::string>{};
}

std::string repeated_line(const std::string& line, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += line;
  return out;
}

TEST(Pack, an_empty_text_is_a_pack_of_nothing) {
  for (const char* text : {"", "\n\n", "# only a comment", "   \n\t\n"}) {
    const auto pack = parse_pack(text);
    ASSERT_TRUE(pack) << text;
    for (std::size_t i = 0; i < kCueNames.size(); ++i) EXPECT_THAT(pack->of(static_cast<Cue>(i)), IsEmpty());
  }
}

TEST(Pack, a_list_holds_one_cue_a_line_or_more_behind_bars) {
  EXPECT_THAT(words_of("[advice]\n推荐\n建议 | 记得\nshould use", Cue::advice),
              ElementsAre("推荐", "建议", "记得", "should use"));
}

TEST(Pack, a_bar_without_blanks_is_part_of_a_word) {
  EXPECT_THAT(words_of("[news]\na|b", Cue::news), ElementsAre("a|b"));
}

TEST(Pack, an_empty_place_between_bars_is_no_word) {
  EXPECT_THAT(words_of("[news]\na |  | b\nc |\n| d\n|", Cue::news), ElementsAre("a", "b", "c", "d"));
}

TEST(Pack, comments_stand_at_the_front_or_behind_a_blank) {
  EXPECT_THAT(words_of("# 说明\n[news]   # just happened\n宣布 # 官方的\n  # indented\nc# | f#\n", Cue::news),
              ElementsAre("宣布", "c#", "f#"));
}

TEST(Pack, a_tab_parts_words_and_comments_as_a_blank_does) {
  EXPECT_THAT(words_of("[news]\t# just happened\n\t# indented\n宣布\t# 官方的\n生效\t|\t上线", Cue::news),
              ElementsAre("宣布", "生效", "上线"));
}

TEST(Pack, lines_of_windows_and_blanks_at_either_end_are_read_the_same) {
  EXPECT_THAT(words_of("[news]\r\n  宣布\t\r\n\r\n\t生效  \r\n", Cue::news), ElementsAre("宣布", "生效"));
}

TEST(Pack, the_last_line_needs_no_end) {
  EXPECT_THAT(words_of("[news]\n宣布", Cue::news), ElementsAre("宣布"));
}

TEST(Pack, a_list_may_be_opened_again_and_goes_on) {
  EXPECT_THAT(words_of("[news]\na\n[thanks]\nb\n[news]\nc", Cue::news), ElementsAre("a", "c"));
}

TEST(Pack, case_and_width_of_letters_are_folded) {
  EXPECT_THAT(words_of("[offer]\nCash Back\nＢＯＮＵＳ\nＰＳ：\n“好”", Cue::offer),
              ElementsAre("cash back", "bonus", "ps:", "\"好\""));
}

TEST(Pack, words_that_are_the_same_once_folded_stand_there_once) {
  EXPECT_THAT(words_of("[offer]\nbonus\nBonus\nＢＯＮＵＳ | bonus", Cue::offer), ElementsAre("bonus"));
}

TEST(Pack, a_word_of_nothing_but_what_is_folded_away_is_none) {
  EXPECT_THAT(words_of("[offer]\n\xE2\x80\x8B\n\xE3\x80\x80\nok", Cue::offer), ElementsAre("ok"));
}

struct Broken {
  std::string text;
  std::string where;
  std::string what;
};

TEST(Pack, what_is_wrong_is_told_with_its_line) {
  const std::string long_word(201, 'x');
  const Broken broken[] = {
      {"[nosuch]\nx", "line 1", "no list has this name: [nosuch]"},
      {"[advice]\n推荐\n\n[Advice]", "line 4", "no list has this name: [Advice]"},
      {"[advice\n推荐", "line 1", "no list has this name"},
      {"[]", "line 1", "no list has this name"},
      {"[", "line 1", "no list has this name"},
      {"[ advice ]", "line 1", "no list has this name"},
      {"\n# comment\n推荐\n[advice]", "line 3", "a cue before the first list"},
      {"[advice]\n" + long_word, "line 2", "too long"},
      {"[advice]\nok | " + long_word + " | ok", "line 2", "too long"},
  };
  for (const auto& [text, where, what] : broken) {
    const auto pack = parse_pack(text);
    ASSERT_FALSE(pack) << text;
    EXPECT_EQ(pack.error().code, Code::malformed) << text;
    EXPECT_EQ(pack.error().where, where) << text;
    EXPECT_THAT(pack.error().what, HasSubstr(what)) << text;
  }
}

TEST(Pack, an_error_says_how_to_mend_it) {
  const auto unknown = parse_pack("[nosuch]");
  ASSERT_FALSE(unknown);
  for (const auto name : kCueNames) EXPECT_THAT(unknown.error().hint, HasSubstr(std::string(name)));
  const auto early = parse_pack("推荐");
  ASSERT_FALSE(early);
  EXPECT_THAT(early.error().hint, HasSubstr("[advice]"));
}

TEST(Pack, a_long_name_of_a_list_is_not_repeated_in_full) {
  const auto pack = parse_pack("[" + std::string(5000, 'x') + "]");
  ASSERT_FALSE(pack);
  EXPECT_LT(pack.error().what.size(), 120U);
}

TEST(Pack, only_the_first_fault_is_told) {
  const auto pack = parse_pack("[nosuch]\n[neither]\n");
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error().where, "line 1");
}

TEST(Pack, what_is_too_large_is_refused_and_what_just_fits_is_not) {
  EXPECT_TRUE(parse_pack("[news]\n" + std::string(200, 'x')));
  EXPECT_TRUE(parse_pack("[news]\n" + repeated_line("x\n", 4000)));
  EXPECT_FALSE(parse_pack("[news]\n" + repeated_line("x\n", 4001)));
  EXPECT_TRUE(parse_pack(std::string(256U << 10U, '\n')));
  EXPECT_FALSE(parse_pack(std::string((256U << 10U) + 1, '\n')));
}

TEST(Pack, the_length_of_a_word_is_that_of_its_folded_form) {
  // Full-width letters are three bytes each, their folded form one.
  EXPECT_TRUE(parse_pack("[news]\n" + repeated_line("Ａ", 200)));
  EXPECT_FALSE(parse_pack("[news]\n" + repeated_line("Ａ", 201)));
}

TEST(Pack, each_list_goes_by_its_name) {
  std::string text;
  for (const auto name : kCueNames) text += "[" + std::string(name) + "]\nword of " + std::string(name) + "\n";
  const auto pack = parse_pack(text);
  ASSERT_TRUE(pack);
  for (std::size_t i = 0; i < kLists; ++i)
    EXPECT_THAT(pack->of(cue_at(i)), ElementsAre("word of " + std::string(kCueNames[i])));
  EXPECT_EQ(kCueNames[static_cast<std::size_t>(Cue::neutral)], "neutral");
  EXPECT_EQ(kCueNames[static_cast<std::size_t>(Cue::filler)], "filler");
}

TEST(ExtendedPack, the_standard_one_gains_what_is_added) {
  const auto pack = extended_pack("[advice]\n买它就对了 | 推荐\n[offer]\nSpend More");
  ASSERT_TRUE(pack);
  EXPECT_EQ(pack->of(Cue::advice).size(), standard_pack().of(Cue::advice).size() + 1);
  EXPECT_EQ(pack->of(Cue::advice).back(), "买它就对了");
  EXPECT_EQ(pack->of(Cue::offer).back(), "spend more");
  EXPECT_EQ(pack->of(Cue::thanks), standard_pack().of(Cue::thanks));
}

TEST(ExtendedPack, a_word_that_is_added_is_found) {
  const auto pack = extended_pack("[advice]\n买它就对了\n[neutral]\n别克").value();
  EXPECT_TRUE(has_cue(pack, cue_form(pack, "我说买它就对了"), Cue::advice));
  EXPECT_FALSE(has_cue(standard_pack(), cue_form(standard_pack(), "我说买它就对了"), Cue::advice));
  EXPECT_FALSE(has_cue(pack, cue_form(pack, "一辆别克"), Cue::negation));
  EXPECT_TRUE(has_cue(standard_pack(), cue_form(standard_pack(), "一辆别克"), Cue::negation));
}

TEST(ExtendedPack, a_fault_in_what_is_added_is_told) {
  const auto pack = extended_pack("[advice]\nx\n[adivce]\ny");
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error().where, "line 3");
}

TEST(StandardPack, it_is_the_same_whenever_it_is_asked_for) {
  EXPECT_EQ(&standard_pack(), &standard_pack());
}

TEST(StandardPack, every_list_has_words_in_both_languages) {
  const auto is_ascii = [](const std::string& word) {
    return std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  };
  for (std::size_t i = 0; i < kLists; ++i) {
    const auto& words = standard_pack().of(cue_at(i));
    EXPECT_TRUE(std::any_of(words.begin(), words.end(), is_ascii)) << kCueNames[i];
    EXPECT_FALSE(std::all_of(words.begin(), words.end(), is_ascii)) << kCueNames[i];
  }
}

/// A neutral word within another word would take it out of every text before it is looked up.
TEST(StandardPack, no_word_is_taken_out_of_a_text_before_it_is_looked_up) {
  const auto& pack = standard_pack();
  for (std::size_t i = 1; i < kLists; ++i) {
    for (const auto& word : pack.of(cue_at(i)))
      EXPECT_TRUE(has_cue(pack, cue_form(pack, word), cue_at(i))) << "[" << kCueNames[i] << "] " << word;
  }
}

/// A neutral word that holds no cue would do nothing but take words out of texts.
TEST(StandardPack, every_neutral_word_holds_a_word_of_another_list) {
  const auto& pack = standard_pack();
  for (const auto& word : pack.of(Cue::neutral)) {
    bool holds = false;
    for (std::size_t i = 1; i < kLists; ++i) holds |= has_cue(pack, word, cue_at(i));
    EXPECT_TRUE(holds) << word;
  }
}

TEST(StandardPack, no_neutral_word_stands_in_another_list_too) {
  const auto& pack = standard_pack();
  for (const auto& word : pack.of(Cue::neutral)) {
    for (std::size_t i = 1; i < kLists; ++i)
      EXPECT_THAT(pack.of(cue_at(i)), testing::Not(testing::Contains(word))) << kCueNames[i];
  }
}

TEST(StandardPack, words_are_as_the_lookup_wants_them) {
  for (std::size_t i = 0; i < kLists; ++i) {
    const auto& words = standard_pack().of(cue_at(i));
    EXPECT_EQ(std::set<std::string>(words.begin(), words.end()).size(), words.size()) << kCueNames[i];
    for (const auto& word : words) {
      EXPECT_FALSE(word.empty() || word.starts_with(' ') || word.ends_with(' ')) << word;
      EXPECT_FALSE(word.starts_with('|') || word.ends_with('|')) << word;
      EXPECT_TRUE(std::none_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) << word;
    }
  }
}

/// What opens a floor to thank or to ask must not be a single character that begins other words all the time.
TEST(StandardPack, common_openings_of_plain_statements_are_no_thanks_and_no_questions) {
  const auto& pack = standard_pack();
  for (const char* text :
       {"顶配版今天降价 2 万", "码率从 5M 提到 8M", "求职季从 9 月开始", "蹲点三天抢到 2 台", "顶级配置只要 999",
        "码农薪资涨了 20%", "follow the steps in the wiki", "whoever bought it before May keeps the price"}) {
    const auto form = cue_form(pack, text);
    EXPECT_FALSE(opens_with_cue(pack, form, Cue::thanks)) << text;
    EXPECT_FALSE(opens_with_cue(pack, form, Cue::question)) << text;
  }
}

TEST(StandardPack, common_words_that_hold_laughter_by_chance_are_none) {
  const auto& pack = standard_pack();
  for (const char* text : {"手动挡的车今年只剩 3 款", "草稿已经提交给委员会", "草案 12 月公示", "门口的草坪全换了"})
    EXPECT_FALSE(has_cue(pack, cue_form(pack, text), Cue::laughter)) << text;
  for (const char* text : {"草，居然涨价了", "手动狗头", "卧草"})
    EXPECT_TRUE(has_cue(pack, cue_form(pack, text), Cue::laughter)) << text;
}

}  // namespace
}  // namespace gailou::digest
