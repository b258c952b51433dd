#include <fstream>
#include <iterator>

#include "digest/codec.h"
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class Withdrawals : public StoreTest {
 protected:
  /// Floors 1 to `last` are digested, then `deleted` is withdrawn by its author.
  ThreadId digested_and_deleted(std::int64_t last, std::int64_t deleted) {
    const auto id = thread_with(posts_upto(last));
    digest_pending(id);
    now_ += 1h;
    ingest(id, page(with_marked(last, deleted)));
    return id;
  }

  static std::vector<Post> with_marked(std::int64_t last, std::int64_t floor) {
    auto posts = posts_upto(last);
    auto& one = posts[static_cast<std::size_t>(floor - 1)];
    one = marked(one, PostState::withdrawn);
    return posts;
  }

  bool some_file_has(const std::string& words) {
    for (const auto* name : {"gailou.db", "gailou.db-wal"}) {
      std::ifstream file(folder_.file(name), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      if (bytes.find(words) != std::string::npos) return true;
    }
    return false;
  }
};

TEST_F(Withdrawals, a_tombstone_keeps_its_place_in_an_outline) {
  const auto id = digested_and_deleted(3, 2);
  const auto before = store().digest_outline(id, std::nullopt).value().entries;
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));
  auto after = store().digest_outline(id, Floor{2}).value().entries;
  ASSERT_GE(after.size(), before.size());
  after.resize(before.size());
  EXPECT_EQ(after, before);
}

TEST_F(Withdrawals, nothing_deleted_nothing_withdrawn) {
  const auto id = thread_with(posts_upto(3));
  EXPECT_FALSE(*store().withdraw_deleted(id, now_));
  digest_pending(id);
  EXPECT_FALSE(*store().withdraw_deleted(id, now_));
}

TEST_F(Withdrawals, an_entry_on_a_deleted_floor_becomes_a_tombstone_in_place) {
  const auto id = digested_and_deleted(3, 2);
  const auto before = digest_of(id);
  const auto done = store().withdraw_deleted(id, now_);
  ASSERT_TRUE(done && *done);
  EXPECT_EQ((*done)->revision, Revision{2});
  const auto digest = digest_of(id);
  ASSERT_EQ(digest.entries.size(), 3u);
  EXPECT_EQ(digest.entries[0], before.entries[0]);
  EXPECT_EQ(digest.entries[2], before.entries[2]);
  const auto& tombstone = digest.entries[1];
  EXPECT_EQ(to_string(tombstone.marker), "撤回#2");
  EXPECT_EQ(tombstone.text, digest::kTombstone);
  EXPECT_EQ(tombstone.seq, before.entries[1].seq);
  EXPECT_EQ(tombstone.rev, before.entries[1].rev);
  EXPECT_EQ(tombstone.section, before.entries[1].section);
  EXPECT_EQ(tombstone.floors, before.entries[1].floors);
  EXPECT_TRUE(tombstone.cites.empty() && tombstone.evidence.empty() && tombstone.links.empty());
  EXPECT_EQ(digest.coverage, (digest::Coverage{.visible = 2, .in_entries = 2, .nothing_new = 0}));
  EXPECT_EQ(digest.thread.posts_count, 2);
}

TEST_F(Withdrawals, a_tombstone_stays_in_the_language_of_its_day) {
  const auto id = digested_and_deleted(4, 2);
  ASSERT_TRUE(*store().withdraw_deleted(id, now_, digest::Language::en));
  ASSERT_EQ(digest_of(id).entries[1].text, digest::kTombstoneEnglish);
  now_ += 1h;
  auto posts = with_marked(4, 2);
  posts[2] = marked(posts[2], PostState::withdrawn);
  ingest(id, page(posts));
  ASSERT_TRUE(*store().withdraw_deleted(id, now_, digest::Language::zh));
  EXPECT_EQ(digest_of(id).entries[1].text, digest::kTombstoneEnglish);
  EXPECT_EQ(digest_of(id).entries[2].text, digest::kTombstone);
  EXPECT_EQ(store().changes(id, Revision{0})->entries[1].text, digest::kTombstoneEnglish);
}

TEST_F(Withdrawals, it_happens_once) {
  const auto id = digested_and_deleted(3, 2);
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));
  EXPECT_FALSE(*store().withdraw_deleted(id, now_));
  EXPECT_EQ(record(id).revision, Revision{2});
}

TEST_F(Withdrawals, earlier_revisions_show_the_tombstone_too) {
  const auto id = digested_and_deleted(3, 2);
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));
  EXPECT_EQ(digest_of(id, Revision{1}).entries, digest_of(id, Revision{2}).entries);
}

TEST_F(Withdrawals, the_words_leave_every_file) {
  const std::string words = "唯独这句话不该留下来。";
  const auto id = thread_with({post(1, sentence(1)), post(2, words)});
  digest_pending(id);
  ASSERT_TRUE(store().checkpoint());
  ASSERT_TRUE(some_file_has(words));
  ingest(id, page({post(1, sentence(1)), marked(post(2, ""), PostState::withdrawn)}));
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));
  EXPECT_FALSE(some_file_has(words));
}

