// What a floor says of an offer that stands: success, failure, waiting; dead, doubted, back.
#include <gtest/gtest.h>

#include "digest/deals/reports.h"

namespace gailou::digest {
namespace {

using Point = Heard::Point;
using Life = Heard::Life;

Heard heard(std::string_view text, bool few = false) {
  std::vector<OfferClause> clauses;
  add_clauses(text, 0, clauses);
  return heard_in(clauses, few);
}

TEST(DealReports, success_is_first_hand_and_done) {
  for (const auto* text : {"Ink 昨天刚下的，秒批", "到账了！第 12 天 post", "转了 40k，秒到 50k，成功", "刚拿下两张",
                           "提交完直接过", "approved after 7-10 days pending, no recon call", "已经 track 上 $36",
                           "P2 赶上末班车，秒批", "码能用，拿下 Dyson 一个", "$400 今天 post 了", "的 25k 今早进账"})
    EXPECT_EQ(heard(text).point, Point::success) << text;
}

TEST(DealReports, failure_is_the_reporters) {
  for (const auto* text : {"Ink 被拒，理由是超了 5/24", "客服说不算 DD，bonus 没戏", "我秒拒😭", "在线直接 denied",
                           "没赶上，卡了三天", "网点不肯给我码，白跑一趟", "到最后我也没刷出来", "never got the bonus"})
    EXPECT_EQ(heard(text).point, Point::failure) << text;
}

TEST(DealReports, waiting_is_neither) {
  for (const auto* text : {"今天开户成功，等 bonus 中", "20k 还没到，客服说要等 8 周", "现在坐等发钱",
                           "赶紧开了一套，奖励等着", "已经点了注册，还差 $1,900 没刷完", "waiting for the bonus"})
    EXPECT_EQ(heard(text).point, Point::pending) << text;
}

TEST(DealReports, who_was_not_chosen_fails_only_where_some_are) {
  EXPECT_EQ(heard("我一张卡都没有").point, Point::none);
  EXPECT_EQ(heard("我一张卡都没有", true).point, Point::failure);
  EXPECT_EQ(heard("那封我没有", true).point, Point::failure);
}

TEST(DealReports, talk_hearsay_and_questions_report_nothing) {
  for (const auto* text :
       {"去年我 Fidelity push 是 work 的", "听说有人到账了", "有人试过吗？能不能成功？", "25% 不算高，不急的可以等等",
        "提醒一句，年费首年不免，别等收到卡才开始刷", "加州可以", "门槛太高，告辞", "DD 用 Wise 推一笔行不行呀"})
    EXPECT_EQ(heard(text).point, Point::none) << text;
}

TEST(DealReports, a_plain_statement_is_a_death) {
  for (const auto* text : {"昨天准点没了", "网页同时下架，可以判死刑了", "这个 promo 上周末就停了，码全作废",
                           "combo 的页面撤了", "it's dead", "expired yesterday", "已失效"})
    EXPECT_EQ(heard(text).life, Life::over) << text;
}

TEST(DealReports, a_question_is_a_doubt) {
  for (const auto* text :
       {"链接是不是挂了？点进去 404", "申请页打不开，没了吗？", "活动页一片白，这是挂了？", "is it dead?"})
    EXPECT_EQ(heard(text).life, Life::doubted) << text;
}

TEST(DealReports, a_supposition_is_none_of_them) {
  const auto supposed = heard("我这里也是 404，应该 expired 了");
  EXPECT_EQ(supposed.life, Life::supposed) << "404 is seen, its meaning supposed";
  EXPECT_TRUE(supposed.second);
}

TEST(DealReports, one_shop_or_account_is_not_the_offer) {
  EXPECT_EQ(heard("我家附近的店卖光了").life, Life::untold);
  EXPECT_EQ(heard("app 挂了，一直转圈").life, Life::untold);
  EXPECT_EQ(heard("账户没了 UR 就跟着没了").life, Life::untold);
}

TEST(DealReports, what_is_back_is_told_from_what_never_went) {
  EXPECT_EQ(heard("The page is back, try incognito").life, Life::back);
  EXPECT_EQ(heard("combo 活过来了，换了个网址而已").life, Life::back);
  EXPECT_EQ(heard("没这回事，我这边打开还是 75k").life, Life::lives);
}

TEST(DealReports, clauses_end_at_commas_but_not_inside_figures) {
  std::vector<OfferClause> clauses;
  add_clauses("转了 $1,200，客服说不算；真的吗？", 3, clauses);
  ASSERT_EQ(clauses.size(), 3u);
  EXPECT_EQ(clauses[0].text, U"转了 $1,200");
  EXPECT_EQ(clauses[0].sentence, 3u);
  EXPECT_FALSE(clauses[1].asks);
  EXPECT_TRUE(clauses[2].asks);
}

TEST(DealReports, nothing_is_heard_in_nothing) {
  EXPECT_EQ(heard("").point, Point::none);
  EXPECT_EQ(heard("").life, Life::untold);
  EXPECT_TRUE(heard("，，。").sentences.empty());
}

}  // namespace
}  // namespace gailou::digest
