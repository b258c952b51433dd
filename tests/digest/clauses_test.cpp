// Which clauses of a sentence need one another.
#include "digest/compose/clauses.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gailou::digest {
namespace {

using testing::ElementsAre;

std::vector<std::string> texts(const std::string& sentence) {
  std::vector<std::string> out;
  for (const auto& clause : clauses_of(standard_pack(), sentence)) out.emplace_back(clause.text);
  return out;
}

Clause only(const std::string& text) {
  const auto clauses = clauses_of(standard_pack(), text);
  EXPECT_EQ(clauses.size(), 1U) << text;
  return clauses.front();
}

/// What is left when the clauses of those numbers may go.
std::vector<std::string> left(const std::string& sentence, const std::vector<std::size_t>& idle) {
  const auto clauses = clauses_of(standard_pack(), sentence);
  std::vector<bool> may_go(clauses.size());
  for (const auto index : idle) may_go[index] = true;
  const auto standing = left_standing(clauses, may_go);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    if (standing[i]) out.emplace_back(clauses[i].text);
  }
  return out;
}

TEST(Clauses, end_at_commas_of_either_width) {
  EXPECT_THAT(texts("机房停电了，备用的也坏了,只好等"), ElementsAre("机房停电了", "备用的也坏了", "只好等"));
}

TEST(Clauses, a_comma_in_a_figure_parts_nothing) {
  EXPECT_THAT(texts("一共 1,250 台"), ElementsAre("一共 1,250 台"));
}

TEST(Clauses, what_stands_in_brackets_or_quotes_stays_together) {
  EXPECT_THAT(texts("新机房（三楼，朝北）开了，欢迎来"), ElementsAre("新机房（三楼，朝北）开了", "欢迎来"));
  EXPECT_THAT(texts("他说\"等等，还没好\"，就走了"), ElementsAre("他说\"等等，还没好\"", "就走了"));
  EXPECT_THAT(texts("公告“暂停，另行通知”，没说多久"), ElementsAre("公告“暂停，另行通知”", "没说多久"));
}

TEST(Clauses, a_bracket_that_never_opened_parts_as_if_it_was_not_there) {
  EXPECT_THAT(texts("三楼）开了，欢迎来"), ElementsAre("三楼）开了", "欢迎来"));
}

TEST(Clauses, a_condition_a_time_and_a_topic_lead_to_what_follows) {
  for (const char* text :
       {"如果明天还停电", "虽然机房不大", "因为线路老化", "换电源的时候", "要修好的话", "客服说", "电费"})
    EXPECT_TRUE(only(text).leads) << text;
  for (const char* text : {"机房今天停电了", "备用电源也坏了"}) EXPECT_FALSE(only(text).leads) << text;
}

TEST(Clauses, a_turn_and_an_exception_limit_what_stands_before) {
  for (const char* text : {"但只修了一半", "除非换整条线路", "否则要自己出钱", "不过要等一周"})
    EXPECT_TRUE(only(text).limits) << text;
  EXPECT_FALSE(only("机房今天停电了").limits);
}

TEST(Clauses, figures_negations_doubts_and_questions_tell) {
  for (const char* text :
       {"要等 3 天", "没有备用的", "可能要换", "据说要换", "仅限三楼", "加州可以", "怎么会这样呢", "但修好了"})
    EXPECT_TRUE(only(text).telling) << text;
  EXPECT_FALSE(only("师傅人很客气").telling);
}

TEST(Clauses, a_person_a_name_and_an_advice_begin_anew) {
  for (const char* text : {"我打了电话", "楼主说得清楚", "别急着签", "Windows 那台好好的", "建议换一条线"})
    EXPECT_TRUE(only(text).fresh) << text;
  for (const char* text : {"打了电话", "也停了", "现在连一台都用不上", "但修好了", "他们修好了", "windows 那台好好的"})
    EXPECT_FALSE(only(text).fresh) << text;
}

TEST(LeftStanding, an_idle_end_goes) {
  EXPECT_THAT(left("机房停电三小时，师傅人很客气", {1}), ElementsAre("机房停电三小时"));
}

TEST(LeftStanding, what_goes_on_with_a_clause_keeps_it) {
  EXPECT_THAT(left("那台机器用了很久，停电三小时", {0}), ElementsAre("那台机器用了很久", "停电三小时"));
}

TEST(LeftStanding, what_begins_anew_lets_the_front_go) {
  EXPECT_THAT(left("那天天气很好，我们停电三小时", {0}), ElementsAre("我们停电三小时"));
}

TEST(LeftStanding, half_of_a_condition_never_stands_alone) {
  EXPECT_THAT(left("如果再停电，师傅会过来", {1}), ElementsAre("如果再停电", "师傅会过来"));
  EXPECT_THAT(left("如果再停电，师傅会过来", {0}), ElementsAre("如果再停电", "师傅会过来"));
}

TEST(LeftStanding, a_claim_is_not_left_without_its_limit) {
  EXPECT_THAT(left("机房都修好了，但三楼还停着", {1}), ElementsAre("机房都修好了", "但三楼还停着"));
  EXPECT_THAT(left("机房都修好了，但三楼还停着", {0}), ElementsAre("机房都修好了", "但三楼还停着"));
}

TEST(LeftStanding, clauses_that_hang_on_one_another_go_together_or_not_at_all) {
  EXPECT_THAT(left("师傅人很客气，一直陪着聊天，还递了水，我们等了三小时", {0, 1, 2}), ElementsAre("我们等了三小时"));
  EXPECT_THAT(left("师傅人很客气，修了三小时，还递了水，我们先走了", {0, 3}),
              ElementsAre("师傅人很客气", "修了三小时", "还递了水"));
}

TEST(LeftStanding, something_is_always_left) {
  EXPECT_THAT(left("师傅人很客气，还递了水", {0, 1}), ElementsAre("师傅人很客气"));
}

}  // namespace
}  // namespace gailou::digest
