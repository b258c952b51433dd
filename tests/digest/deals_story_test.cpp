// Threads about offers from the first floor on: what is opened, who reports what, what dies, comes back and changes;
// the same in batches of any size, and no gate broken.
#include <gtest/gtest.h>

#include "tests/digest/deal_story.h"

namespace gailou::digest {
namespace {

using tests::DealStory;
using Floors = std::vector<Floor>;

const std::string kList =
    "开个合集，失效的我会划掉。\n"
    "1. Chase Ink Preferred 开卡 100k UR，3 个月内消费 $8,000，截至 5/14。\n"
    "2. Citi TYP 转 LifeMiles 加赠 25%，5/1 到 5/30。\n"
    "3. Amex Offer：Whole Foods 单笔满 $75 返 $15，targeted，要在 5/31 前 add 到卡上，6/30 到期。\n"
    "4. Wells Fargo Everyday Checking 新户 $325，90 天内 DD 满 $1,000，7/7 前开户。";

DealStory collection() {
  DealStory story;
  story.say("搬运工", "2026-05-04", kList)
      .say("甲", "2026-05-04", "Ink 昨天刚下的，秒批，用的官网链接。", 1)
      .say("乙", "2026-05-04", "Ink 被拒，理由是超了 5/24，我现在 6/24。", 1)
      .say("丙", "2026-05-04", "Whole Foods +1，白金刷出来了，已经 add。", 1)
      .say("丁", "2026-05-04", "Whole Foods 我一张卡都没有，YMMV 吧。", 4)
      .say("戊", "2026-05-05", "Citi 转 LifeMiles 成功，转了 40k，秒到 50k。", 1)
      .say("己", "2026-05-05", "25% 不算高，去年 Black Friday 前有过 30%，不急的可以等等。", 6)
      .say("庚", "2026-05-08", "Wells Fargo 今天开户成功，Fidelity push $1,000 已经发起，等 bonus 中。", 1)
      .say("辛", "2026-05-13", "听官网说 Ink 延长到 5/28 了。", 1)
      .say("壬", "2026-05-20", "Wells Fargo 链接是不是挂了？点进去 404", 1)
      .say("癸", "2026-05-20", "Wells Fargo 我这里也是 404，应该 expired 了。", 10)
      .say("子", "2026-05-20", "The Wells Fargo page is back, try incognito. Still $325, open by 7/7.", 11)
      .say("庚", "2026-05-21", "到账了！Fidelity push 后第 12 天 post。", 8)
      .say("丑", "2026-05-25", "SoFi 开户 $300 今天最后一天，25 天内 DD 满 $5,000。")
      .say("寅", "2026-05-29", "Ink 的 100k 昨天准点没了，现在官网是 90k。", 1);
  return story;
}

std::vector<std::string> names(const DealStory& story) {
  std::vector<std::string> out;
  for (const auto& state : story.offers()) out.push_back(state.offer);
  return out;
}

TEST(DealStories, every_offer_of_a_collection_has_its_chain) {
  auto story = collection();
  story.digest(3);
  EXPECT_EQ(names(story),
            (std::vector<std::string>{"Chase Ink Preferred 开卡", "Citi TYP 转 LifeMiles", "Amex Offer:Whole Foods",
                                      "Wells Fargo Everyday Checking 新户", "SoFi 开户"}));
  EXPECT_TRUE(story.faults().empty()) << story.faults().front();
}

TEST(DealStories, reports_are_counted_on_the_offer_that_they_mean) {
  auto story = collection();
  story.digest(3);
  EXPECT_EQ(story.offer("Ink")->data_points.success, Floors{Floor{2}});
  EXPECT_EQ(story.offer("Ink")->data_points.failure, Floors{Floor{3}});
  EXPECT_EQ(story.offer("Whole Foods")->data_points.success, Floors{Floor{4}});
  EXPECT_EQ(story.offer("Whole Foods")->data_points.failure, Floors{Floor{5}});
  EXPECT_EQ(story.offer("LifeMiles")->data_points.success, Floors{Floor{6}});
  EXPECT_TRUE(story.offer("LifeMiles")->data_points.failure.empty()) << "last year's is no report";
  EXPECT_EQ(story.offer("Wells Fargo")->data_points.pending, Floors{Floor{8}});
  EXPECT_EQ(story.offer("Wells Fargo")->data_points.success, Floors{Floor{13}}) << "by the floor that it answers";
}

TEST(DealStories, an_offer_dies_comes_back_and_gets_another_end) {
  auto story = collection();
  story.digest(1);
  EXPECT_EQ(story.offer("Wells Fargo")->status, DealStatus::alive);
  EXPECT_EQ(story.offer("Ink")->status, DealStatus::expired);
  EXPECT_EQ(story.offer("Ink")->ends, "2026-05-28") << "the day of the death is no end";
  EXPECT_EQ(story.offer("SoFi")->ends, "2026-05-25");
  bool died = false;
  bool came_back = false;
  for (const auto& entry : story.entries()) {
    if (!entry.deal || entry.deal->offer != "Wells Fargo Everyday Checking 新户") continue;
    if (entry.floors == Floors{Floor{11}}) died = entry.text.find("已失效") != std::string::npos;
    if (entry.floors == Floors{Floor{12}}) came_back = entry.text.find("已恢复") != std::string::npos;
  }
  EXPECT_TRUE(died);
  EXPECT_TRUE(came_back);
}

class DealStoryBatches : public testing::TestWithParam<std::size_t> {};

TEST_P(DealStoryBatches, leave_the_same_state_and_break_no_gate) {
  auto whole = collection();
  whole.digest();
  auto cut = collection();
  cut.digest(GetParam());
  EXPECT_EQ(cut.offers(), whole.offers());
  EXPECT_TRUE(cut.faults().empty()) << cut.faults().front();
}

INSTANTIATE_TEST_SUITE_P(OfAnySize, DealStoryBatches, testing::Values(0, 1, 2, 3, 5, 8, 13));

TEST(DealStories, changes_are_corrections_and_reports_are_additions) {
  auto story = collection();
  story.digest(1);
  for (const auto& entry : story.entries()) {
    if (!entry.deal || entry.rev == Revision{1}) {
      EXPECT_EQ(entry.marker.kind == Marker::Kind::corrected, false);
      continue;
    }
    const bool opened = entry.links.empty();
    const bool reports = !entry.deal->data_points.empty();
    EXPECT_EQ(entry.marker.kind, opened || reports ? Marker::Kind::added : Marker::Kind::corrected) << entry.text;
  }
}

TEST(DealStories, every_later_entry_updates_the_chain) {
  auto story = collection();
  story.digest();
  for (const auto& chain : chains(story.entries())) {
    for (std::size_t i = 1; i < chain.size(); ++i) {
      ASSERT_FALSE(chain[i]->links.empty());
      EXPECT_EQ(chain[i]->links.back(), (Link{.rel = Link::Rel::updates, .entry = entry_id(chain[i - 1]->seq)}));
    }
    EXPECT_TRUE(chain.front()->links.empty());
  }
}

TEST(DealStories, an_edit_of_the_list_corrects_only_what_changes) {
  auto story = collection();
  story.digest(2);
  const auto before = story.entries().size();
  auto edited = kList;
  const auto lifemiles = edited.find("5/1 到 5/30");
  edited.replace(lifemiles, std::string("5/1 到 5/30").size(), "5/1 到 6/7");
  story.edit(1, "2026-05-30", edited);
  ASSERT_EQ(story.entries().size(), before + 1);
  const auto& entry = story.entries().back();
  EXPECT_EQ(entry.marker, (Marker{.kind = Marker::Kind::corrected, .first = Floor{1}, .last = Floor{1}}));
  EXPECT_EQ(entry.deal->ends, "2026-06-07");
  EXPECT_TRUE(entry.floors.empty());
  EXPECT_NE(entry.text.find("5/30"), std::string::npos) << entry.text;
  EXPECT_NE(entry.text.find("6/7"), std::string::npos) << entry.text;
  EXPECT_EQ(story.offer("LifeMiles")->ends, "2026-06-07");
  EXPECT_TRUE(story.faults().empty()) << story.faults().front();
}

TEST(DealStories, an_item_that_is_struck_off_the_list_has_expired) {
  auto story = collection();
  story.digest(2);
  auto edited = kList;
  edited.replace(edited.find("2. Citi"), 3, "2. (已失效)");
  story.edit(1, "2026-05-30", edited);
  EXPECT_EQ(story.offer("LifeMiles")->status, DealStatus::expired);
  EXPECT_EQ(story.offer("Whole Foods")->status, DealStatus::alive);
  EXPECT_TRUE(story.faults().empty()) << story.faults().front();
}

TEST(DealStories, an_edit_that_says_the_same_of_all_offers_says_nothing) {
  auto story = collection();
  story.digest(2);
  const auto before = chains(story.entries());
  auto edited = kList;
  edited.replace(edited.find("开个合集"), std::string("开个合集").size(), "开个五月合集");
  story.edit(1, "2026-05-30", edited);
  EXPECT_EQ(chains(story.entries()).size(), before.size());
  EXPECT_EQ(story.offer("Citi")->ends, "2026-05-30");
}

TEST(DealStories, one_shop_does_not_close_an_offer_but_its_page_does) {
  DealStory story;
  story
      .say("甲", "2026-05-04",
           "1. Costco 的 Uber 礼卡 $100 面值卖 $79.99，每人限购 2 张。\n2. SoFi 开户 $300，5/25 前开户。")
      .say("乙", "2026-05-06", "Uber 礼卡 Sunnyvale 店还有一堆，刚拿下两张。", 1)
      .say("丙", "2026-05-16", "Mountain View 店里的 Uber 礼卡卖光了，店员说不补货。", 2)
      .digest(1);
  EXPECT_EQ(story.offer("Uber")->status, DealStatus::alive);
  story.say("乙", "2026-05-18", "也卖光了，网页同时下架，Costco 这个可以判死刑了。", 3).digest(1);
  EXPECT_EQ(story.offer("Uber")->status, DealStatus::expired);
  EXPECT_EQ(story.offer("SoFi")->status, DealStatus::alive);
  EXPECT_TRUE(story.faults().empty()) << story.faults().front();
}

TEST(DealStories, a_question_closes_nothing_and_a_denial_opens_nothing) {
  DealStory story;
  story.say("甲", "2026-05-04", "1. Citi Strata Premier 回到 75k，三个月刷 4k 刀。\n2. SoFi 开户 $300，5/25 前开户。")
      .say("乙", "2026-05-30", "Strata Premier 申请页打不开，没了吗？")
      .say("丙", "2026-05-30", "没这回事，我这边打开还是 75k，清下 cookie", 2)
      .digest(1);
  EXPECT_EQ(story.offer("Strata")->status, DealStatus::alive);
  EXPECT_EQ(story.offers().size(), 2u);
}

TEST(DealStories, a_supposition_alone_leaves_it_unclear) {
  DealStory story;
  story.say("甲", "2026-05-04", "1. BMO 开户 $400，90 天内 $4,000 的 DD。\n2. SoFi 开户 $300，5/25 前开户。")
      .say("乙", "2026-05-30", "BMO 好像过期了。")
      .digest(1);
  EXPECT_EQ(story.offer("BMO")->status, DealStatus::unclear);
  story.say("丙", "2026-05-31", "BMO 页面撤了，码全作废。").digest(1);
  EXPECT_EQ(story.offer("BMO")->status, DealStatus::expired);
  EXPECT_TRUE(story.faults().empty()) << story.faults().front();
}

TEST(DealStories, a_death_without_a_name_or_a_reply_is_nobodys) {
  DealStory story;
  story.say("甲", "2026-05-04", "1. BMO 开户 $400，90 天内 $4,000 的 DD。\n2. SoFi 开户 $300，5/25 前开户。")
      .say("乙", "2026-05-30", "没了没了，都散了吧。")
      .digest(1);
  EXPECT_EQ(story.offer("BMO")->status, DealStatus::alive);
  EXPECT_EQ(story.offer("SoFi")->status, DealStatus::alive);
}

TEST(DealStories, who_waits_may_report_without_a_name) {
  DealStory story;
  story.say("甲", "2026-05-04", "1. BMO 开户 $400，90 天内 $4,000 的 DD。\n2. SoFi 开户 $300，5/25 前开户。")
      .say("乙", "2026-05-06", "SoFi 刚开户，等 bonus 中")
      .say("丙", "2026-05-07", "BMO 坐等发钱")
      .say("乙", "2026-05-20", "到账了！")
      .digest(1);
  EXPECT_EQ(story.offer("SoFi")->data_points.success, Floors{Floor{4}});
  EXPECT_TRUE(story.offer("BMO")->data_points.success.empty());
  EXPECT_TRUE(story.faults().empty()) << story.faults().front();
}

TEST(DealStories, a_thread_about_money_without_offers_opens_none) {
  DealStory story("CSR 年费又扣了，聊聊大家一年在卡上花多少钱");
  story.say("甲", "2026-02-03", "CSR 的 $795 年费直接扣走了。\n- CSR 795\n- Amex 白金 895\n- Gold 325\n一共 2,565 刀。")
      .say("乙", "2026-02-03", "白金去年 11 月降成 Gold 了，一年少交 570。", 1)
      .say("丙", "2026-02-04", "年费出账 30 天内销卡能全退。你 2/2 扣的，3/4 之前打电话就来得及", 1)
      .say("丁", "2026-02-05", "CFPB 申诉成功，BoA 今天解冻，3,200 到账，前后 9 天。")
      .say("戊", "2026-02-06", "Chase app 挂了？一直转圈")
      .say("己", "2026-02-07", "Delta 那张年费 7/1 起从 150 涨到 175，信今天收到的")
      .digest(2);
  EXPECT_TRUE(story.offers().empty()) << story.offers().front().offer;
}

TEST(DealStories, a_relative_day_counts_from_when_its_floor_was_written_in_the_sites_zone) {
  DealStory story;
  // Ten in the evening of Monday the fourth in California, Tuesday the fifth in UTC.
  story.say_at("甲", "2026-05-05T05:00:00Z", "SoFi 开户 $300 今天最后一天，25 天内 DD 满 $5,000。")
      .say_at("乙", "2026-05-05T05:01:00Z", "BMO 开户 $400，明天截止，90 天内 $4,000 的 DD。")
      .say_at("丙", "2026-05-05T05:02:00Z", "Chase Total Checking 新户 $250，下周五截止，DD 满 $500。")
      .digest(2);
  EXPECT_EQ(story.offer("SoFi")->ends, "2026-05-04");
  EXPECT_EQ(story.offer("BMO")->ends, "2026-05-05");
  EXPECT_EQ(story.offer("Chase")->ends, "2026-05-15");
  EXPECT_TRUE(story.faults().empty()) << story.faults().front();
}

TEST(DealStories, a_relative_day_is_the_same_however_late_it_is_read) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{2}}) {
    DealStory story;
    story.say("甲", "2026-05-04", "1. Wells Fargo 新户 $325，7/7 前开户。\n2. SoFi 开户 $300，明天截止。")
        .say("乙", "2026-05-20", "Wells Fargo 到账了")
        .say("丙", "2026-06-20", "大家还有什么推荐的吗")
        .digest(size);
    EXPECT_EQ(story.offer("SoFi")->ends, "2026-05-05");
  }
}

