#include <algorithm>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "digest/codec.h"
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class Digests : public StoreTest {
 protected:
  std::string bytes(ThreadId id, std::int64_t rev) { return to_document(digest_of(id, Revision{rev})).dump(); }
};

TEST_F(Digests, there_is_none_before_the_first_revision) {
  const auto id = thread_with(posts_upto(2));
  EXPECT_EQ(store().digest(id, std::nullopt).error().code, digest::Code::not_found);
  EXPECT_EQ(store().digest(id, Revision{1}).error().code, digest::Code::not_found);
}

TEST_F(Digests, what_was_committed_is_read_back) {
  const auto id = thread_with(posts_upto(3));
  const auto batch = take(id);
  const auto step = step_for(batch->input, {2});
  now_ += 5min;
  const auto committed = commit(*batch, step);
  EXPECT_EQ(committed.revision, Revision{1});
  EXPECT_EQ(committed.entries, step.entries);
  const auto digest = digest_of(id);
  EXPECT_EQ(digest.entries, step.entries);
  EXPECT_EQ(digest.nothing_new, step.nothing_new);
  EXPECT_EQ(digest.summary, *step.summary);
  EXPECT_EQ(digest.revision, Revision{1});
  EXPECT_EQ(digest.generated_at, batch->input.taken_at);
  EXPECT_EQ(digest.thread.title, header().title);
  EXPECT_EQ(digest.thread.url, "https://forum.example/t/topic-slug/493728");
  EXPECT_EQ(digest.thread.posts_count, 3);
  EXPECT_EQ(digest.thread.last_number, Floor{3});
  EXPECT_EQ(digest.coverage, (digest::Coverage{.visible = 3, .in_entries = 2, .nothing_new = 1}));
}

TEST_F(Digests, an_outline_says_where_entries_stand_and_has_those_whole_that_cite_a_floor) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  ingest(id, page(posts_upto(6)));
  digest_pending(id, {5});
  const auto whole = digest_of(id);
  const auto outline = store().digest_outline(id, Floor{4}).value();
  EXPECT_EQ(outline.revision, whole.revision);
  EXPECT_EQ(outline.thread, whole.thread);
  EXPECT_EQ(outline.coverage, whole.coverage);
  EXPECT_EQ(outline.summary, whole.summary);
  EXPECT_THAT(outline.nothing_new, testing::IsEmpty());
  ASSERT_EQ(outline.entries.size(), whole.entries.size());
  for (std::size_t at = 0; at < whole.entries.size(); ++at) {
    const auto& entry = whole.entries[at];
    const bool cites = std::ranges::find(entry.cites, Floor{4}) != entry.cites.end();
    const digest::Entry place{.seq = entry.seq, .section = entry.section, .rev = entry.rev};
    EXPECT_EQ(outline.entries[at], cites ? entry : place) << at;
  }
}

TEST_F(Digests, an_outline_of_no_floor_has_no_text) {
  const auto id = thread_with(posts_upto(3));
  EXPECT_EQ(store().digest_outline(id, std::nullopt).error().code, digest::Code::not_found);
  digest_pending(id);
  for (const auto& entry : store().digest_outline(id, std::nullopt).value().entries) EXPECT_EQ(entry.text, "");
}

TEST_F(Digests, the_thread_knows_its_last_revision) {
  const auto id = thread_with(posts_upto(3));
  const auto committed = digest_pending(id);
  const auto thread = record(id);
  EXPECT_EQ(thread.revision, Revision{1});
  EXPECT_EQ(thread.commit, committed.commit);
  EXPECT_EQ(thread.last_number, Floor{3});
  EXPECT_EQ(thread.digest_at, now_);
  EXPECT_EQ(thread.pending, 0);
}

TEST_F(Digests, commit_numbers_count_over_all_threads) {
  const auto first = thread_with(posts_upto(2));
  const auto second = add_thread(7);
  ingest(second, page(posts_upto(2)));
  ASSERT_TRUE(store().complete_first_fetch(second, now_));
  EXPECT_EQ(digest_pending(first).commit, digest::CommitNo{1});
  EXPECT_EQ(digest_pending(second).commit, digest::CommitNo{2});
  ASSERT_TRUE(store().remove_thread(second, false, now_));
  ingest(first, page(posts_upto(4)));
  EXPECT_EQ(digest_pending(first).commit, digest::CommitNo{3});
}

