// How offers stand, from the entries and floors of a thread.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/deals/standing.h"
#include "tests/support/offers.h"

namespace gailou::digest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Instant kStart = tests::moment("2026-05-04T16:00:00.000Z");
using std::chrono::days;
using std::chrono::hours;

/// Entry e1, e2, … in turn, each written in a revision of its own a day after the one before.
class OfferStandings : public testing::Test {
 protected:
  DealEntry& add(std::int64_t first, Deal deal, std::vector<Floor> cites) {
    const auto number = static_cast<std::int64_t>(deals_.entries.size()) + 1;
    DealEntry made{.first = {first}, .committed_at = kStart + days{number}};
    made.entry.seq = {number};
    made.entry.section = "deals";
    made.entry.rev = {number};
    made.entry.text = "甲银行开户送 $200。";
    made.entry.cites = cites;
    made.entry.floors = std::move(cites);
    made.entry.deal = std::move(deal);
    deals_.entries.push_back(std::move(made));
    return deals_.entries.back();
  }
  /// Floor n was written n hours after the start.
  void wrote(const std::string& author, std::initializer_list<std::int64_t> floors) {
    for (const auto number : floors) {
      deals_.floors.push_back({.floor = {number}, .author = author, .created_at = kStart + hours{number}});
    }
  }
  void withdraw(std::size_t place, std::int64_t revision, Instant at) {
    DealEntry& entry = deals_.entries.at(place);
    entry.entry.deal.reset();
    entry.entry.cites.clear();
    entry.entry.text = kTombstone;
    entry.entry.marker = {.kind = Marker::Kind::withdrawn, .first = {1}, .last = {1}};
    entry.withdrawn = Revision{revision};
    entry.withdrawn_at = at;
  }
  OfferStanding only() {
    auto all = standings(deals_);
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? OfferStanding{} : all.front();
  }

  ThreadDeals deals_{.source = "forum", .topic = {7}, .title = "羊毛", .origin = "https://forum.example"};
};

TEST_F(OfferStandings, a_thread_without_offers_has_none) {
  EXPECT_THAT(standings(deals_), IsEmpty());
}

TEST_F(OfferStandings, an_offer_carries_its_threads_names) {
  add(1, {.offer = "甲"}, tests::floors({1}));
  const auto offer = only();
  EXPECT_EQ(offer.source, "forum");
  EXPECT_EQ(offer.topic, TopicId{7});
  EXPECT_EQ(offer.title, "羊毛");
  EXPECT_EQ(offer.origin, "https://forum.example");
}

TEST_F(OfferStandings, the_chain_adds_up) {
  add(1, {.offer = "甲 开户", .amount = "$200", .ends = "2026-05-14"}, tests::floors({1}));
  add(2, {.offer = "乙"}, tests::floors({2}));
  add(1, {.offer = "甲开户", .ends = "2026-05-28"}, tests::floors({1, 3}));
  const auto all = standings(deals_);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].state.offer, "甲 开户");
  EXPECT_EQ(all[0].state.amount, "$200");
  EXPECT_EQ(all[0].state.ends, "2026-05-28");
  EXPECT_THAT(all[0].entries, ElementsAre(EntrySeq{1}, EntrySeq{3}));
  EXPECT_THAT(all[0].cites, ElementsAre(Floor{1}, Floor{3}));
  EXPECT_EQ(all[0].changed, Revision{3});
  EXPECT_EQ(all[0].changed_at, kStart + days{3});
  EXPECT_EQ(all[1].first, EntrySeq{2});
  EXPECT_EQ(all[1].changed, Revision{2});
}

TEST_F(OfferStandings, people_are_counted_not_floors) {
  wrote("alice", {3, 46});
  wrote("bob", {22});
  wrote("carol", {4, 9});
  add(1, {.offer = "甲", .data_points = {.success = tests::floors({3, 22}), .pending = tests::floors({4})}},
      tests::floors({3, 4, 22}));
  add(1, {.offer = "甲", .data_points = {.success = tests::floors({46}), .failure = tests::floors({9})}},
      tests::floors({9, 46}));
  const auto offer = only();
  EXPECT_EQ(offer.people, (People{.success = 2, .failure = 1, .pending = 0}));
  EXPECT_THAT(offer.state.data_points.pending, IsEmpty());
  EXPECT_THAT(offer.state.data_points.success, ElementsAre(Floor{3}, Floor{22}, Floor{46}));
}

TEST_F(OfferStandings, the_last_report_is_the_newest_floor_cited) {
  wrote("alice", {1, 8, 5});
  add(1, {.offer = "甲"}, tests::floors({1, 8}));
  add(1, {.offer = "甲"}, tests::floors({5}));
  EXPECT_EQ(only().last_report, (LastReport{.floor = {8}, .at = kStart + hours{8}}));
}

TEST_F(OfferStandings, without_known_floors_there_is_no_last_report) {
  add(1, {.offer = "甲"}, tests::floors({1}));
  EXPECT_FALSE(only().last_report);
}

