// What Discourse does to a post or a thread beyond a plain edit: each ends in the rows that tell it.
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class Semantics : public StoreTest {
 protected:
  digest::StoredPost only(ThreadId id) {
    const auto posts = all_posts(id);
    EXPECT_EQ(posts.size(), 1u);
    return posts.empty() ? digest::StoredPost{} : posts.front();
  }

  static digest::Observation cached(std::vector<Post> posts) {
    auto seen = page(std::move(posts));
    seen.fresh = false;
    return seen;
  }

  static Post small_action(std::int64_t floor, const std::string& action, const std::string& detail = "") {
    auto made = post(floor, "", "mod");
    made.small_action = true;
    made.action = action;
    made.detail = detail;
    return made;
  }
};

TEST_F(Semantics, an_edit_back_to_an_earlier_text_is_a_version) {
  const auto id = thread_with({post(1, "价格是三百元。")});
  ingest(id, page({edited(post(1, ""), "价格是两百元。", 10min)}));
  now_ += 1h;
  EXPECT_EQ(ingest(id, page({edited(post(1, ""), "价格是三百元。", 20min)})).edited.size(), 1u);
  const auto held = only(id);
  EXPECT_EQ(held.version, 3);
  ASSERT_EQ(held.versions.size(), 2u);
  EXPECT_EQ(held.versions[0].text, held.text);
}

TEST_F(Semantics, an_edit_that_keeps_the_forums_version_is_a_version_of_ours) {
  const auto id = thread_with({post(1, "价格是三百元。")});
  auto silent = post(1, "价格是两百元。");
  silent.updated_at = *silent.updated_at + 2min;
  EXPECT_EQ(ingest(id, page({silent})).edited.size(), 1u);
  EXPECT_EQ(only(id).version, 2);
}

TEST_F(Semantics, a_text_that_changed_without_any_time_counts_when_fresh) {
  const auto id = thread_with({post(1, "价格是三百元。")});
  EXPECT_FALSE(ingest(id, cached({post(1, "价格是两百元。")})).changed_anything());
  EXPECT_EQ(ingest(id, page({post(1, "价格是两百元。")})).edited.size(), 1u);
  // The cached answer of before takes nothing back.
  EXPECT_FALSE(ingest(id, cached({post(1, "价格是三百元。")})).changed_anything());
  EXPECT_EQ(only(id).text, "价格是两百元。");
  EXPECT_EQ(only(id).version, 2);
}

TEST_F(Semantics, a_forum_version_may_go_down) {
  const auto id = thread_with({edited(post(1, ""), "价格是两百元。", 10min)});
  auto reverted = post(1, "价格是三百元。");
  reverted.updated_at = *reverted.updated_at + 20min;
  EXPECT_EQ(ingest(id, page({reverted})).edited.size(), 1u);
  EXPECT_EQ(only(id).post.forum_version, 1);
  EXPECT_EQ(only(id).version, 2);
}

TEST_F(Semantics, withdrawn_then_deleted_then_recovered) {
  const auto id = thread_with({post(1, sentence(1)), post(2, "不想留下的话。")});
  digest_pending(id);
  now_ += 1h;
  ingest(id, page({post(1, sentence(1)), marked(post(2, ""), PostState::withdrawn)}));
  const auto withdrawn_at = now_;
  now_ += 24h;
  ingest(id, page({post(1, sentence(1))}));
  now_ += kConfirmAfter;
  ingest(id, page({post(1, sentence(1))}));
  ASSERT_TRUE(*store().settle_absence(id, PostId{1002}, Absence::deleted, now_));
  EXPECT_EQ(all_posts(id)[1].post.state, PostState::deleted);
  EXPECT_EQ(all_posts(id)[1].deleted_at, withdrawn_at);
  now_ += 1h;
  auto back = edited(post(2, ""), "不想留下的话。", 50min);
  EXPECT_EQ(ingest(id, page({post(1, sentence(1)), back})).restored, std::vector{Floor{2}});
  const auto held = all_posts(id)[1];
  EXPECT_EQ(held.text, "不想留下的话。");
  EXPECT_EQ(held.version, 1);
  EXPECT_FALSE(held.edited_at);
  EXPECT_EQ(held.restored_at, now_);
}