TEST_F(Withdrawals, the_chain_still_verifies) {
  const auto id = digested_and_deleted(5, 2);
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));
  EXPECT_FALSE(*store().chain_fault(id));
  auto posts = with_marked(7, 2);
  ingest(id, page(posts));
  digest_pending(id);
  EXPECT_FALSE(*store().chain_fault(id));
  EXPECT_EQ(digest_of(id).entries.back().seq, digest::EntrySeq{7});
}

TEST_F(Withdrawals, changes_name_what_became_a_tombstone) {
  const auto id = digested_and_deleted(3, 2);
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));
  const auto changes = store().changes(id, Revision{1});
  EXPECT_TRUE(changes->entries.empty());
  EXPECT_EQ(changes->withdrawn, std::vector{digest::EntrySeq{2}});
  EXPECT_TRUE(store().changes(id, Revision{0})->withdrawn.empty());
  EXPECT_EQ(store().newest_entries(id, 10)->size(), 2u);
}

TEST_F(Withdrawals, a_summary_that_cites_the_floor_is_replaced_everywhere) {
  const auto id = thread_with(posts_upto(3));
  const auto batch = take(id);
  auto step = step_for(batch->input);
  step.summary->cites = {Floor{2}};
  commit(*batch, step);
  now_ += 1h;
  ingest(id, page(with_marked(3, 2)));
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));
  const auto now = digest_of(id).summary;
  EXPECT_EQ(now.rev, Revision{2});
  EXPECT_NE(now.text, step.summary->text);
  EXPECT_TRUE(now.cites.empty());
  const auto then = digest_of(id, Revision{1}).summary;
  EXPECT_EQ(then.rev, Revision{1});
  EXPECT_NE(then.text, step.summary->text);
  EXPECT_NE(then.text, now.text);
  EXPECT_FALSE(*store().withdraw_deleted(id, now_));
}

TEST_F(Withdrawals, what_stands_for_a_blanked_summary_stays_in_the_language_of_its_day) {
  const auto id = thread_with(posts_upto(3));
  const auto batch = take(id);
  auto step = step_for(batch->input);
  step.summary->cites = {Floor{2}};
  commit(*batch, step);
  now_ += 1h;
  ingest(id, page(with_marked(3, 2)));
  ASSERT_TRUE(*store().withdraw_deleted(id, now_, digest::Language::en));
  EXPECT_EQ(digest_of(id, Revision{1}).summary.text,
            "A floor that this summary cites was deleted; the summary went with it.");
  EXPECT_EQ(digest_of(id).summary.rev, Revision{2});
}

TEST_F(Withdrawals, a_restored_floor_stays_accounted_for) {
  const auto id = digested_and_deleted(3, 2);
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));
  now_ += 1h;
  auto posts = posts_upto(3);
  posts[1] = edited(posts[1], "我又回来了。", 50min);
  EXPECT_EQ(ingest(id, page(posts)).restored, std::vector{Floor{2}});
  const auto batch = take(id);
  ASSERT_TRUE(batch);
  EXPECT_TRUE(batch->input.posts.empty());
  EXPECT_EQ(batch->input.restored, std::vector{Floor{2}});
  commit(*batch, step_for(batch->input));
  posts.push_back(post(4, sentence(4)));
  ingest(id, page(posts));
  digest_pending(id);
  EXPECT_EQ(digest_of(id).coverage, (digest::Coverage{.visible = 4, .in_entries = 4, .nothing_new = 0}));
}

TEST_F(Withdrawals, a_moved_floor_withdraws_nothing) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  now_ += 1h;
  ingest(id, page({post(1, sentence(1)), post(3, sentence(3))}));
  ASSERT_TRUE(*store().settle_absence(id, PostId{1002}, Absence::moved, now_));
  EXPECT_FALSE(*store().withdraw_deleted(id, now_));
  EXPECT_EQ(all_posts(id)[1].post.state, PostState::moved);
  EXPECT_EQ(all_posts(id)[1].text, "");
  EXPECT_EQ(record(id).posts_stored, 2);
}

TEST_F(Withdrawals, a_late_floor_still_pending_counts_as_seen_after_it) {
  auto posts = posts_upto(5);
  const auto late = posts[3];
  posts.erase(posts.begin() + 3);
  const auto id = thread_with(posts);
  digest_pending(id);
  now_ += 1h;
  posts[1] = marked(posts[1], PostState::withdrawn);
  posts.insert(posts.begin() + 3, late);
  ingest(id, page(posts));
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));
  EXPECT_GT(all_posts(id)[3].first_seen, digest_of(id).generated_at);
  EXPECT_EQ(digest_of(id).coverage, (digest::Coverage{.visible = 3, .in_entries = 3, .nothing_new = 0}));
  digest_pending(id);
  EXPECT_EQ(digest_of(id).coverage, (digest::Coverage{.visible = 4, .in_entries = 4, .nothing_new = 0}));
  EXPECT_GE(digest_of(id).generated_at, all_posts(id)[3].first_seen);
}

TEST_F(Withdrawals, an_open_batch_is_taken_anew_after_a_withdrawal) {
  const auto id = digested_and_deleted(3, 2);
  ingest(id, page(with_marked(5, 2)));
  const auto batch = take(id);
  const auto step = step_for(batch->input);
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));
  EXPECT_EQ(store().commit_revision(batch->id, step, now_).error().code, digest::Code::conflict);
  EXPECT_EQ(digest_pending(id).revision, Revision{3});
}

}  // namespace
}  // namespace gailou::storage
