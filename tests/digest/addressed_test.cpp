// Entries that answer another floor: what opens them, and what the other side is quoted with.
#include "digest/compose/addressed.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/compose/gates.h"
#include "digest/text/figures.h"
#include "digest/text/normalize.h"
#include "tests/support/digests.h"
#include "tests/support/readings.h"

namespace gailou::digest {
namespace {

using testing::HasSubstr;
using tests::plain_post;
using tests::post_of;

std::string opened(const std::string& text, const std::function<void(Append&)>& open) {
  Append entry{.text = text};
  open(entry);
  return entry.text;
}
std::string rebutted(const std::string& text, std::int64_t floor = 65, bool sharply = true,
                     Language language = Language::zh) {
  return opened(text, [&](Append& entry) { open_with_rebuttal(entry, Floor{floor}, sharply, {.language = language}); });
}
std::string answered(const std::string& text, std::int64_t floor = 38, Language language = Language::zh) {
  return opened(text, [&](Append& entry) { open_with_answer(entry, Floor{floor}, {.language = language}); });
}

std::string of_units(std::size_t count) {
  std::string text;
  for (std::size_t i = 1; i < count; ++i) text += "机";
  return text + "房";
}

struct Asked {
  bool done = false;
  Append entry{};
};

Asked asked(const std::string& question, const std::string& answer, const ComposeSettings& settings = {}) {
  Asked asked{.entry = {.text = answer}};
  asked.done = open_with_question(asked.entry, standard_pack(), plain_post(12, "甲", question), settings);
  if (!asked.done) {
    EXPECT_EQ(asked.entry.text, answer) << question;
    EXPECT_TRUE(asked.entry.evidence.empty()) << question;
  }
  return asked;
}

TEST(Addressed, an_entry_says_whom_it_answers_in_front) {
  EXPECT_EQ(rebutted("机房没有这么大。"), "反驳#65：机房没有这么大。");
  EXPECT_EQ(answered("机房在孟菲斯。"), "回应#38：机房在孟菲斯。");
}

TEST(Addressed, milder_disagreement_only_answers) {
  EXPECT_EQ(rebutted("机房没有这么大。", 65, false), "回应#65：机房没有这么大。");
  EXPECT_EQ(rebutted("The room is not that big.", 65, false, Language::en), "re #65: The room is not that big.");
}

TEST(Addressed, english_digests_say_so_in_english) {
  EXPECT_EQ(rebutted("The room is not that big.", 65, true, Language::en), "vs #65: The room is not that big.");
  EXPECT_EQ(answered("The room is in Memphis.", 38, Language::en), "re #38: The room is in Memphis.");
}

/// The gates take a longer or capitalised word for a name that a floor must hold.
TEST(Addressed, no_opening_holds_what_the_gates_take_for_a_name) {
  for (const auto language : {Language::zh, Language::en}) {
    for (const std::string text : {"机房没有这么大。", "The room is small."}) {
      for (const auto& whole : {rebutted(text, 65, true, language), answered(text, 65, language),
                                asked("次年年费多少？", text, {.language = language}).entry.text,
                                asked("What is the annual fee?", text, {.language = language}).entry.text}) {
        EXPECT_TRUE(figure_faults(whole, {text + " 次年年费多少 What is the annual fee"}, {1}).empty()) << whole;
      }
    }
  }
}

TEST(Addressed, who_names_the_floor_already_needs_no_opening) {
  EXPECT_EQ(rebutted("#65 说的不成立。"), "#65 说的不成立。");
  EXPECT_EQ(answered("同意 #38，机房在孟菲斯。"), "同意 #38，机房在孟菲斯。");
  EXPECT_EQ(answered("反驳#38：机房在孟菲斯。"), "反驳#38：机房在孟菲斯。");
  EXPECT_EQ(answered("#3 和 #380 说的不成立。"), "回应#38：#3 和 #380 说的不成立。");
}

TEST(Addressed, an_opening_once_there_is_not_doubled) {
  EXPECT_EQ(rebutted(rebutted("机房没有这么大。")), "反驳#65：机房没有这么大。");
  EXPECT_EQ(answered(rebutted("机房没有这么大。"), 65), "反驳#65：机房没有这么大。");
}

TEST(Addressed, an_opening_that_has_no_room_is_left_out) {
  const auto opening = units("反驳#65：");
  const auto fits = of_units(kEntryUnitsMax - opening);
  const auto full = of_units(kEntryUnitsMax - opening + 1);
  EXPECT_EQ(rebutted(fits), "反驳#65：" + fits);
  EXPECT_EQ(units(rebutted(fits)), kEntryUnitsMax);
  EXPECT_EQ(rebutted(full), full);
  EXPECT_EQ(answered(of_units(kEntryUnitsMax)), of_units(kEntryUnitsMax));
}

TEST(Addressed, nothing_but_the_text_is_touched) {
  Append entry{.section = "disputes", .text = "机房没有这么大。", .floors = {Floor{66}}};
  open_with_rebuttal(entry, Floor{65}, true, {});
  EXPECT_EQ(entry.section, "disputes");
  EXPECT_EQ(entry.floors, std::vector<Floor>{Floor{66}});
  EXPECT_TRUE(entry.evidence.empty());
  EXPECT_TRUE(entry.links.empty());
}

TEST(Addressed, an_owner_s_limit_of_an_entry_is_kept) {
  Append entry{.text = of_units(30)};
  open_with_rebuttal(entry, Floor{65}, true, {.max_entry = 30});
  EXPECT_EQ(entry.text, of_units(30));
  open_with_rebuttal(entry, Floor{65}, true, {.max_entry = 33});
  EXPECT_EQ(entry.text, "反驳#65：" + of_units(30));
}

// --- a question before its answer
TEST(Addressed, a_question_stands_before_its_answer_and_is_cited) {
  const auto found = asked("次年年费多少？", "年费 $95，首年免。");
  ASSERT_TRUE(found.done);
  EXPECT_EQ(found.entry.text, "#12 问：次年年费多少？答：年费 $95，首年免。");
  ASSERT_EQ(found.entry.evidence.size(), 1U);
  EXPECT_EQ(found.entry.evidence[0], (Evidence{.floor = Floor{12}, .quote = "次年年费多少？"}));
}

TEST(Addressed, in_an_english_digest_they_are_told_apart_in_english) {
  const auto found = asked("What is the annual fee?", "It is $95.", {.language = Language::en});
  ASSERT_TRUE(found.done);
  EXPECT_EQ(found.entry.text, "Q #12: What is the annual fee? A: It is $95.");
}

TEST(Addressed, a_question_without_a_mark_gets_one) {
  EXPECT_EQ(asked("请问次年年费多少", "年费 $95。").entry.text, "#12 问：请问次年年费多少？答：年费 $95。");
}

TEST(Addressed, what_is_no_question_alone_is_not_put_before_an_answer) {
  for (const char* text :
       {"", "/uploads/a.png", "次年年费是 $95", "机房在孟菲斯。电费便宜。次年年费多少？", "啥？",
        "#3 说的次年年费多少？", "请问大家有没有人知道这家银行的这张卡在第二年的时候还要不要再交年费？"}) {
    EXPECT_FALSE(asked(text, "年费 $95，首年免。").done) << text;
  }
}

TEST(Addressed, a_question_is_left_out_where_both_together_are_long) {
  EXPECT_TRUE(asked("次年年费多少？", of_units(45) + "。").done);
  EXPECT_FALSE(asked("次年年费多少？", of_units(46) + "。").done);
  EXPECT_FALSE(asked("次年年费多少？", of_units(30) + "。", {.max_entry = 38}).done);
}

// --- the other side
std::string side(const Post& partner, const std::string& about) {
  const auto found = side_of(partner, feature_keys(about));
  if (!found) return "nothing";
  EXPECT_EQ(found->floor, partner.floor);
  return found->quote;
}

TEST(SideOf, it_is_the_sentence_that_speaks_of_the_same) {
  const auto partner =
      plain_post(65, "甲", "机房在孟菲斯，一共三栋大楼。利用率只有 11%！电费每度 6.5 美分，非常便宜。");
  EXPECT_EQ(side(partner, "11% 指的是 MFU"), "利用率只有 11%！");
  EXPECT_EQ(side(partner, "电费没有这么便宜"), "电费每度 6.5 美分，非常便宜。");
  EXPECT_EQ(side(partner, "孟菲斯没有大楼"), "机房在孟菲斯，一共三栋大楼。");
}

TEST(SideOf, it_is_the_longest_sentence_if_nothing_is_shared) {
  const auto partner = plain_post(65, "甲", "机房在孟菲斯。电费每度 6.5 美分，非常便宜！利用率低。");
  EXPECT_EQ(side(partner, "月亮"), "电费每度 6.5 美分，非常便宜！");
  EXPECT_EQ(side(partner, ""), "电费每度 6.5 美分，非常便宜！");
}

TEST(SideOf, of_two_alike_the_first_is_quoted) {
  const auto partner = plain_post(65, "甲", "利用率是 11% 呢。利用率有 11% 吗？");
  EXPECT_EQ(side(partner, "11%"), "利用率是 11% 呢。");
}

TEST(SideOf, what_is_too_little_is_not_quoted) {
  EXPECT_EQ(side(plain_post(65, "甲", ""), "机房"), "nothing");
  EXPECT_EQ(side(plain_post(65, "甲", "/uploads/a.png"), "机房"), "nothing");
  EXPECT_EQ(side(plain_post(65, "甲", "是。不。"), "机房"), "nothing");
}

TEST(SideOf, the_words_of_others_in_it_are_nobody_s_side) {
  auto partner = post_of(65, "甲", "我看利用率不止这么点");
  partner.body.blocks.insert(partner.body.blocks.begin(), {.kind = Block::Kind::quote,
                                                           .spans = {{.text = "机房的利用率只有 11%，电费很便宜"}},
                                                           .author = "乙",
                                                           .floor = 3});
  EXPECT_EQ(side(partner, "利用率只有 11%，电费很便宜"), "我看利用率不止这么点");
}

TEST(SideOf, around_what_was_taken_out_a_piece_is_verbatim) {
  auto partner = post_of(65, "甲", "");
  partner.body.blocks = {{.spans = {{.text = "公告在 "},
                                    {.kind = Span::Kind::image, .url = "/uploads/a.png"},
                                    {.text = " 里写明利用率只有 11% 而已"}}}};
  const auto quote = side(partner, "11%");
  EXPECT_THAT(norm(text_of(partner.body)), HasSubstr(norm(quote)));
  EXPECT_NE(quote, "nothing");
}

TEST(SideOf, every_quote_is_a_verbatim_piece_of_the_floor) {
  for (const char* text : {"官方公告在 https://a.example/b?c=1 里面写明限额翻倍到 200 次", "A。B。利用率 11%。😀😀😀😀",
                           "“引号里的 11%”和（括号里的 12%）都在这里", "１１％ 的全角数字也算，＃３ 楼说的",
                           "第一行有 11%\n第二行有 12%\n第三行有 13%", "a  b   c    11%     d",
                           "零\xE2\x80\x8B宽 11% 字符\xC2\xA0在这里"}) {
    for (const bool plain : {false, true}) {
      const auto partner = plain ? plain_post(65, "甲", text) : post_of(65, "甲", text);
      const auto found = side_of(partner, feature_keys("11%"));
      ASSERT_TRUE(found) << text;
      EXPECT_THAT(norm(text_of(partner.body)), HasSubstr(norm(found->quote))) << text;
      EXPECT_GE(to_u32(found->quote).size(), 4U) << text;
    }
  }
}

TEST(SideOf, a_floor_of_a_thousand_sentences_is_read_as_far_as_forty) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "第" + std::to_string(i) + "号机柜还没有通电。";
  EXPECT_EQ(side(post_of(65, "甲", text), "39"), "第39号机柜还没有通电。");
  EXPECT_EQ(side(post_of(65, "甲", text), "999"), "第0号机柜还没有通电。");
}

TEST(SideOf, an_endless_word_is_no_side) {
  EXPECT_EQ(side(post_of(65, "甲", std::string(100'000, 'x')), "x"), "nothing");
  EXPECT_EQ(side(plain_post(65, "甲", std::string(100'000, 'x') + "\n利用率只有 11%"), "11%"), "利用率只有 11%");
}

}  // namespace
}  // namespace gailou::digest