TEST_F(Semantics, hidden_then_edited_then_shown_is_a_version) {
  const auto id = thread_with({post(1, "被举报的话。")});
  digest_pending(id);
  ingest(id, page({marked(post(1, ""), PostState::hidden, 10min)}));
  EXPECT_EQ(only(id).text, "");
  now_ += 1h;
  EXPECT_EQ(ingest(id, page({edited(post(1, ""), "改得文明了。", 20min)})).restored.size(), 1u);
  const auto held = only(id);
  EXPECT_EQ(held.text, "改得文明了。");
  EXPECT_EQ(held.version, 2);
  EXPECT_EQ(held.edited_at, now_);
  ASSERT_EQ(held.versions.size(), 1u);
  EXPECT_EQ(held.versions[0].text, "被举报的话。");
}

TEST_F(Semantics, a_cached_answer_neither_hides_nor_shows_nor_recovers_a_post) {
  const auto id = thread_with({post(1, sentence(1)), post(2, sentence(2))});
  ingest(id, page({marked(post(1, ""), PostState::hidden, 0min), marked(post(2, ""), PostState::deleted, 0min)}));
  EXPECT_FALSE(ingest(id, cached(posts_upto(2))).changed_anything());
  EXPECT_EQ(ingest(id, page(posts_upto(2))).restored.size(), 2u);
  EXPECT_FALSE(ingest(id, cached({marked(post(1, ""), PostState::hidden, 0min)})).changed_anything());
  EXPECT_EQ(record(id).posts_stored, 2);
}

TEST_F(Semantics, a_purged_post_is_deleted_like_any_other) {
  const auto id = thread_with(posts_upto(3));
  ingest(id, page(posts_upto(2)));
  now_ += kConfirmAfter;
  EXPECT_EQ(ingest(id, page(posts_upto(2))).to_confirm, std::vector{PostId{1003}});
  ASSERT_TRUE(*store().settle_absence(id, PostId{1003}, Absence::deleted, now_));
  now_ += 24h * 365;
  EXPECT_FALSE(ingest(id, page(posts_upto(2))).changed_anything());
  EXPECT_EQ(all_posts(id)[2].post.state, PostState::deleted);
}

TEST_F(Semantics, a_renamed_author_is_renamed_everywhere_and_no_version) {
  const auto id = thread_with({post(1, sentence(1), "alice")});
  EXPECT_FALSE(ingest(id, page({post(1, sentence(1), "anon12345")})).changed_anything());
  EXPECT_EQ(only(id).post.author, "anon12345");
  EXPECT_EQ(only(id).version, 1);
  // An answer of before the renaming, out of a cache, doesn't bring the name back.
  ingest(id, cached({post(1, sentence(1), "alice")}));
  EXPECT_EQ(only(id).post.author, "anon12345");
}

TEST_F(Semantics, likes_alone_write_nothing) {
  const auto id = thread_with(posts_upto(2));
  ASSERT_TRUE(store().checkpoint());
  auto liked = posts_upto(2);
  liked[0].likes = 5;
  ingest(id, page(liked));
  EXPECT_EQ(store().figures()->wal_bytes, 0);
  EXPECT_EQ(all_posts(id)[0].post.likes, 0);
}

TEST_F(Semantics, likes_are_kept_when_something_else_is_written) {
  const auto id = thread_with(posts_upto(2));
  auto liked = posts_upto(3);
  liked[0].likes = 5;
  ingest(id, page(liked));
  EXPECT_EQ(all_posts(id)[0].post.likes, 5);
  liked[0].likes = 2;
  auto titled = page(liked);
  titled.header->title = "换了标题";
  ingest(id, titled);
  EXPECT_EQ(all_posts(id)[0].post.likes, 2);
}

TEST_F(Semantics, an_accepted_answer_is_a_flag_and_no_version) {
  const auto id = thread_with(posts_upto(2));
  auto answered = posts_upto(2);
  answered[1].accepted = true;
  EXPECT_FALSE(ingest(id, page(answered)).changed_anything());
  EXPECT_TRUE(all_posts(id)[1].post.accepted);
  EXPECT_FALSE(all_posts(id)[0].post.accepted);
  EXPECT_EQ(all_posts(id)[1].version, 1);
  ingest(id, page(posts_upto(2)));
  EXPECT_FALSE(all_posts(id)[1].post.accepted);
}