DealStory english() {
  DealStory story("June 2026 deals: banks, cards, stores");
  story
      .say("a", "2026-06-01",
           "June deals, add yours.\nChase Total Checking - $300 with one DD of $500 within 90 days, expires 7/24. New "
           "customers only.\nCapital One 360 Checking: $250, code OFFER250, two DDs of $500 each within 75 days. Ends "
           "6/30.")
      .say("b", "2026-06-02", "New Amex Offer: spend $599 get $120 back at Dell, expires 7/10, targeted.")
      .say("c", "2026-06-03", "Woot has the Bose QC45 refurb for $149.99 today only, Prime ships free.")
      .say("d", "2026-06-04", "Capital One bonus posted today, 12 days after the second DD.")
      .say("e", "2026-06-05", "Chase denied me, too many new accounts.")
      .say("f", "2026-06-06", "The Woot Bose is sold out.")
      .say("g", "2026-06-07", "Dell offer not on any of my cards.")
      .say("h", "2026-06-08", "I paid $95 for the annual fee again, ugh. Last year I got a $50 retention offer.")
      .say("i", "2026-06-09", "Chase is now $400 until 7/31!");
  return story;
}

TEST(DealStories, english_threads_are_read_by_the_same_rules) {
  auto story = english();
  story.digest(2);
  EXPECT_EQ(names(story), (std::vector<std::string>{"Chase Total Checking", "Capital One 360 Checking", "Amex Dell",
                                                    "Woot Bose QC45"}));
  EXPECT_EQ(story.offer("Capital One")->data_points.success, Floors{Floor{4}});
  EXPECT_EQ(story.offer("Chase")->data_points.failure, Floors{Floor{5}});
  EXPECT_EQ(story.offer("Dell")->data_points.failure, Floors{Floor{7}});
  EXPECT_EQ(story.offer("Woot")->status, DealStatus::expired);
  EXPECT_EQ(story.offer("Chase")->amount, "$400");
  EXPECT_EQ(story.offer("Chase")->ends, "2026-07-31");
  EXPECT_TRUE(story.faults().empty()) << story.faults().front();
}

