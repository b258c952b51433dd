// Which entries tell of offers, as the store keeps and gives them back.
#include <gmock/gmock.h>

#include "digest/deals/standing.h"
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

using digest::DealEntry;
using digest::EntrySeq;
using testing::ElementsAre;

class StoredDeals : public StoreTest {
 protected:
  /// Digests what is pending; each entry that `offers` names by its floor gets a deal, and updates the entry given.
  struct Said {
    std::int64_t floor = 0;
    std::string offer{};
    std::string updates{};  // an entry's id
  };
  void digest_with(ThreadId id, const std::vector<Said>& said) {
    const auto batch = take(id);
    ASSERT_TRUE(batch);
    auto step = step_for(batch->input);
    for (auto& entry : step.entries) {
      const auto found = std::ranges::find(said, entry.floors.front().value, &Said::floor);
      if (found == said.end()) continue;
      entry.section = "deals";
      entry.deal = digest::Deal{.offer = found->offer, .amount = "$200"};
      if (!found->updates.empty()) {
        entry.links.push_back({.rel = digest::Link::Rel::updates, .entry = found->updates});
      }
    }
    commit(*batch, step);
  }

  digest::ThreadDeals deals_of(ThreadId id) {
    const auto all = store().deals(id);
    EXPECT_TRUE(all && all->size() == 1);
    return all && all->size() == 1 ? all->front() : digest::ThreadDeals{};
  }

  static std::vector<std::int64_t> seqs(const digest::ThreadDeals& deals) {
    std::vector<std::int64_t> numbers;
    for (const auto& entry : deals.entries) numbers.push_back(entry.entry.seq.value);
    return numbers;
  }
  static std::vector<std::int64_t> firsts(const digest::ThreadDeals& deals) {
    std::vector<std::int64_t> numbers;
    for (const auto& entry : deals.entries) numbers.push_back(entry.first.value);
    return numbers;
  }

  void add_floor(ThreadId id, std::int64_t last) {
    now_ += 1h;
    ingest(id, page(posts_upto(last)));
  }
  /// Its author withdraws a floor of `last`.
  void withdraw(ThreadId id, std::int64_t last, std::int64_t floor) {
    now_ += 1h;
    auto posts = posts_upto(last);
    auto& one = posts[static_cast<std::size_t>(floor - 1)];
    one = marked(one, PostState::withdrawn);
    ingest(id, page(posts));
    const auto done = store().withdraw_deleted(id, now_);
    ASSERT_TRUE(done && *done);
  }
};

TEST_F(StoredDeals, a_store_without_offers_has_none) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  EXPECT_FALSE(*store().has_deals());
  EXPECT_TRUE(store().deals(std::nullopt)->empty());
  EXPECT_TRUE(deals_of(id).entries.empty());
}

TEST_F(StoredDeals, an_entry_about_an_offer_is_found_with_what_it_rests_on) {
  const auto id = thread_with({post(1, sentence(1), "alice"), post(2, sentence(2), "bob")});
  digest_with(id, {{.floor = 2, .offer = "甲银行开户"}});
  EXPECT_TRUE(*store().has_deals());
  const auto deals = deals_of(id);
  EXPECT_EQ(deals.source, "forum");
  EXPECT_EQ(deals.topic, TopicId{493728});
  EXPECT_EQ(deals.title, "算力会不会继续涨价");
  EXPECT_EQ(deals.origin, "https://forum.example");
  ASSERT_EQ(deals.entries.size(), 1u);
  const DealEntry& told = deals.entries[0];
  EXPECT_EQ(told.entry, digest_of(id).entries[1]);
  EXPECT_EQ(told.first, EntrySeq{2});
  EXPECT_EQ(told.committed_at, now_);
  EXPECT_FALSE(told.withdrawn);
  ASSERT_EQ(deals.floors.size(), 1u);
  EXPECT_EQ(deals.floors[0].floor, Floor{2});
  EXPECT_EQ(deals.floors[0].author, "bob");
  EXPECT_EQ(deals.floors[0].created_at, post(2, "").created_at);
  EXPECT_FALSE(deals.floors[0].edited_at);
}

TEST_F(StoredDeals, a_chain_is_known_by_its_first_entry) {
  const auto id = thread_with(posts_upto(3));
  digest_with(id, {{.floor = 1, .offer = "甲银行开户"}, {.floor = 3, .offer = "乙卡"}});
  add_floor(id, 4);
  digest_with(id, {{.floor = 4, .offer = "甲银行 开户", .updates = "e1"}});
  add_floor(id, 5);
  digest_with(id, {{.floor = 5, .offer = "甲银行开户", .updates = "e4"}});
  const auto deals = deals_of(id);
  EXPECT_THAT(seqs(deals), ElementsAre(1, 3, 4, 5));
  EXPECT_THAT(firsts(deals), ElementsAre(1, 3, 1, 1));
}