TEST_F(Semantics, small_actions_are_told_in_order_with_who_and_what) {
  const auto id = thread_with({post(1, sentence(1))});
  ingest(id, page({post(1, sentence(1)), small_action(2, "closed.enabled"), small_action(3, "invited_user", "bob"),
                   small_action(4, "closed.disabled")}));
  const auto events = store().events(id, 10);
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 3u);
  EXPECT_EQ((*events)[0].action, "closed.enabled");
  EXPECT_EQ((*events)[0].author, "mod");
  EXPECT_EQ((*events)[0].created_at, post(2, "").created_at);
  EXPECT_EQ((*events)[0].floor, Floor{2});
  EXPECT_EQ((*events)[1].detail, "bob");
  EXPECT_EQ(store().events(id, 2)->front().action, "invited_user");
  EXPECT_EQ(reader()->events(id, 10)->size(), 3u);
}

TEST_F(Semantics, an_events_detail_may_be_learnt_later_and_goes_with_it) {
  const auto id = thread_with({post(1, sentence(1))});
  ingest(id, page({post(1, sentence(1)), small_action(2, "split_topic")}));
  ingest(id, page({post(1, sentence(1)), small_action(2, "split_topic", "/t/other/9")}));
  EXPECT_EQ(store().events(id, 10)->front().detail, "/t/other/9");
  ASSERT_TRUE(store().checkpoint());
  ingest(id, page({post(1, sentence(1)), small_action(2, "split_topic", "/t/other/9")}));
  EXPECT_EQ(store().figures()->wal_bytes, 0);
  auto gone = marked(small_action(2, "split_topic"), PostState::deleted);
  ingest(id, page({post(1, sentence(1)), gone}));
  EXPECT_TRUE(store().events(id, 10)->empty());
}

TEST_F(Semantics, closing_archiving_unlisting_and_back_are_the_headers) {
  const auto id = add_thread();
  auto seen = page(posts_upto(2));
  ingest(id, seen);
  seen.header->closed = true;
  seen.header->archived = true;
  seen.header->unlisted = true;
  EXPECT_TRUE(ingest(id, seen).header_changed);
  EXPECT_TRUE(record(id).header.closed && record(id).header.archived && record(id).header.unlisted);
  seen.header->closed = false;
  seen.header->archived = false;
  seen.header->unlisted = false;
  EXPECT_TRUE(ingest(id, seen).header_changed);
  EXPECT_EQ(record(id).header, *seen.header);
  EXPECT_FALSE(ingest(id, seen).header_changed);
}

TEST_F(Semantics, title_slug_category_and_tags_change) {
  const auto id = add_thread();
  auto seen = page(posts_upto(1));
  ingest(id, seen);
  seen.header->title = "换了标题";
  seen.header->slug = "another";
  seen.header->category = "42";
  seen.header->tags = {"硬件"};
  EXPECT_TRUE(ingest(id, seen).header_changed);
  EXPECT_EQ(record(id).header, *seen.header);
}

TEST_F(Semantics, a_cached_header_of_the_same_age_takes_nothing_back) {
  const auto id = add_thread();
  auto seen = page(posts_upto(2));
  seen.header->last_posted_at = kStart;
  seen.header->highest = Floor{2};
  auto before = seen;
  before.fresh = false;
  ingest(id, seen);
  seen.header->title = "换了标题";
  seen.header->closed = true;
  ingest(id, seen);
  EXPECT_FALSE(ingest(id, before).header_changed);
  EXPECT_EQ(record(id).header.title, "换了标题");
  EXPECT_TRUE(record(id).header.closed);
  // One that knows a later post is newer.
  before.header->last_posted_at = kStart + 1min;
  before.header->highest = Floor{3};
  EXPECT_TRUE(ingest(id, before).header_changed);
}

TEST_F(Semantics, a_first_header_may_come_out_of_a_cache) {
  const auto id = add_thread();
  EXPECT_TRUE(ingest(id, cached(posts_upto(1))).header_changed);
  EXPECT_EQ(record(id).header.title, header().title);
}

TEST_F(Semantics, a_last_post_that_was_deleted_takes_the_forums_counts_down) {
  const auto id = add_thread();
  auto seen = page(posts_upto(3));
  seen.header->highest = Floor{3};
  seen.header->last_posted_at = kStart;
  ingest(id, seen);
  seen.header->highest = Floor{2};
  seen.header->last_posted_at = kStart - 1h;
  EXPECT_TRUE(ingest(id, seen).header_changed);
  EXPECT_EQ(record(id).header.highest, Floor{2});
}

}  // namespace
}  // namespace gailou::storage
