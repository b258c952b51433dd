// A thread of offers, or a talk in which one came up: only in the first does everything belong to the section of deals.
#include <gtest/gtest.h>

#include "digest/deals/about.h"
#include "tests/digest/deal_story.h"

namespace gailou::digest {
namespace {

using tests::DealStory;

TEST(AboutOffers, a_title_of_offers_makes_a_thread_of_offers_once_there_is_one) {
  EXPECT_TRUE(is_of_offers("五月羊毛合集", {Floor{7}}));
  EXPECT_FALSE(is_of_offers("五月羊毛合集", {}));
}

TEST(AboutOffers, an_offer_in_the_first_floor_does) {
  EXPECT_TRUE(is_of_offers("Chase 新户", {Floor{1}}));
}

TEST(AboutOffers, one_that_comes_up_in_a_talk_does_not_several_do) {
  EXPECT_FALSE(is_of_offers("搬家求推荐", {Floor{12}}));
  EXPECT_TRUE(is_of_offers("搬家求推荐", {Floor{12}, Floor{15}}));
}

/// The section of the entry that accounts for the floor.
std::string section_of_floor(const DealStory& story, std::int64_t floor) {
  for (const auto& entry : story.entries()) {
    if (std::find(entry.floors.begin(), entry.floors.end(), Floor{floor}) != entry.floors.end()) return entry.section;
  }
  return "none";
}

TEST(AboutOffers, what_is_said_behind_an_offer_in_a_talk_keeps_its_own_section) {
  for (const std::size_t size : {0U, 1U}) {
    DealStory story("租房还是买房");
    story.say("甲", "2026-05-04", "在西雅图租了 6 年房，房租从 2,100 涨到 3,050，想问买房划不划算。")
        .say("乙", "2026-05-05", "Chase 开户 $300 今天最后一天，25 天内 DD 满 $5,000。")
        .say("丙", "2026-05-06", "30 年固定利率现在 6.4%，月供比我的房租高 1,200。");
    story.digest(size);
    EXPECT_EQ(section_of_floor(story, 2), "deals");
    EXPECT_EQ(section_of_floor(story, 3), "key");
    EXPECT_TRUE(story.faults().empty());
  }
}

}  // namespace
}  // namespace gailou::digest
