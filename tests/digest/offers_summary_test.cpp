// The summary of a thread about offers.
#include "digest/compose/offers_summary.h"

#include <gtest/gtest.h>

#include "tests/support/digests.h"

namespace gailou::digest {
namespace {

OfferStands offer(const std::string& name, std::int64_t floor, DealStatus status = DealStatus::alive) {
  return {.name = name, .status = status, .floor = Floor{floor}};
}

TEST(OffersSummary, offers_stand_by_status_and_each_is_cited_where_it_is_named) {
  const auto summary = summary_of_offers({offer("蓝鲸银行 开户", 9), offer("红杉里程 加赠", 1, DealStatus::expired),
                                          offer("青石超市 礼卡", 1), offer("白塔礼卡", 4, DealStatus::unclear)},
                                         Language::zh);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->text, "楼里的优惠，仍有效：蓝鲸银行 开户、青石超市 礼卡；存疑：白塔礼卡；已失效：红杉里程 加赠。");
  EXPECT_EQ(summary->cites, tests::floors_of({1, 4, 9}));
}

TEST(OffersSummary, in_english_the_programs_words_are_small_ones_that_no_floor_has_to_hold) {
  const auto summary =
      summary_of_offers({offer("Huntington checking bonus", 1), offer("Staples gift cards", 6)}, Language::en);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->text, "offers in this thread, still alive: Huntington checking bonus, Staples gift cards.");
}

TEST(OffersSummary, of_many_offers_the_first_eight_are_named) {
  std::vector<OfferStands> offers;
  for (std::int64_t i = 1; i <= 12; ++i)
    offers.push_back(offer("第" + std::string(1, static_cast<char>('a' + i)) + "家", i));
  const auto summary = summary_of_offers(offers, Language::zh);
  ASSERT_TRUE(summary);
  EXPECT_TRUE(summary->text.ends_with("第i家等。")) << summary->text;
  EXPECT_EQ(summary->cites.size(), 8U);
}

TEST(OffersSummary, there_is_none_without_an_offer_or_with_names_that_leave_no_room) {
  EXPECT_FALSE(summary_of_offers({}, Language::zh));
  std::string endless;
  for (int i = 0; i < 250; ++i) endless += "长";
  EXPECT_FALSE(summary_of_offers({offer(endless, 1)}, Language::zh));
  EXPECT_FALSE(summary_of_offers({offer("「半个括号", 1), offer("另一家", 2)}, Language::zh));
}

}  // namespace
}  // namespace gailou::digest
