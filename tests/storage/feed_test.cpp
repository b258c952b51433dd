// What feeds are made from: the store's identity, and entries by the commit that touched them last.
#include <gmock/gmock.h>

#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

using digest::FeedItem;
using digest::FeedPage;
using digest::FeedPlace;
using testing::ElementsAre;
using testing::IsEmpty;

class StoredFeed : public StoreTest {
 protected:
  FeedPage feed(const FeedQuery& query = {}) {
    auto page = store().feed(query);
    EXPECT_TRUE(page) << (page ? "" : to_string(page.error()));
    return page ? std::move(*page) : FeedPage{};
  }

  /// "7/e3": topic and entry; "7/r2" for a revision.
  static std::vector<std::string> names(const FeedPage& page, bool by_revision = false) {
    std::vector<std::string> all;
    for (const auto& item : page.items) {
      const auto which = by_revision ? "r" + std::to_string(item.rev.value) : entry_id(item.entries.front().seq);
      all.push_back(std::to_string(item.topic.value) + "/" + which);
    }
    return all;
  }

  /// Stores floors up to `last` of a topic, and digests them: an entry each.
  ThreadId digested(std::int64_t topic, std::int64_t last) {
    const auto id = add_thread(topic);
    ingest(id, page(posts_upto(last)));
    EXPECT_TRUE(store().complete_first_fetch(id, now_));
    digest_pending(id);
    return id;
  }
  void grow(ThreadId id, std::int64_t last) {
    now_ += 1h;
    ingest(id, page(posts_upto(last)));
    digest_pending(id);
  }
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

TEST_F(StoredFeed, the_identity_is_made_once_and_outlives_every_restart) {
  const auto first = store().feed_identity();
  ASSERT_TRUE(first);
  EXPECT_THAT(first->authority, testing::MatchesRegex("[0-9a-f]{16}\\.gailou\\.invalid"));
  EXPECT_EQ(first->since, digest::parse_iso("2026-04-24T00:00:00Z"));
  now_ += 24h * 400;
  reopen();
  EXPECT_EQ(*store().feed_identity(), *first);
  EXPECT_EQ(*reader()->feed_identity(), *first);
}

TEST_F(StoredFeed, two_stores_have_two_identities) {
  support::TempFolder other;
  const auto second = open_store(other.path(), now_);
  ASSERT_TRUE(second);
  EXPECT_NE((*second)->feed_identity()->authority, store().feed_identity()->authority);
}

TEST_F(StoredFeed, a_store_without_a_digest_has_no_items) {
  add_thread();
  const auto page = feed();
  EXPECT_THAT(page.items, IsEmpty());
  EXPECT_FALSE(page.next);
  EXPECT_FALSE(page.has_newer);
}

TEST_F(StoredFeed, entries_of_all_threads_come_newest_commit_first) {
  const auto a = digested(7, 2);
  now_ += 1h;
  digested(8, 1);
  grow(a, 3);
  EXPECT_THAT(names(feed()), ElementsAre("7/e3", "8/e1", "7/e2", "7/e1"));
}

TEST_F(StoredFeed, an_item_carries_its_commit_and_what_the_revision_knew_of_the_thread) {
  const auto id = digested(7, 1);
  const auto item = feed().items.at(0);
  EXPECT_EQ(item.source, "forum");
  EXPECT_EQ(item.topic, TopicId{7});
  EXPECT_EQ(item.title, "算力会不会继续涨价");
  EXPECT_EQ(item.url, "https://forum.example/t/topic-slug/7");
  EXPECT_EQ(item.rev, Revision{1});
  EXPECT_EQ(item.commit, record(id).commit);
  EXPECT_EQ(item.committed_at, now_);
  EXPECT_EQ(item.changed, item.commit);
  EXPECT_EQ(item.changed_at, item.committed_at);
  EXPECT_EQ(item.entries.front().text, sentence(1));
}

TEST_F(StoredFeed, a_later_title_leaves_older_items_as_they_were) {
  const auto id = digested(7, 1);
  auto renamed = page(posts_upto(1));
  renamed.header = header("新的标题");
  now_ += 1h;
  ingest(id, renamed);
  EXPECT_EQ(feed().items.at(0).title, "算力会不会继续涨价");
}

TEST_F(StoredFeed, one_source_or_one_thread_can_be_asked_for) {
  const auto a = digested(7, 1);
  digested(8, 1);
  const auto other = store().ensure_source({.name = "other", .origin = "https://other.example"});
  const auto c = store().add_thread("other", TopicId{9}, now_)->thread.id;
  ingest(c, page(posts_upto(1)));
  ASSERT_TRUE(store().complete_first_fetch(c, now_));
  digest_pending(c);
  EXPECT_THAT(names(feed({.source = "other"})), ElementsAre("9/e1"));
  EXPECT_THAT(names(feed({.source = "forum"})), ElementsAre("8/e1", "7/e1"));
  EXPECT_THAT(names(feed({.thread = a})), ElementsAre("7/e1"));
  EXPECT_THAT(names(feed({.source = "nobody"})), IsEmpty());
}

TEST_F(StoredFeed, a_removed_thread_is_in_no_feed) {
  const auto a = digested(7, 1);
  const auto b = digested(8, 1);
  ASSERT_TRUE(store().remove_thread(a, true, now_));
  EXPECT_THAT(names(feed()), ElementsAre("8/e1"));
  EXPECT_THAT(names(feed({.thread = a})), IsEmpty());
  ASSERT_TRUE(store().remove_thread(b, false, now_));
  EXPECT_THAT(names(feed()), IsEmpty());
}

TEST_F(StoredFeed, a_tombstone_moves_to_the_commit_that_withdrew_it) {
  const auto id = digested(7, 3);
  grow(id, 4);
  const auto written = now_;
  const auto before = feed().items.at(2);
  withdraw(id, 4, 2);
  const auto page = feed();
  EXPECT_THAT(names(page), ElementsAre("7/e2", "7/e4", "7/e3", "7/e1"));
  const auto& tombstone = page.items.front();
  EXPECT_EQ(tombstone.entries.front().marker.kind, digest::Marker::Kind::withdrawn);
  EXPECT_EQ(tombstone.entries.front().text, digest::kTombstone);
  EXPECT_EQ(tombstone.commit, before.commit);
  EXPECT_EQ(tombstone.committed_at, before.committed_at);
  EXPECT_EQ(tombstone.changed_at, now_);
  EXPECT_GT(tombstone.changed, tombstone.commit);
  EXPECT_GT(tombstone.changed_at, written);
  EXPECT_THAT(tombstone.authors, IsEmpty());
}

TEST_F(StoredFeed, authors_are_those_of_the_cited_floors_that_can_be_read) {
  const auto id = add_thread(7);
  ingest(id, page({post(1, sentence(1), "alice"), post(2, sentence(2), "bob"), post(3, sentence(3), "alice")}));
  ASSERT_TRUE(store().complete_first_fetch(id, now_));
  const auto batch = take(id);
  auto step = step_for(batch->input);
  step.entries[2].cites = {Floor{1}, Floor{2}, Floor{3}};
  for (const auto floor : {1, 2}) {
    step.entries[2].evidence.push_back({.floor = Floor{floor}, .quote = sentence(floor)});
  }
  commit(*batch, step);
  EXPECT_THAT(feed().items.at(0).authors, ElementsAre("alice", "bob"));

  now_ += 1h;
  auto hidden = marked(post(2, sentence(2), "bob"), PostState::hidden);
  ingest(id, page({post(1, sentence(1), "alice"), hidden, post(3, sentence(3), "alice")}));
  EXPECT_THAT(feed().items.at(0).authors, ElementsAre("alice"));
}

TEST_F(StoredFeed, pages_lead_to_older_items_and_back) {
  digested(7, 7);
  const auto first = feed({.limit = 3});
  EXPECT_THAT(names(first), ElementsAre("7/e7", "7/e6", "7/e5"));
  ASSERT_TRUE(first.next);
  EXPECT_FALSE(first.has_newer);

  const auto second = feed({.before = first.next, .limit = 3});
  EXPECT_THAT(names(second), ElementsAre("7/e4", "7/e3", "7/e2"));
  EXPECT_TRUE(second.has_newer);
  EXPECT_FALSE(second.previous) << "the first page";

  const auto third = feed({.before = second.next, .limit = 3});
  EXPECT_THAT(names(third), ElementsAre("7/e1"));
  EXPECT_FALSE(third.next);
  ASSERT_TRUE(third.previous);
  EXPECT_THAT(names(feed({.before = third.previous, .limit = 3})), ElementsAre("7/e4", "7/e3", "7/e2"));
}

TEST_F(StoredFeed, a_page_that_ends_with_the_last_item_leads_no_further) {
  digested(7, 4);
  const auto second = feed({.before = feed({.limit = 2}).next, .limit = 2});
  EXPECT_THAT(names(second), ElementsAre("7/e2", "7/e1"));
  EXPECT_FALSE(second.next);
}

TEST_F(StoredFeed, pages_over_several_threads_and_commits_miss_and_repeat_nothing) {
  const auto a = digested(7, 3);
  const auto b = digested(8, 2);
  for (std::int64_t last = 4; last <= 6; ++last) grow(a, last);
  grow(b, 4);
  withdraw(a, 6, 2);
  const auto whole = names(feed());
  ASSERT_EQ(whole.size(), 10u);
  for (std::int64_t limit = 1; limit <= 11; ++limit) {
    std::vector<std::string> seen;
    std::vector<FeedPlace> starts;
    FeedQuery query{.limit = limit};
    while (true) {
      const auto page = feed(query);
      const auto more = names(page);
      seen.insert(seen.end(), more.begin(), more.end());
      const auto previous = starts.size() > 1 ? std::optional(starts[starts.size() - 2]) : std::nullopt;
      EXPECT_EQ(page.previous, previous) << limit;
      if (!page.next) break;
      starts.push_back(*page.next);
      query.before = page.next;
    }
    EXPECT_EQ(seen, whole) << limit;
  }
}

TEST_F(StoredFeed, revisions_can_be_items) {
  const auto a = digested(7, 2);
  digested(8, 1);
  grow(a, 4);
  const auto page = feed({.by_revision = true});
  EXPECT_THAT(names(page, true), ElementsAre("7/r2", "8/r1", "7/r1"));
  ASSERT_EQ(page.items[0].entries.size(), 2u);
  EXPECT_EQ(page.items[0].entries[0].seq.value, 3);
  EXPECT_EQ(page.items[2].entries.size(), 2u);
}

TEST_F(StoredFeed, a_revision_moves_with_the_last_of_its_withdrawals) {
  const auto id = digested(7, 3);
  grow(id, 4);
  withdraw(id, 4, 1);
  EXPECT_THAT(names(feed({.by_revision = true}), true), ElementsAre("7/r1", "7/r2"));
  const auto first = feed({.by_revision = true}).items.front();
  grow(id, 5);
  auto posts = posts_upto(5);
  for (const std::size_t floor : {std::size_t{1}, std::size_t{3}})
    posts[floor - 1] = marked(posts[floor - 1], PostState::withdrawn);
  now_ += 1h;
  ingest(id, page(posts));
  ASSERT_TRUE(store().withdraw_deleted(id, now_));
  const auto page = feed({.by_revision = true});
  EXPECT_EQ(page.items.front().rev, Revision{1});
  EXPECT_GT(page.items.front().changed, first.changed);
  EXPECT_EQ(page.items.size(), 3u) << "withdrawals' own revisions wrote no entry";
}

TEST_F(StoredFeed, items_can_be_asked_for_by_name) {
  const auto a = digested(7, 2);
  const auto b = digested(8, 1);
  grow(a, 3);
  withdraw(a, 3, 1);
  const auto all = feed().items;
  const auto items = store().feed_items({{.thread = b, .seq = {1}},
                                         {.thread = a, .seq = {1}},
                                         {.thread = a, .seq = {99}},
                                         {.thread = ThreadId{99}, .seq = {1}},
                                         {.thread = a, .seq = {3}}});
  ASSERT_TRUE(items);
  ASSERT_EQ(items->size(), 3u) << "what isn't there is left out";
  for (const auto& item : *items) {
    EXPECT_THAT(all, testing::Contains(item)) << "as in the feed, last change and all";
  }
  EXPECT_EQ((*items)[1].entries.front().text, digest::kTombstone);
  ASSERT_TRUE(store().remove_thread(b, true, now_));
  EXPECT_THAT(*store().feed_items({{.thread = b, .seq = {1}}}), IsEmpty());
}

TEST_F(StoredFeed, a_place_that_is_no_more_still_says_what_is_older) {
  const auto id = digested(7, 4);
  const auto first = feed({.limit = 2});
  withdraw(id, 4, 3);
  const auto second = feed({.before = first.next, .limit = 2});
  EXPECT_THAT(names(second), ElementsAre("7/e2", "7/e1"));
  EXPECT_THAT(names(feed({.limit = 2})), ElementsAre("7/e3", "7/e4"));
}

}  // namespace
}  // namespace gailou::storage