TEST_F(OfferStandings, an_edit_of_the_floor_is_news_when_a_correction_says_so) {
  wrote("alice", {1});
  deals_.floors[0].edited_at = kStart + days{9};
  add(1, {.offer = "甲"}, tests::floors({1}));
  EXPECT_EQ(only().last_report->at, kStart + hours{1});
  auto& correction = add(1, {.offer = "甲", .ends = "2026-05-28"}, tests::floors({1}));
  correction.entry.marker = {.kind = Marker::Kind::corrected, .first = {1}, .last = {1}};
  correction.entry.floors.clear();
  EXPECT_EQ(only().last_report, (LastReport{.floor = {1}, .at = kStart + days{9}}));
}

TEST_F(OfferStandings, a_withdrawn_first_entry_still_names_the_offer) {
  add(1, {.offer = "甲", .amount = "$200"}, tests::floors({1}));
  add(1, {.offer = "甲", .ends = "2026-05-28"}, tests::floors({2}));
  withdraw(0, 5, kStart + days{10});
  const auto offer = only();
  EXPECT_EQ(offer.first, EntrySeq{1});
  EXPECT_THAT(offer.entries, ElementsAre(EntrySeq{2}));
  EXPECT_EQ(offer.state.amount, "");
}

TEST_F(OfferStandings, a_withdrawal_counts_as_the_last_change_and_it_never_falls) {
  add(1, {.offer = "甲"}, tests::floors({1}));
  add(1, {.offer = "甲"}, tests::floors({2}));
  EXPECT_EQ(only().changed, Revision{2});
  withdraw(1, 5, kStart + days{10});
  EXPECT_EQ(only().changed, Revision{5});
  EXPECT_EQ(only().changed_at, kStart + days{10});
  add(1, {.offer = "甲"}, tests::floors({3})).entry.rev = Revision{6};
  EXPECT_EQ(only().changed, Revision{6});
}

TEST_F(OfferStandings, anothers_withdrawal_changes_nothing) {
  add(1, {.offer = "甲"}, tests::floors({1}));
  add(2, {.offer = "乙"}, tests::floors({2}));
  withdraw(1, 5, kStart + days{10});
  EXPECT_EQ(only().changed, Revision{1});
}

TEST_F(OfferStandings, of_a_wholly_withdrawn_offer_nothing_is_left) {
  add(1, {.offer = "甲"}, tests::floors({1}));
  withdraw(0, 2, kStart + days{2});
  EXPECT_THAT(standings(deals_), IsEmpty());
}

TEST_F(OfferStandings, a_wholly_withdrawn_offer_is_gone_since_its_last_withdrawal) {
  add(1, {.offer = "甲", .ends = "2026-06-07"}, tests::floors({1}));
  add(1, {.offer = "甲"}, tests::floors({2}));
  withdraw(0, 5, kStart + days{20});
  withdraw(1, 4, kStart + days{19});
  const auto gone = gone_offers(deals_);
  ASSERT_EQ(gone.size(), 1u);
  EXPECT_EQ(gone[0].first, EntrySeq{1});
  EXPECT_EQ(gone[0].changed, Revision{5});
  EXPECT_EQ(gone[0].changed_at, kStart + days{20});
  EXPECT_EQ(gone[0].origin, "https://forum.example");
}

TEST_F(OfferStandings, an_offer_that_lost_the_entry_with_its_end_is_gone_from_calendars) {
  add(1, {.offer = "甲", .ends = "2026-06-07"}, tests::floors({1}));
  add(1, {.offer = "甲"}, tests::floors({2}));
  withdraw(0, 5, kStart + days{20});
  EXPECT_EQ(standings(deals_).size(), 1u) << "it is still an offer";
  EXPECT_EQ(gone_offers(deals_).size(), 1u);
}

TEST_F(OfferStandings, an_offer_whose_end_stands_elsewhere_is_not_gone) {
  add(1, {.offer = "甲", .ends = "2026-06-07"}, tests::floors({1}));
  add(1, {.offer = "甲", .ends = "2026-06-07"}, tests::floors({2}));
  withdraw(0, 5, kStart + days{20});
  EXPECT_THAT(gone_offers(deals_), IsEmpty());
}

TEST_F(OfferStandings, a_withdrawn_report_takes_no_offer_from_calendars) {
  add(1, {.offer = "甲"}, tests::floors({1}));
  add(1, {.offer = "甲"}, tests::floors({2}));
  withdraw(1, 5, kStart + days{20});
  EXPECT_THAT(gone_offers(deals_), IsEmpty());
}

TEST_F(OfferStandings, two_offers_never_share_a_name) {
  add(1, {.offer = "甲"}, tests::floors({1}));
  add(1, {.offer = "乙"}, tests::floors({2}));
  const auto all = standings(deals_);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].first, EntrySeq{1});
  EXPECT_EQ(all[1].first, EntrySeq{2});
}

}  // namespace
}  // namespace gailou::digest