TEST(DealStories, shops_prices_are_offers_too) {
  DealStory story("双十一好价汇总");
  story
      .say("甲", "2026-11-01",
           "1、京东 戴森 V12 吸尘器 到手 2399 元，PLUS 会员再减 100，11/11 截止\n"
           "2、天猫 蓝月亮洗衣液 3kg*4 瓶 券后 59.9，限购 2 件")
      .say("乙", "2026-11-02", "戴森已下单，实付 2299")
      .say("丙", "2026-11-02", "洗衣液领不到券，怎么回事")
      .say("丁", "2026-11-03", "去年戴森双十一才 1999，不值。")
      .digest(1);
  EXPECT_EQ(names(story), (std::vector<std::string>{"京东 戴森 V12 吸尘器", "天猫 蓝月亮洗衣液"}));
  EXPECT_EQ(story.offer("戴森")->amount, "2399 元");
  EXPECT_EQ(story.offer("戴森")->ends, "2026-11-11");
  EXPECT_EQ(story.offer("戴森")->data_points.success, Floors{Floor{2}});
  EXPECT_EQ(story.offer("蓝月亮")->data_points.failure, Floors{Floor{3}});
  EXPECT_TRUE(story.faults().empty()) << story.faults().front();
}

}  // namespace
}  // namespace gailou::digest
