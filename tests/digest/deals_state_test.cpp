// What the entries of a digest say of its offers: chains, states, people, and what a passed end means.
#include <map>

#include <gtest/gtest.h>

#include "digest/deals/state.h"

namespace gailou::digest {
namespace {

Entry deal_entry(std::int64_t seq, Deal deal, std::vector<Floor> cites) {
  return Entry{.seq = EntrySeq{seq}, .section = "deals", .text = "一句话。", .cites = std::move(cites), .deal = deal};
}

std::vector<Entry> bank_and_shop() {
  std::vector<Entry> entries;
  entries.push_back(deal_entry(1,
                               {.offer = "甲银行 开户",
                                .amount = "$300",
                                .terms = {"DD 一笔 $500"},
                                .ends = "2026-06-15",
                                .data_points = {.pending = {Floor{2}}}},
                               {Floor{1}, Floor{2}}));
  entries.push_back(Entry{.seq = EntrySeq{2}, .section = "key", .text = "与羊毛无关。", .cites = {Floor{3}}});
  entries.push_back(deal_entry(3, {.offer = "乙店礼卡", .amount = "8 折"}, {Floor{4}}));
  entries.push_back(
      deal_entry(4, {.offer = "甲银行开户", .terms = {"DD 两笔"}, .data_points = {.success = {Floor{7}, Floor{5}}}},
                 {Floor{5}, Floor{7}}));
  entries.push_back(deal_entry(5, {.offer = "甲银行开户", .status = DealStatus::expired}, {Floor{8}}));
  return entries;
}

AuthorOf authors(const std::map<std::int64_t, std::string>& names) {
  return [names](Floor floor) {
    const auto at = names.find(floor.value);
    return at == names.end() ? std::string() : at->second;
  };
}

TEST(DealChains, entries_about_one_offer_are_one_chain_in_order_of_writing) {
  const auto entries = bank_and_shop();
  const auto found = chains(entries);
  ASSERT_EQ(found.size(), 2u);
  ASSERT_EQ(found[0].size(), 3u);
  EXPECT_EQ(found[0][0]->seq, EntrySeq{1});
  EXPECT_EQ(found[0][1]->seq, EntrySeq{4});
  EXPECT_EQ(found[0][2]->seq, EntrySeq{5});
  ASSERT_EQ(found[1].size(), 1u);
  EXPECT_EQ(found[1][0]->seq, EntrySeq{3});
}

TEST(DealChains, names_are_compared_without_blanks_and_case) {
  EXPECT_EQ(offer_key("Wells Fargo 开户"), offer_key("wells  fargo开户"));
  EXPECT_EQ(offer_key("ＡＢＣ 卡"), offer_key("abc卡"));
  EXPECT_NE(offer_key("甲银行"), offer_key("乙银行"));
}

TEST(DealChains, a_withdrawn_entry_is_in_no_chain) {
  auto entries = bank_and_shop();
  entries[2].marker.kind = Marker::Kind::withdrawn;
  EXPECT_EQ(chains(entries).size(), 1u);
}

TEST(DealChains, a_digest_without_deals_has_none) {
  const std::vector<Entry> entries(3);
  EXPECT_TRUE(chains(entries).empty());
}

TEST(DealState, each_field_is_that_of_the_last_entry_that_has_it) {
  const auto entries = bank_and_shop();
  const auto state = state_of(chains(entries).front());
  EXPECT_EQ(state.offer, "甲银行 开户");
  EXPECT_EQ(state.status, DealStatus::expired);
  EXPECT_EQ(state.amount, "$300");
  EXPECT_EQ(state.terms, std::vector<std::string>{"DD 两笔"});
  EXPECT_EQ(state.ends, "2026-06-15");
  EXPECT_EQ(state.starts, "");
}

TEST(DealState, data_points_add_up_ascending_and_unique) {
  const auto entries = bank_and_shop();
  const auto points = state_of(chains(entries).front()).data_points;
  EXPECT_EQ(points.success, (std::vector<Floor>{Floor{5}, Floor{7}}));
  EXPECT_EQ(points.pending, std::vector<Floor>{Floor{2}});
  EXPECT_TRUE(points.failure.empty());
  Deal twice{.data_points = points};
  add_to(twice, {.data_points = {.success = {Floor{7}}}});
  EXPECT_EQ(twice.data_points, points);
}

TEST(DealState, floors_of_a_chain_are_those_that_its_entries_cite) {
  const auto entries = bank_and_shop();
  EXPECT_EQ(cites_of(chains(entries).front()), (std::vector<Floor>{Floor{1}, Floor{2}, Floor{5}, Floor{7}, Floor{8}}));
}

TEST(DealPeople, an_author_counts_once_of_each_kind) {
  const DataPoints points{.success = {Floor{3}, Floor{22}, Floor{46}}, .failure = {Floor{4}, Floor{50}}};
  const auto names = authors({{3, "甲"}, {22, "乙"}, {46, "甲"}, {4, "乙"}, {50, "丙"}});
  EXPECT_EQ(people_of(points, names), (People{.success = 2, .failure = 2}));
}

TEST(DealPeople, who_reports_later_is_pending_no_more) {
  const auto names = authors({{4, "丁"}, {5, "丁"}, {6, "戊"}, {9, "己"}, {10, "己"}});
  const DataPoints points{.success = {Floor{5}}, .failure = {Floor{9}}, .pending = {Floor{4}, Floor{6}, Floor{10}}};
  EXPECT_EQ(settled(points, names).pending, (std::vector<Floor>{Floor{6}, Floor{10}}));
  EXPECT_EQ(people_of(points, names), (People{.success = 1, .failure = 1, .pending = 2}));
}

TEST(DealPeople, floors_whose_authors_are_not_known_are_somebody_each) {
  const DataPoints points{.success = {Floor{3}, Floor{5}}, .pending = {Floor{2}}};
  EXPECT_EQ(people_of(points, authors({})), (People{.success = 2, .pending = 1}));
}

TEST(DealStatus, an_offer_is_over_the_day_behind_its_last_one) {
  const Deal state{.offer = "x", .ends = "2026-06-07T23:59-07:00"};
  EXPECT_EQ(status_on(state, *day_of("2026-06-07")), DealStatus::alive);
  EXPECT_EQ(status_on(state, *day_of("2026-06-08")), DealStatus::expired);
}

TEST(DealStatus, without_an_end_what_was_reported_holds) {
  EXPECT_EQ(status_on({.status = DealStatus::unclear}, *day_of("2030-01-01")), DealStatus::unclear);
  EXPECT_EQ(status_on({.status = DealStatus::expired, .ends = "2031-01-01"}, *day_of("2030-01-01")),
            DealStatus::expired);
}

TEST(DealDay, is_a_day_of_the_calendar_with_an_hour_or_without) {
  EXPECT_EQ(to_string(*day_of("2026-05-28")), "2026-05-28");
  EXPECT_EQ(to_string(*day_of("2024-02-29")), "2024-02-29");
  for (const auto* good : {"2026-05-28T20:00", "2026-05-28T20:00-07:00", "2026-05-28T20:00:00Z", "2026-05-28T23:59Z"})
    EXPECT_TRUE(day_of(good)) << good;
  for (const auto* bad : {"", "6/15/2026", "2026-06-31", "2026-02-29", "2026-5-28", "2026-05-28 20:00", "2026-05-28T",
                          "2026-05-28T24:00", "2026-05-28T20:60", "2026-05-28T20:00+7", "2026-05-28Z", "abcd-ef-gh"})
    EXPECT_FALSE(day_of(bad)) << bad;
}

TEST(DealDay, the_hour_is_named_only_where_there_is_one) {
  EXPECT_EQ(hour_of("2026-05-28T20:00-07:00"), "20:00");
  EXPECT_FALSE(hour_of("2026-05-28"));
  EXPECT_FALSE(hour_of("2026-05-28T99:00"));
}

}  // namespace
}  // namespace gailou::digest