TEST_F(StoredDeals, an_entry_about_another_offer_opens_a_chain_of_its_own) {
  const auto id = thread_with(posts_upto(1));
  digest_with(id, {{.floor = 1, .offer = "甲银行开户"}});
  add_floor(id, 2);
  digest_with(id, {{.floor = 2, .offer = "乙银行开户", .updates = "e1"}});
  EXPECT_THAT(firsts(deals_of(id)), ElementsAre(1, 2));
}

TEST_F(StoredDeals, a_link_to_an_entry_without_a_deal_leads_to_no_chain) {
  const auto id = thread_with(posts_upto(2));
  digest_with(id, {{.floor = 2, .offer = "甲银行开户", .updates = "e1"}});
  EXPECT_THAT(firsts(deals_of(id)), ElementsAre(2));
}

TEST_F(StoredDeals, a_withdrawn_entry_keeps_its_place_in_the_chain_and_nothing_else) {
  const auto id = thread_with(posts_upto(2));
  digest_with(id, {{.floor = 1, .offer = "甲银行开户"}});
  add_floor(id, 3);
  digest_with(id, {{.floor = 3, .offer = "甲银行开户", .updates = "e1"}});
  const auto committed = now_;
  withdraw(id, 3, 1);
  const auto deals = deals_of(id);
  ASSERT_THAT(seqs(deals), ElementsAre(1, 3));
  EXPECT_THAT(firsts(deals), ElementsAre(1, 1));
  const DealEntry& tombstone = deals.entries[0];
  EXPECT_FALSE(tombstone.entry.deal);
  EXPECT_EQ(tombstone.entry.text, digest::kTombstone);
  EXPECT_EQ(tombstone.withdrawn, Revision{3});
  EXPECT_EQ(tombstone.withdrawn_at, now_);
  EXPECT_EQ(deals.entries[1].committed_at, committed);
  ASSERT_EQ(deals.floors.size(), 1u);
  EXPECT_EQ(deals.floors[0].floor, Floor{3});
}

TEST_F(StoredDeals, what_restates_a_withdrawn_entry_goes_on_with_its_chain) {
  const auto id = thread_with(posts_upto(2));
  digest_with(id, {{.floor = 1, .offer = "甲银行开户"}});
  add_floor(id, 3);
  digest_with(id, {{.floor = 3, .offer = "甲银行开户", .updates = "e1"}});
  withdraw(id, 3, 1);
  withdraw(id, 3, 3);
  EXPECT_FALSE(*store().has_deals());
  EXPECT_TRUE(digest::standings(deals_of(id)).empty());
  const auto gone = digest::gone_offers(deals_of(id));
  ASSERT_EQ(gone.size(), 1u) << "who noted its end learns that it is gone";
  EXPECT_EQ(gone.front().first, EntrySeq{1});
  add_floor(id, 4);
  digest_with(id, {{.floor = 4, .offer = "甲银行开户", .updates = "e3"}});
  EXPECT_THAT(firsts(deals_of(id)), ElementsAre(1, 1, 1));
  EXPECT_TRUE(*store().has_deals());
}

TEST_F(StoredDeals, an_edit_of_a_cited_floor_is_told) {
  const auto id = thread_with(posts_upto(2));
  digest_with(id, {{.floor = 1, .offer = "甲银行开户"}});
  now_ += 1h;
  auto posts = posts_upto(2);
  posts[0] = edited(posts[0], "活动延长到月底，奖励不变，仍然只给新户。");
  ingest(id, page(posts));
  EXPECT_EQ(deals_of(id).floors.at(0).edited_at, now_);
}

TEST_F(StoredDeals, all_tracked_threads_are_told_and_no_others) {
  const auto id = thread_with(posts_upto(2));
  digest_with(id, {{.floor = 1, .offer = "甲银行开户"}});
  const auto other = add_thread(7);
  const auto all = store().deals(std::nullopt);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 1u);
  EXPECT_EQ(all->front().topic, TopicId{493728});
  EXPECT_TRUE(deals_of(other).entries.empty());
  ASSERT_TRUE(store().remove_thread(id, true, now_));
  EXPECT_TRUE(store().deals(std::nullopt)->empty());
  EXPECT_FALSE(*store().has_deals());
  EXPECT_EQ(store().deals(id).error().code, digest::Code::not_found);
}

TEST_F(StoredDeals, they_go_with_their_thread) {
  const auto id = thread_with(posts_upto(2));
  digest_with(id, {{.floor = 1, .offer = "甲银行开户"}});
  ASSERT_TRUE(store().remove_thread(id, false, now_));
  EXPECT_TRUE(store().deals(std::nullopt)->empty());
  EXPECT_FALSE(*store().has_deals());
}

TEST_F(StoredDeals, a_reader_of_its_own_sees_them) {
  const auto id = thread_with(posts_upto(2));
  digest_with(id, {{.floor = 1, .offer = "甲银行开户"}});
  const auto own = reader();
  ASSERT_TRUE(own);
  EXPECT_EQ(own->deals(id)->size(), 1u);
  EXPECT_TRUE(*own->has_deals());
}

}  // namespace
}  // namespace gailou::storage
