// The tables of cue words, and the likeness of entries.
#include "digest/compose/cues.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/compose/features.h"
#include "digest/compose/repeats.h"
#include "digest/compose/section.h"

namespace gailou::digest {
namespace {

const Pack& pack() {
  return standard_pack();
}
std::string form(std::string_view text) {
  return cue_form(pack(), text);
}
bool has(std::string_view text, Cue cue) {
  return has_cue(pack(), form(text), cue);
}

TEST(Cues, latin_words_match_whole_words_only) {
  EXPECT_TRUE(has("a BONUS, they say", Cue::deal));
  EXPECT_FALSE(has("an ideal day", Cue::deal));
  EXPECT_TRUE(has("这是BS吧", Cue::dispute));
  EXPECT_FALSE(has("absolute", Cue::dispute));
}

TEST(Cues, words_that_hold_a_cue_by_chance_are_none) {
  EXPECT_FALSE(has("链接是不是挂了", Cue::contrast));
  EXPECT_FALSE(has("不过是小事", Cue::contrast));
  EXPECT_TRUE(has("不过还没通电", Cue::contrast));
  EXPECT_FALSE(has("特别快", Cue::negation));
}

TEST(Cues, a_neutral_latin_word_is_taken_out_only_where_it_stands_alone) {
  const auto pack = parse_pack("[neutral]\nno idea\n[negation]\nno\n[contrast]\nidea").value();
  EXPECT_FALSE(has_cue(pack, cue_form(pack, "I have no idea"), Cue::negation));
  EXPECT_TRUE(has_cue(pack, cue_form(pack, "no ideals"), Cue::negation));
  EXPECT_TRUE(has_cue(pack, cue_form(pack, "a casino idea"), Cue::contrast));
}

TEST(Cues, what_a_neutral_word_leaves_makes_no_new_word) {
  const auto pack = parse_pack("[neutral]\nab\n[contrast]\nxy\nx y").value();
  EXPECT_EQ(cue_form(pack, "x不ab错y"), "x不 错y");
  EXPECT_FALSE(has_cue(pack, cue_form(pack, "xaby"), Cue::contrast));
}

TEST(Cues, different_words_are_counted) {
  EXPECT_EQ(count_cues(pack(), form("但是，但是，不过"), Cue::contrast), 2U);
  EXPECT_EQ(count_cues(pack(), "", Cue::contrast), 0U);
}

TEST(Cues, openings_count_at_the_front_only) {
  EXPECT_TRUE(opens_with_cue(pack(), form("谢谢楼主"), Cue::thanks));
  EXPECT_FALSE(opens_with_cue(pack(), form("楼主谢谢"), Cue::thanks));
  EXPECT_EQ(opening_cue(pack(), form("哈哈哈，好"), Cue::filler), std::string_view("哈哈哈").size());
}

TEST(Section, the_first_rule_that_holds_names_it) {
  const Bearing disputed{.disputes = true, .alone = true};
  EXPECT_EQ(section_of(pack(), "算力不够", disputed), "disputes");
  EXPECT_EQ(section_of(pack(), "算力不够", {}), "key");
  EXPECT_EQ(section_of(pack(), "今天有羊毛，返 20 刀，建议买", {}), "deals");
  EXPECT_EQ(section_of(pack(), "今天建议买", {}), "actions");
  EXPECT_EQ(section_of(pack(), "今天官方宣布恢复了", {}), "latest");
}

TEST(Section, of_several_entries_only_the_one_that_disputes_is_disputed) {
  const Bearing bearing{.disputes = true, .alone = false};
  EXPECT_EQ(section_of(pack(), "这个不成立", bearing), "disputes");
  EXPECT_EQ(section_of(pack(), "机房在孟菲斯", bearing), "key");
}

TEST(Section, who_asks_for_advice_or_opens_a_thread_gives_none) {
  EXPECT_EQ(section_of(pack(), "有什么推荐的吗？", {}), "key");
  EXPECT_EQ(section_of(pack(), "求推荐一台车", {.opens = true}), "key");
  EXPECT_EQ(section_of(pack(), "推荐直接去直营店", {}), "actions");
  EXPECT_EQ(section_of(pack(), "手上两家，周五要答复，求建议", {}), "key");
  EXPECT_EQ(section_of(pack(), "流动性最好的是甲家", {}), "key");
  EXPECT_EQ(section_of(pack(), "最好去直营店", {}), "actions");
  EXPECT_EQ(section_of(pack(), "都别急着选", {}), "actions");
}

TEST(Section, how_it_goes_on_with_the_author_is_news) {
  EXPECT_EQ(section_of(pack(), "更新下我的进展：投了 47 家", {}), "latest");
  EXPECT_EQ(section_of(pack(), "最终决定不走了，机票退了", {}), "latest");
  EXPECT_EQ(section_of(pack(), "最终决定不走了", {}), "key");
}

TEST(Section, what_the_author_did_himself_is_no_advice) {
  EXPECT_EQ(section_of(pack(), "我换成油车以后省心多了", {}), "key");
  EXPECT_EQ(section_of(pack(), "换成油车以后省心多了", {}), "actions");
}

TEST(Section, where_the_thread_has_offers_all_is_about_them) {
  EXPECT_EQ(section_of(pack(), "Ink 被拒，理由是超了 5/24", {.has_offers = true}), "deals");
  EXPECT_EQ(section_of(pack(), "Ink 被拒，理由是超了 5/24", {}), "key");
  EXPECT_EQ(section_of(pack(), "估值 $1.75 trillion", {}), "key");
}

TEST(Section, talk_of_money_without_an_offer_is_no_deal) {
  EXPECT_EQ(section_of(pack(), "年费 $795 直接扣走了", {}), "key");
  EXPECT_EQ(section_of(pack(), "有羊毛吗，$20 也行？", {}), "key");
}

TEST(Features, the_same_figure_is_the_same_in_every_notation) {
  const auto key = [](std::string_view text) { return features_of(text).at(0).key; };
  EXPECT_EQ(key("22万"), key("220,000"));
  EXPECT_EQ(key("100K"), key("100,000"));
  EXPECT_NE(key("100K"), key("100"));
}

TEST(Features, figures_that_measure_weigh_as_such) {
  using Kind = Feature::Kind;
  EXPECT_EQ(features_of("40%").at(0).kind, Kind::measured_figure);
  EXPECT_EQ(features_of("$20").at(0).kind, Kind::measured_figure);
  EXPECT_EQ(features_of("20").at(0).kind, Kind::figure);
}

TEST(Features, one_capital_at_the_front_of_a_sentence_makes_no_name) {
  using Kind = Feature::Kind;
  EXPECT_EQ(features_of("Training runs").at(0).kind, Kind::word);
  EXPECT_EQ(features_of("xAI runs").at(0).kind, Kind::name);
  EXPECT_EQ(features_of("use H100").at(1).kind, Kind::name);
}

TEST(Features, common_words_are_none_and_repeats_count_once) {
  EXPECT_TRUE(features_of("the of and it").empty());
  const auto counts = count_features(features_of("H100 H100 40% 40%"));
  EXPECT_EQ(counts.latin, 1U);
  EXPECT_EQ(counts.figures, 1U);
}

TEST(Repeats, the_most_alike_text_is_found) {
  Repeats repeats;
  repeats.add("机房一期共有三万张卡，二期还没有通电。");
  repeats.add("机房一期共有三万张卡，二期全是新卡。");
  EXPECT_EQ(repeats.find("机房一期共有三万张卡，二期全是新卡！"), 1U);
  EXPECT_EQ(repeats.find("另外一件完全不同的事情。"), std::nullopt);
}

TEST(Repeats, a_text_within_another_is_a_repeat) {
  Repeats repeats;
  repeats.add("今天传他们一号机房只有11%利用率，训练都推到二号机房了，很多人都走了。");
  EXPECT_EQ(repeats.find("一号机房只有11%利用率。"), 0U);
}

TEST(Repeats, of_very_short_texts_only_likeness_counts) {
  Repeats repeats;
  repeats.add("我觉得这个机房的利用率不会太高，大家等等再看。");
  EXPECT_EQ(repeats.find("利用率"), std::nullopt);
  EXPECT_EQ(repeats.find(""), std::nullopt);
}

TEST(Repeats, an_index_full_of_the_same_grams_still_finds_repeats) {
  Repeats repeats;
  for (int i = 0; i < 500; ++i) repeats.add("第" + std::to_string(i * 7919) + "号");
  repeats.add("完全不同的一句话，里面没有编号。");
  EXPECT_EQ(repeats.find("完全不同的一句话，里面没有编号"), 500U);
}

TEST(Cues, words_of_one_and_two_letters_are_found_whatever_follows_them) {
  Pack pack;
  pack.add(Cue::aside, "x");
  pack.add(Cue::aside, "lz");
  EXPECT_TRUE(has_cue(pack, "x", Cue::aside));
  EXPECT_TRUE(has_cue(pack, "我 x 了", Cue::aside));
  EXPECT_TRUE(has_cue(pack, "问 lz", Cue::aside));
  EXPECT_TRUE(has_cue(pack, "lz说过", Cue::aside));
  EXPECT_TRUE(has_cue(pack, "lz, again", Cue::aside));
  EXPECT_FALSE(has_cue(pack, "lzma", Cue::aside));
  EXPECT_FALSE(has_cue(pack, "xi", Cue::aside));
  EXPECT_FALSE(has_cue(pack, "", Cue::aside));
}

TEST(Cues, each_word_of_the_standard_pack_is_found_in_a_sentence_that_holds_it) {
  const Pack& pack = standard_pack();
  for (std::size_t i = 0; i < kCueNames.size(); ++i) {
    for (const auto& word : pack.of(static_cast<Cue>(i))) {
      EXPECT_TRUE(has_cue(pack, "前面 " + word + " 后面", static_cast<Cue>(i))) << word;
      EXPECT_THAT(cues_in(pack, word, static_cast<Cue>(i)), ::testing::Contains(word));
    }
  }
}

TEST(Cues, a_word_that_stands_twice_counts_once) {
  Pack pack;
  pack.add(Cue::news, "更新");
  pack.add(Cue::news, "更新");
  pack.add(Cue::news, "");
  EXPECT_EQ(pack.of(Cue::news).size(), 1U);
  EXPECT_EQ(count_cues(pack, "更新了,又更新", Cue::news), 1U);
}

}  // namespace
}  // namespace gailou::digest
