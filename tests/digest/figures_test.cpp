#include "digest/text/figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/text/numbers.h"
#include "tests/support/files.h"

namespace gailou::digest {
namespace {

using Strings = std::vector<std::string>;
using testing::ElementsAre;
using testing::IsEmpty;

Strings faults(const std::string& text, const std::string& source, const std::set<std::size_t>& counts = {}) {
  return figure_faults(text, Strings{source}, counts);
}

TEST(Figures, numbers_have_their_magnitude) {
  EXPECT_THAT(numbers("22万、1.5亿、3千万、2百万、7百、1.75万亿"),
              ElementsAre("220000", "150000000", "30000000", "2000000", "700", "1.75e+12"));
  EXPECT_THAT(numbers("150K, 5 billion, 3bn, 2mn, 1.2 Trillion, 4t"),
              ElementsAre("150000", "5000000000", "3000000000", "2000000", "1.2e+12", "4e+12"));
}

TEST(Figures, a_magnitude_is_not_the_beginning_of_another_word) {
  EXPECT_THAT(numbers("3 months, 5 billions, 2 mice, 7bn2"), ElementsAre("3", "5", "2", "7"));
}

TEST(Figures, a_range_shares_its_magnitude) {
  EXPECT_THAT(numbers("$5–6 billion"), ElementsAre("5000000000", "6000000000"));
  EXPECT_THAT(numbers("50至60亿, 3+ ~ $4+ 万, 1到"), ElementsAre("5000000000", "6000000000", "30000", "40000", "1"));
}

TEST(Figures, commas_group_thousands_only) {
  EXPECT_THAT(numbers("220,000.5 1,2345 12,34"), ElementsAre("220000.5", "1234", "12", "34"));
}

TEST(Figures, a_number_begins_at_no_letter_and_no_full_stop) {
  EXPECT_THAT(numbers("H100 v4.7.1 .5 x9"), ElementsAre());
  EXPECT_THAT(numbers("4.7.1"), ElementsAre("4.7"));
  EXPECT_THAT(numbers("第3楼"), ElementsAre("3"));
}

TEST(Figures, digits_of_any_script_count) {
  EXPECT_THAT(numbers("٣٤ 万"), ElementsAre("340000"));
}

TEST(Figures, no_number_is_too_long_or_too_small) {
  EXPECT_THAT(numbers(std::string(400, '9')), ElementsAre("inf"));
  EXPECT_THAT(numbers("0." + std::string(400, '0') + "1"), ElementsAre("0"));
  EXPECT_THAT(numbers("12345678901234567890"), ElementsAre("1.23456789e+19"));
}

TEST(Figures, ten_digits_tell_figures_apart) {
  EXPECT_EQ(figure_key(0.1 + 0.2), figure_key(0.3));
  EXPECT_EQ(figure_key(1.1 * 1e8), figure_key(110000000));
  EXPECT_NE(figure_key(1234567890), figure_key(1234567891));
  EXPECT_EQ(figure_key(12345678901), figure_key(12345678902));
}

TEST(Figures, names_carry_a_capital_or_a_digit) {
  EXPECT_THAT(names("xAI trained GPT-4.5 on h100 with claude, I said"), ElementsAre("xAI", "GPT-4.5", "h100"));
}

TEST(Figures, in_chinese_prose_plain_words_of_four_letters_are_names) {
  EXPECT_THAT(names("可用树形allreduce优化,不用mpi"), ElementsAre("allreduce"));
}

TEST(Figures, a_figure_with_a_unit_is_no_name) {
  EXPECT_THAT(names("300MW 4.5k 16GB 2million 5x"), ElementsAre("5x"));
}

TEST(Figures, a_name_ends_where_its_letters_or_digits_end) {
  EXPECT_THAT(names("(Colossus-1)._"), ElementsAre("Colossus-1"));
  EXPECT_THAT(names("A-- -B_ C."), IsEmpty());
}

TEST(Figures, the_same_figure_may_be_written_otherwise) {
  const std::pair<const char*, const char*> same[] = {{"22万张", "220,000 张"},
                                                      {"50–60亿美元", "$5–6 billion"},
                                                      {"15万张", "150K的"},
                                                      {"1.75万亿", "$1.75 trillion"},
                                                      {"22 万", "22万"},
                                                      {"1m上下文", "1m context"},
                                                      {"0.5亿", "50 million"},
                                                      {"GPU利用率", "NVIDIA GPUs"},
                                                      {"Colossus1", "Colossus 1"},
                                                      {"Claude 4.7", "claude4.7"},
                                                      {"Anthropic", "Anthropic's"},
                                                      {"约30,000,150K同构", "GB200 ~30,000 150K的H100"}};
  for (const auto& [text, source] : same) EXPECT_THAT(faults(text, source), IsEmpty()) << text;
}

TEST(Figures, what_is_not_there_is_named) {
  const std::tuple<const char*, const char*, const char*> different[] = {
      {"22万", "2,200", "number 22万"},
      {"11%", "40%", "number 11"},
      {"H200", "H100", "name H200"},
      {"H20", "H200", "name H20"},
      {"100张卡", "H100", "number 100"},
      {"2.60", "2.70", "number 2.60"},
      {"6亿", "6 billion", "number 6亿"},
      {"xAI出售", "SpaceXAI出售", "name xAI"},
      {"30,000,160K", "30,000 150K", "number 30,000,160K"}};
  for (const auto& [text, source, fault] : different) EXPECT_THAT(faults(text, source), ElementsAre(fault)) << text;
}

TEST(Figures, a_range_is_named_for_each_end_that_is_missing) {
  EXPECT_THAT(faults("5-7 亿", "5亿"), ElementsAre("number 5-7 亿"));
  EXPECT_THAT(faults("6-7亿", ""), ElementsAre("number 6-7亿", "number 6-7亿"));
}

TEST(Figures, counts_stand_before_people_and_floors_only) {
  EXPECT_THAT(faults("3 人、2楼", "", {2, 3}), IsEmpty());
  EXPECT_THAT(faults("3 天", "", {3}), ElementsAre("number 3"));
  EXPECT_THAT(faults("4人", "", {3}), ElementsAre("number 4"));
}

TEST(Figures, a_floors_name_is_no_figure) {
  EXPECT_THAT(faults("反驳#65,见＃66", ""), IsEmpty());
}

TEST(Figures, a_list_with_many_commas_is_settled_quickly) {
  std::string list = "1";
  for (int i = 0; i < 39; ++i) list += ",000";
  EXPECT_THAT(faults(list + ",999", "1 000"), ElementsAre("number " + list + ",999"));
  std::string all = "1";
  for (int i = 0; i < 38; ++i) all += ",000";
  EXPECT_THAT(faults(all, "1 000"), IsEmpty());
}

TEST(Figures, no_source_has_no_figures) {
  EXPECT_THAT(figure_faults("22万", Strings{}), ElementsAre("number 22万"));
  EXPECT_THAT(figure_faults("没有数字。", Strings{}), IsEmpty());
}

TEST(Figures, sources_scanned_apart_answer_as_the_text_does) {
  const FigureSource a("合计 220,000 张");
  const FigureSource b("Colossus");
  const FigureSource* const both[] = {&a, &b};
  EXPECT_THAT(figure_faults("Colossus 有22万张H100", both, {}), ElementsAre("name H100"));
}

TEST(Figures, nothing_arises_where_two_scanned_sources_meet) {
  const FigureSource a("Colossus");
  const FigureSource b("1 号");
  const FigureSource* const both[] = {&a, &b};
  EXPECT_THAT(figure_faults("Colossus1", both, {}), ElementsAre("name Colossus1"));
  EXPECT_THAT(figure_faults("Colossus1", Strings{"Colossus", "1 号"}), IsEmpty());
}

TEST(Figures, every_floor_of_a_recorded_thread_stands_in_itself) {
  const auto texts = tests::seed_texts();
  ASSERT_EQ(texts.size(), 70U);
  for (const auto& text : texts) EXPECT_THAT(faults(text, text), IsEmpty()) << text;
}

}  // namespace
}  // namespace gailou::digest
