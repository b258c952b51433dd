// Offers of floors that change after they were told: what an edit adds, what a deletion takes and leaves, what comes
// back with a floor that can be read again; and that chains hold whatever goes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/digest/deal_story.h"

namespace gailou::digest {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using tests::DealStory;
using Floors = std::vector<Floor>;

const std::string kTwo =
    "1. Wells Fargo Everyday Checking 新户 $325，90 天内 DD 满 $1,000，7/7 前开户。\n"
    "2. SoFi 开户 $300，5/25 前开户。";
const std::string kThird = "\n3. BMO 开户 $400，90 天内 $4,000 的 DD，6/30 前开户。";

DealStory two_offers() {
  DealStory story;
  story.say("甲", "2026-05-04", kTwo)
      .say("乙", "2026-05-05", "占楼")
      .say("丙", "2026-05-06", "Wells Fargo 到账了，DD 后第 12 天 post。", 1);
  return story;
}

Entry last_of(const DealStory& story) {
  return story.entries().back();
}

bool leads_to(const Entry& entry, const Entry& other) {
  return std::any_of(entry.links.begin(), entry.links.end(), [&](const Link& link) {
    return link.rel == Link::Rel::updates && link.entry == entry_id(other.seq);
  });
}

/// Every live entry of an offer but the first leads to a live one before it.
std::vector<std::string> broken_chains(const DealStory& story) {
  std::vector<std::string> broken;
  for (const auto& chain : chains(story.entries())) {
    for (std::size_t i = 1; i < chain.size(); ++i) {
      const bool holds = std::any_of(chain.begin(), chain.begin() + static_cast<std::ptrdiff_t>(i),
                                     [&](const Entry* earlier) { return leads_to(*chain[i], *earlier); });
      if (!holds) broken.push_back(entry_id(chain[i]->seq) + " " + chain[i]->text);
    }
  }
  return broken;
}

TEST(DealsAgain, an_offer_that_an_edit_adds_is_opened_by_a_correction) {
  auto story = two_offers();
  story.digest(1);
  ASSERT_EQ(story.offers().size(), 2u);
  story.edit(1, "2026-05-10", kTwo + kThird);
  const auto opened = story.offer("BMO");
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->amount, "$400");
  EXPECT_EQ(opened->ends, "2026-06-30");
  EXPECT_EQ(last_of(story).marker, (Marker{.kind = Marker::Kind::corrected, .first = Floor{1}, .last = Floor{1}}));
  EXPECT_THAT(last_of(story).floors, IsEmpty()) << "the floor is accounted for already";
  EXPECT_THAT(story.faults(), IsEmpty());
}

TEST(DealsAgain, what_an_edit_adds_stands_under_a_line_that_says_so) {
  auto story = two_offers();
  story.digest(1);
  const auto before = story.entries().size();
  story.edit(1, "2026-05-10", kTwo + kThird);
  ASSERT_EQ(story.entries().size(), before + 2);
  const auto& line = story.entries()[before];
  EXPECT_FALSE(line.deal) << "an offer can't go on with an entry about another one";
  EXPECT_THAT(line.text, HasSubstr("首楼已改，新增了优惠：BMO 开户"));
  EXPECT_TRUE(leads_to(last_of(story), line));
  EXPECT_THAT(broken_chains(story), IsEmpty());
}

TEST(DealsAgain, a_second_offer_added_later_needs_no_second_line) {
  auto story = two_offers();
  story.digest(1);
  story.edit(1, "2026-05-10", kTwo + kThird);
  const auto before = story.entries().size();
  story.edit(1, "2026-05-12", kTwo + kThird + "\n4. Chase Total Checking 新户 $300，7/24 前开户。");
  ASSERT_EQ(story.entries().size(), before + 1);
  EXPECT_EQ(story.offer("Chase")->amount, "$300");
  EXPECT_THAT(story.faults(), IsEmpty());
}

TEST(DealsAgain, a_floor_that_was_held_free_opens_offers_once_it_is_filled) {
  auto story = two_offers();
  story.digest(1);
  story.edit(2, "2026-05-10", "Chase Total Checking 新户 $300，90 天内 DD 满 $500，7/24 前开户。");
  ASSERT_TRUE(story.offer("Chase"));
  EXPECT_EQ(story.offer("Chase")->ends, "2026-07-24");
  EXPECT_EQ(last_of(story).marker.first, Floor{2});
  EXPECT_THAT(story.faults(), IsEmpty());
}

TEST(DealsAgain, an_added_offer_is_reported_on_like_any_other) {
  auto story = two_offers();
  story.digest(1);
  story.edit(1, "2026-05-10", kTwo + kThird).say("丁", "2026-05-12", "BMO 秒批，等 DD 中").digest(1);
  EXPECT_EQ(story.offer("BMO")->data_points.success, Floors{Floor{4}});
  EXPECT_EQ(last_of(story).cites, (Floors{Floor{1}, Floor{4}})) << "rests on who opened the offer";
  EXPECT_THAT(story.faults(), IsEmpty());
}

