// How shops, carriers and their customers speak of prices and coupons: what opens an offer, by which name it is called,
// and what counts as a report of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/deals/amounts.h"
#include "digest/deals/reports.h"
#include "digest/deals/scan.h"
#include "digest/text/normalize.h"
#include "tests/digest/deal_story.h"

namespace gailou::digest {
namespace {

using testing::IsEmpty;
using tests::DealStory;
using Floors = std::vector<Floor>;
using Point = Heard::Point;
using Life = Heard::Life;

Heard heard(std::string_view text) {
  std::vector<OfferClause> clauses;
  add_clauses(text, 0, clauses);
  return heard_in(clauses, false);
}

std::string amount(std::string_view text) {
  const auto small = small_form(norm32(text));
  const auto found = amount_in(small);
  return found ? to_u8(std::u32string_view(small).substr(found->begin, found->end - found->begin)) : "";
}

TEST(ShopReports, what_one_did_and_how_it_ended_is_a_success) {
  for (const auto* text :
       {"充好了", "抢到一张", "买了两桶，排队排到门口", "实付 450", "省了60", "拿了两箱", "办好了，快递两天就到",
        "Clipped and used", "Ported two lines this morning", "Booked two nights", "I just ordered one"})
    EXPECT_EQ(heard(text).point, Point::success) << text;
}

TEST(ShopReports, what_one_could_not_do_is_a_failure) {
  for (const auto* text :
       {"又没抢上", "没买着，货架空了", "一次没中", "老号码转不了", "没抢到", "付不了款", "今日名额已满",
        "checkout keeps saying no", "I got bounced at the last step", "support refunded me"})
    EXPECT_EQ(heard(text).point, Point::failure) << text;
}

TEST(ShopReports, wishes_questions_and_plans_are_none) {
  for (const auto* text :
       {"想买一台", "等我抢一张", "能不能买两件", "你领没领过", "要不要买一箱", "别买了", "who needs another login"})
    EXPECT_EQ(heard(text).point, Point::none) << text;
}

TEST(ShopReports, none_left_at_eight_sharp_is_bad_luck_and_no_death) {
  const auto report = heard("没抢到，8 点整点进去就写着已抢光");
  EXPECT_EQ(report.point, Point::failure);
  EXPECT_EQ(report.life, Life::untold);
  EXPECT_EQ(heard("页面写着已领完").life, Life::over);
}

TEST(ShopReports, a_coupon_that_will_lapse_on_a_day_is_not_dead) {
  EXPECT_EQ(heard("11 月 11 日 23:59作废").life, Life::untold);
}

TEST(ShopAmounts, the_final_price_counts_before_the_steps_to_it) {
  EXPECT_EQ(amount("199减80，算下来到手69.9元"), "69.9元");
  EXPECT_EQ(amount("到手75.8，领满199减100的券"), "75.8");
}

TEST(ShopAmounts, a_plan_is_what_it_costs_a_month) {
  EXPECT_EQ(amount("某某卡，月租19元送200G流量，仅限新入网"), "19元");
  EXPECT_EQ(amount("学生套餐首年9元/月，第二年起29"), "9元");
  EXPECT_EQ(amount("停车月租300元"), "") << "of a car park it is a fee";
}

DealStory shops() {
  DealStory story("十一月的便宜事");
  story
      .say("甲", "2026-11-02",
           "大家补充。\n1) 橙子超市：满99减20的券，App首页领，11月8号前有效\n"
           "2) 移动青草卡，月租19元送200G流量，仅限新入网\n3) 团团外卖红包，满18减10，发到11月15日")
      .say("乙", "2026-11-02", "橙子超市的券领到了，今天买菜109付了89", 1)
      .say("丙", "2026-11-03", "青草卡我打电话问了，老号码，转不了")
      .say("丁", "2026-11-03", "永盛超市周三会员日，玉米油5L只要59.9，平时79，限购两桶，只有11月4日一天")
      .say("戊", "2026-11-04", "买了两桶，阿姨们排队排到门口", 4)
      .say("己", "2026-11-04", "永盛的油下班去已经空了，没买着")
      .say("庚", "2026-11-05", "瑞瑞咖啡又联名了，38一杯喝不起");
  return story;
}

TEST(ShopStories, a_shop_in_front_belongs_to_the_name) {
  auto story = shops();
  story.digest(2);
  const auto oil = story.offer("玉米油");
  ASSERT_TRUE(oil);
  EXPECT_EQ(oil->offer, "永盛超市 玉米油");
  EXPECT_EQ(oil->amount, "59.9");
  EXPECT_EQ(oil->ends, "2026-11-04");
  EXPECT_EQ(oil->data_points.success, Floors{Floor{5}});
  EXPECT_EQ(oil->data_points.failure, Floors{Floor{6}});
  EXPECT_THAT(story.faults(), IsEmpty());
}

TEST(ShopStories, an_offer_is_called_by_a_piece_of_its_name) {
  auto story = shops();
  story.digest(3);
  const auto plan = story.offer("青草卡");
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->data_points.failure, Floors{Floor{3}});
  EXPECT_EQ(story.offers().size(), 4u) << "a price that nobody cut is no offer";
}

class ShopBatches : public testing::TestWithParam<std::size_t> {};

TEST_P(ShopBatches, leave_the_same_offers) {
  auto whole = shops();
  whole.digest();
  auto cut = shops();
  cut.digest(GetParam());
  EXPECT_EQ(cut.offers(), whole.offers());
  EXPECT_THAT(cut.faults(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(OfAnySize, ShopBatches, testing::Values(1, 2, 3, 5));

TEST(ShopStories, an_english_price_beside_the_usual_one_is_an_offer) {
  DealStory story("Cheap stuff we've spotted");
  story.say("a", "2026-08-11", "Birdnest Premium is $19.99 for a full year with code SUMMER. Usually $79.99.")
      .say("b", "2026-08-11", "worked for me, card charged 19.99", 1)
      .say("c", "2026-08-12", "Eggs are $4.29 at the corner shop, remember when that was a crisis")
      .digest(1);
  ASSERT_EQ(story.offers().size(), 1u);
  EXPECT_EQ(story.offers()[0].amount, "$19.99");
  EXPECT_EQ(story.offers()[0].data_points.success, Floors{Floor{2}});
}

}  // namespace
}  // namespace gailou::digest
