// A removed post that comes back hidden: it is there again, for whoever counts, although nobody can read it.
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class HiddenReturn : public StoreTest {
 protected:
  /// Three digested floors, of which the second was deleted and withdrawn.
  ThreadId with_tombstone() {
    const auto id = thread_with(posts_upto(3));
    digest_pending(id);
    now_ += 1h;
    see(id, PostState::deleted, 40min);
    EXPECT_TRUE(*store().withdraw_deleted(id, now_));
    now_ += 1h;
    return id;
  }

  void see(ThreadId id, PostState state, digest::Duration after, std::int64_t last = 3) {
    auto seen = page(posts_upto(last));
    seen.posts[1] =
        state == PostState::visible ? edited(seen.posts[1], sentence(2), after) : marked(seen.posts[1], state, after);
    ingest(id, seen);
  }

  digest::StoredPost second(ThreadId id) { return all_posts(id)[1]; }
};

TEST_F(HiddenReturn, counts_as_restored) {
  const auto id = with_tombstone();
  const auto removed_at = second(id).deleted_at;
  ASSERT_TRUE(removed_at);
  see(id, PostState::hidden, 50min);
  EXPECT_EQ(second(id).post.state, PostState::hidden);
  EXPECT_EQ(second(id).deleted_at, removed_at);
  EXPECT_EQ(second(id).restored_at, now_);
  EXPECT_TRUE(second(id).text.empty());
}

TEST_F(HiddenReturn, a_revision_whose_batch_was_taken_before_does_not_count_it) {
  const auto id = with_tombstone();
  see(id, PostState::deleted, 40min, 4);
  const auto batch = take(id);
  ASSERT_TRUE(batch);
  now_ += 1min;
  see(id, PostState::hidden, 50min, 4);
  commit(*batch, step_for(batch->input));
  EXPECT_EQ(digest_of(id).coverage, (digest::Coverage{.visible = 3, .in_entries = 3, .nothing_new = 0}));
}

TEST_F(HiddenReturn, a_revision_after_it_does) {
  const auto id = with_tombstone();
  see(id, PostState::hidden, 50min);
  now_ += 1h;
  see(id, PostState::hidden, 50min, 4);
  digest_pending(id);
  EXPECT_EQ(digest_of(id).coverage, (digest::Coverage{.visible = 4, .in_entries = 4, .nothing_new = 0}));
}

TEST_F(HiddenReturn, shown_later_it_was_restored_when_it_came_back) {
  const auto id = with_tombstone();
  see(id, PostState::hidden, 50min);
  const auto back_at = now_;
  now_ += 1h;
  see(id, PostState::visible, 55min);
  EXPECT_EQ(second(id).post.state, PostState::visible);
  EXPECT_EQ(second(id).restored_at, back_at);
  EXPECT_EQ(second(id).text, sentence(2));
}

TEST_F(HiddenReturn, removed_again_it_is_a_new_removal) {
  const auto id = with_tombstone();
  see(id, PostState::hidden, 50min);
  now_ += 1h;
  see(id, PostState::deleted, 55min);
  EXPECT_EQ(second(id).deleted_at, now_);
  EXPECT_FALSE(second(id).restored_at);
}

TEST_F(HiddenReturn, of_a_post_that_was_never_seen_with_text_says_nothing_of_a_removal) {
  const auto id = thread_with({post(1, sentence(1)), marked(post(2, ""), PostState::deleted)});
  digest_pending(id);
  see(id, PostState::hidden, 50min);
  now_ += 1h;
  see(id, PostState::visible, 55min);
  EXPECT_FALSE(second(id).deleted_at);
  EXPECT_FALSE(second(id).restored_at);
}

TEST_F(HiddenReturn, from_another_topic_it_lives_here_again) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  auto without = posts_upto(3);
  without.erase(without.begin() + 1);
  ingest(id, page(without));
  now_ += kConfirmAfter;
  ingest(id, page(without));
  const std::vector<AbsenceVerdict> moved{{.post = PostId{1002}, .absence = Absence::moved, .moved_to = TopicId{9}}};
  ASSERT_TRUE(store().settle_absences(id, moved, now_));
  ASSERT_EQ(second(id).moved_to, TopicId{9});
  see(id, PostState::hidden, 50min);
  EXPECT_EQ(second(id).post.state, PostState::hidden);
  EXPECT_FALSE(second(id).moved_to);
}

TEST_F(HiddenReturn, hiding_a_post_that_was_there_all_along_restores_nothing) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  see(id, PostState::hidden, 50min);
  EXPECT_FALSE(second(id).deleted_at);
  EXPECT_FALSE(second(id).restored_at);
}

// --- replies

TEST_F(HiddenReturn, a_move_that_empties_whom_a_post_answers_is_taken_over) {
  auto posts = posts_upto(3);
  posts[2].reply_to = Floor{2};
  const auto id = thread_with(posts);
  EXPECT_EQ(all_posts(id)[2].post.reply_to, Floor{2});
  posts[2].reply_to.reset();
  ingest(id, page(posts));
  EXPECT_FALSE(all_posts(id)[2].post.reply_to);
}

TEST_F(HiddenReturn, whom_a_post_answers_follows_the_forums_numbers) {
  auto posts = posts_upto(4);
  posts[3].reply_to = Floor{2};
  const auto id = thread_with(posts);
  posts[3].reply_to = Floor{3};
  EXPECT_FALSE(ingest(id, page(posts)).changed_anything());
  EXPECT_EQ(all_posts(id)[3].post.reply_to, Floor{3});
  EXPECT_EQ(all_posts(id)[3].version, 1);
  ASSERT_TRUE(store().checkpoint());
  ingest(id, page(posts));
  EXPECT_EQ(store().figures()->wal_bytes, 0);
}

TEST_F(HiddenReturn, a_cached_answer_does_not_bring_an_emptied_reply_back) {
  auto posts = posts_upto(2);
  posts[1].reply_to = Floor{1};
  const auto id = thread_with(posts);
  auto before = page(posts);
  before.fresh = false;
  posts[1].reply_to.reset();
  ingest(id, page(posts));
  ingest(id, before);
  EXPECT_FALSE(all_posts(id)[1].post.reply_to);
}

}  // namespace
}  // namespace gailou::storage