TEST(DealsAgain, a_restored_floor_brings_its_offers_back) {
  auto story = two_offers();
  story.digest(1).take_down(1);
  EXPECT_FALSE(story.offer("SoFi"));
  story.bring_back(1);
  ASSERT_TRUE(story.offer("SoFi"));
  EXPECT_EQ(story.offer("SoFi")->amount, "$300");
  EXPECT_EQ(story.offer("SoFi")->ends, "2026-05-25");
  const auto& entry = last_of(story);
  EXPECT_EQ(entry.marker.kind, Marker::Kind::corrected);
  const bool to_tombstone = std::any_of(story.entries().begin(), story.entries().end(), [&](const Entry& one) {
    return one.marker.kind == Marker::Kind::withdrawn && leads_to(entry, one);
  });
  EXPECT_TRUE(to_tombstone);
  EXPECT_THAT(story.faults(), IsEmpty());
}

TEST(DealsAgain, a_restored_report_counts_again) {
  auto story = two_offers();
  story.digest(1).take_down(3);
  EXPECT_TRUE(story.offer("Wells Fargo")->data_points.success.empty());
  story.bring_back(3);
  EXPECT_EQ(story.offer("Wells Fargo")->data_points.success, Floors{Floor{3}});
  EXPECT_THAT(broken_chains(story), IsEmpty());
  EXPECT_THAT(story.faults(), IsEmpty());
}

TEST(DealsAgain, a_report_outlives_the_floor_that_opened_its_offer) {
  auto story = two_offers();
  story.digest(1).take_down(1);
  const auto left = story.offer("Wells Fargo");
  ASSERT_TRUE(left) << "by the words that are left of its name";
  EXPECT_EQ(left->offer, "Wells Fargo");
  EXPECT_EQ(left->data_points.success, Floors{Floor{3}});
  EXPECT_TRUE(left->amount.empty()) << "no floor says it any more";
  EXPECT_EQ(last_of(story).marker, (Marker{.kind = Marker::Kind::corrected, .first = Floor{3}, .last = Floor{3}}));
}

TEST(DealsAgain, what_later_floors_confirm_is_said_again) {
  auto story = two_offers();
  story.say("丁", "2026-05-20", "Wells Fargo Everyday Checking 页面还是送 $325，7/7 前开户都行，已提交申请。", 1)
      .digest(1)
      .take_down(1);
  const auto left = story.offer("Wells Fargo");
  ASSERT_TRUE(left);
  EXPECT_EQ(left->amount, "$325");
  EXPECT_EQ(left->ends, "2026-07-07");
  EXPECT_EQ(left->data_points.success, Floors{Floor{3}});
  EXPECT_EQ(left->data_points.pending, Floors{Floor{4}});
  EXPECT_THAT(broken_chains(story), IsEmpty());
}

TEST(DealsAgain, whose_death_is_withdrawn_lives_and_so_do_reports_after_it) {
  auto story = two_offers();
  story.say("丁", "2026-05-20", "SoFi 页面撤了，挂了。").say("戊", "2026-05-21", "SoFi 被拒，没赶上。").digest(1);
  ASSERT_EQ(story.offer("SoFi")->status, DealStatus::expired);
  story.take_down(4);
  EXPECT_EQ(story.offer("SoFi")->status, DealStatus::alive);
  EXPECT_EQ(story.offer("SoFi")->data_points.failure, Floors{Floor{5}}) << "said again";
  EXPECT_THAT(broken_chains(story), IsEmpty());
}

TEST(DealsAgain, a_withdrawn_death_kills_nothing_that_came_back_since) {
  auto story = two_offers();
  story.say("丁", "2026-05-20", "SoFi 页面撤了，挂了。")
      .say("戊", "2026-05-21", "SoFi 又能申请了，已恢复，还是 $300。")
      .digest(1)
      .take_down(3);
  EXPECT_EQ(story.offer("SoFi")->status, DealStatus::alive);
  story.take_down(4);
  EXPECT_EQ(story.offer("SoFi")->status, DealStatus::alive);
}

/// Whichever floor goes, and whichever comes back, the chains hold and every gate is met.
class EachFloorGoes : public testing::TestWithParam<std::int64_t> {};

TEST_P(EachFloorGoes, and_the_chains_hold) {
  auto story = two_offers();
  story.say("丁", "2026-05-12", "SoFi 秒批，等 bonus 中。", 1)
      .say("戊", "2026-05-14", "SoFi 官网改成 $350 了，延长到 6/10。")
      .say("己", "2026-05-20", "SoFi 页面撤了，挂了。")
      .say("庚", "2026-05-21", "The SoFi page is back, still $350.")
      .say("丁", "2026-05-28", "到账了！", 4)
      .digest(2);
  const auto whole = story.offers();
  story.take_down(GetParam());
  EXPECT_THAT(broken_chains(story), IsEmpty());
  for (const auto& entry : story.entries()) {
    EXPECT_FALSE(std::binary_search(entry.cites.begin(), entry.cites.end(), Floor{GetParam()})) << entry.text;
  }
  story.bring_back(GetParam());
  EXPECT_THAT(broken_chains(story), IsEmpty());
  EXPECT_THAT(story.faults(), IsEmpty());
  for (const auto& offer : whole) {
    EXPECT_TRUE(story.offer(offer.offer.substr(0, 4))) << offer.offer << " is known again";
  }
}

INSTANTIATE_TEST_SUITE_P(OfTheStory, EachFloorGoes, testing::Range<std::int64_t>(1, 9));

}  // namespace
}  // namespace gailou::digest
