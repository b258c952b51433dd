// A saved file is an answer of unknown age: it adds what isn't known and takes nothing back.
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

digest::Observation out_of_a_file(std::vector<Post> posts) {
  auto seen = page(std::move(posts));
  seen.fresh = false;
  seen.saved = true;
  return seen;
}

using Saved = StoreTest;

TEST_F(Saved, an_old_file_after_a_poll_changes_nothing) {
  const auto now = std::vector{edited(post(1, "原文。"), "改过的。"), post(2, "第二。")};
  const auto id = thread_with(now);
  auto old = out_of_a_file({post(1, "原文。")});
  old.header->title = "旧标题";
  EXPECT_FALSE(ingest(id, old).changed_anything());
  EXPECT_EQ(record(id).header.title, header().title);
}

TEST_F(Saved, a_later_edit_in_a_file_is_a_version) {
  const auto id = thread_with({post(1, "原文。")});
  EXPECT_EQ(ingest(id, out_of_a_file({edited(post(1, "原文。"), "改过的。")})).edited.size(), 1U);
  EXPECT_EQ(all_posts(id)[0].version, 2);
}

TEST_F(Saved, another_text_of_the_same_time_stays_out) {
  const auto id = thread_with({post(1, "原文。")});
  EXPECT_FALSE(ingest(id, out_of_a_file({post(1, "同一时刻的别的话。")})).changed_anything());
}

TEST_F(Saved, what_it_lacks_is_not_missed) {
  const auto id = thread_with(posts_upto(3));
  for (int look = 0; look < 3; ++look) {
    const auto seen = ingest(id, out_of_a_file({post(1, sentence(1))}));
    EXPECT_TRUE(seen.to_confirm.empty());
    now_ += 2 * kConfirmAfter;
  }
  EXPECT_EQ(record(id).posts_stored, 3);
}

TEST_F(Saved, presence_in_a_file_ends_no_suspicion) {
  const auto id = thread_with(posts_upto(2));
  ingest(id, page({post(1, sentence(1))}));
  now_ += kConfirmAfter;
  ingest(id, out_of_a_file(posts_upto(2)));
  EXPECT_EQ(ingest(id, page({post(1, sentence(1))})).to_confirm, std::vector<PostId>{PostId{1002}});
}

TEST_F(Saved, a_deletion_that_was_believed_is_not_undone) {
  const auto id = thread_with(posts_upto(2));
  ingest(id, page({post(1, sentence(1))}));
  ASSERT_TRUE(store().settle_absence(id, PostId{1002}, Absence::deleted, now_));
  EXPECT_FALSE(ingest(id, out_of_a_file({edited(post(2, ""), "删掉的话。", 50min)})).changed_anything());
  EXPECT_EQ(all_posts(id)[1].post.state, PostState::deleted);
}

TEST_F(Saved, a_hidden_post_is_not_shown_again_by_an_old_file) {
  const auto id = thread_with({post(1, "不雅的话。")});
  ingest(id, page({marked(post(1, ""), PostState::hidden, 0min)}));
  EXPECT_FALSE(ingest(id, out_of_a_file({post(1, "不雅的话。")})).changed_anything());
}

TEST_F(Saved, a_post_withdrawn_later_is_marked) {
  const auto id = thread_with({post(1, "原文。")});
  EXPECT_EQ(ingest(id, out_of_a_file({marked(post(1, ""), PostState::withdrawn)})).marked.size(), 1U);
}

TEST_F(Saved, a_floor_only_a_file_tells_of_is_missed_by_the_next_equal_stream) {
  const auto id = thread_with({post(1, sentence(1)), post(3, sentence(3))});
  // The stream is settled: an equal one costs nothing from here on.
  ingest(id, page({post(1, sentence(1)), post(3, sentence(3))}));
  EXPECT_EQ(ingest(id, out_of_a_file(posts_upto(3))).added, std::vector<Floor>{Floor{2}});
  ingest(id, page({post(1, sentence(1)), post(3, sentence(3))}));
  now_ += kConfirmAfter;
  EXPECT_EQ(ingest(id, page({post(1, sentence(1)), post(3, sentence(3))})).to_confirm,
            std::vector<PostId>{PostId{1002}});
}

TEST_F(Saved, a_header_is_replaced_only_by_one_that_knows_a_later_post) {
  const auto id = add_thread();
  auto first = out_of_a_file({post(1, sentence(1))});
  first.header->last_posted_at = kStart;
  first.header->highest = Floor{1};
  ingest(id, first);
  EXPECT_EQ(record(id).header.title, header().title);
  auto same = first;
  same.header->title = "同时的标题";
  EXPECT_FALSE(ingest(id, same).header_changed);
  auto later = same;
  later.header->title = "后来的标题";
  later.header->last_posted_at = kStart + 1h;
  later.header->highest = Floor{2};
  EXPECT_TRUE(ingest(id, later).header_changed);
  EXPECT_EQ(record(id).header.title, "后来的标题");
}

TEST_F(Saved, a_recorded_pages_header_serves_until_the_forum_tells_its_own) {
  const auto id = add_thread();
  digest::Observation seen;
  seen.saved = true;
  seen.header.emplace();
  seen.header->title = "页面上的标题";
  seen.header->last_posted_at = kStart + 9h;
  seen.header->highest = Floor{9};
  ingest(id, seen);
  EXPECT_EQ(record(id).header.title, "页面上的标题");
  auto older = out_of_a_file({post(1, sentence(1))});
  older.header->last_posted_at = kStart;
  ingest(id, older);
  EXPECT_EQ(record(id).header, *older.header);
  EXPECT_FALSE(ingest(id, seen).header_changed);
  EXPECT_EQ(record(id).header, *older.header);
}

}  // namespace
}  // namespace gailou::storage