TEST_F(Digests, past_revisions_stay_byte_for_byte) {
  const auto id = thread_with(posts_upto(3));
  std::vector<std::string> published;
  for (std::int64_t rev = 1; rev <= 6; ++rev) {
    digest_pending(id, {rev * 3});
    published.push_back(bytes(id, rev));
    now_ += 1h;
    auto more = page(posts_upto(3 * (rev + 1)));
    more.header->title = "标题第" + std::to_string(rev) + "次改动";
    ingest(id, more);
  }
  reopen();
  for (std::int64_t rev = 1; rev <= 6; ++rev) {
    EXPECT_EQ(bytes(id, rev), published[static_cast<std::size_t>(rev - 1)]) << rev;
  }
}

TEST_F(Digests, a_rewritten_summary_keeps_its_earlier_versions) {
  const auto id = thread_with(posts_upto(2));
  digest_pending(id);
  const auto first = digest_of(id).summary;
  ingest(id, page(posts_upto(3)));
  const auto batch = take(id);
  EXPECT_EQ(batch->input.summary, first);
  auto step = step_for(batch->input);
  step.summary = digest::Summary{.text = "话题已经转向供货时间的讨论。", .rev = Revision{2}, .cites = {Floor{3}}};
  commit(*batch, step);
  EXPECT_EQ(digest_of(id).summary, *step.summary);
  EXPECT_EQ(digest_of(id, Revision{1}).summary, first);
}

TEST_F(Digests, changes_since_a_revision) {
  const auto id = thread_with(posts_upto(2));
  digest_pending(id);
  ingest(id, page(posts_upto(4)));
  const auto second = digest_pending(id);
  const auto changes = store().changes(id, Revision{1});
  ASSERT_TRUE(changes);
  EXPECT_EQ(changes->revision, Revision{2});
  EXPECT_EQ(changes->entries, second.entries);
  EXPECT_TRUE(changes->withdrawn.empty());
  EXPECT_EQ(store().changes(id, Revision{0})->entries.size(), 4u);
  EXPECT_EQ(store().changes(id, Revision{3}).error().code, digest::Code::conflict);
}

TEST_F(Digests, newest_entries_come_newest_first) {
  const auto id = thread_with(posts_upto(5));
  digest_pending(id);
  const auto newest = store().newest_entries(id, 2);
  ASSERT_EQ(newest->size(), 2u);
  EXPECT_EQ((*newest)[0].seq, digest::EntrySeq{5});
  EXPECT_EQ((*newest)[1].seq, digest::EntrySeq{4});
}

TEST_F(Digests, a_floor_seen_while_an_engine_works_is_plainly_later) {
  auto posts = posts_upto(5);
  const auto late = posts[2];
  posts.erase(posts.begin() + 2);
  const auto id = thread_with(posts);
  const auto batch = take(id);
  posts.insert(posts.begin() + 2, late);
  ingest(id, page(posts));  // the clock stands still
  commit(*batch, step_for(batch->input));
  const auto digest = digest_of(id);
  EXPECT_GT(all_posts(id)[2].first_seen, digest.generated_at);
  EXPECT_EQ(digest.coverage, (digest::Coverage{.visible = 4, .in_entries = 4, .nothing_new = 0}));
  digest_pending(id);
  EXPECT_GE(digest_of(id).generated_at, all_posts(id)[2].first_seen);
  EXPECT_EQ(digest_of(id).thread.last_number, Floor{5});
}

TEST_F(Digests, a_floor_deleted_while_an_engine_works_was_there_when_the_batch_was_taken) {
  const auto id = thread_with(posts_upto(2));
  digest_pending(id);
  now_ += 1h;
  ingest(id, page(posts_upto(3)));
  const auto batch = take(id);
  auto posts = posts_upto(3);
  posts[0] = marked(posts[0], PostState::withdrawn);
  now_ += 1min;
  ingest(id, page(posts));
  commit(*batch, step_for(batch->input));
  EXPECT_EQ(digest_of(id).coverage, (digest::Coverage{.visible = 3, .in_entries = 3, .nothing_new = 0}));
}

TEST_F(Digests, generated_at_never_falls_when_the_clock_does) {
  const auto id = thread_with(posts_upto(2));
  digest_pending(id);
  const auto before = digest_of(id).generated_at;
  now_ -= 48h;
  ingest(id, page(posts_upto(4)));
  digest_pending(id);
  EXPECT_GE(digest_of(id).generated_at, before);
}

TEST_F(Digests, the_chain_verifies_and_survives_a_restart) {
  const auto id = thread_with(posts_upto(3));
  EXPECT_FALSE(*store().chain_fault(id));
  digest_pending(id);
  ingest(id, page(posts_upto(6)));
  digest_pending(id);
  reopen();
  EXPECT_FALSE(*store().chain_fault(id));
}

}  // namespace
}  // namespace gailou::storage
