// Floors that the forum renumbers, fills in later or gives twice: each post is digested once, under a number of its
// own.
#include <set>

#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class Numbering : public StoreTest {
 protected:
  static Post other_on(std::int64_t floor, std::int64_t id, const std::string& text) {
    auto made = post(floor, text, "dora");
    made.id = PostId{id};
    return made;
  }

  std::vector<std::int64_t> floors(ThreadId id) {
    std::vector<std::int64_t> all;
    for (const auto& one : all_posts(id)) all.push_back(one.post.floor.value);
    return all;
  }

  /// Each visible floor is one entry's, and nothing is pending.
  void expect_all_digested_once(ThreadId id) {
    std::multiset<std::int64_t> owned;
    for (const auto& entry : digest_of(id).entries) {
      for (const auto floor : entry.floors) owned.insert(floor.value);
    }
    for (const auto& one : all_posts(id)) {
      if (one.post.state == PostState::visible) {
        EXPECT_EQ(owned.count(one.post.floor.value), 1u) << one.post.floor.value;
      }
    }
    EXPECT_EQ(record(id).pending, 0);
    EXPECT_FALSE(*store().chain_fault(id));
  }
};

TEST_F(Numbering, another_post_on_a_digested_floor_is_digested_under_the_next_free_one) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  auto posts = posts_upto(3);
  posts[1].floor = Floor{4};
  posts.push_back(other_on(2, 5000, "来到二楼的另一个帖子。"));
  EXPECT_EQ(ingest(id, page(posts)).added, std::vector{Floor{4}});
  const auto held = all_posts(id);
  EXPECT_EQ(held[1].post.id, PostId{1002});
  EXPECT_EQ(held[1].forum_floor, Floor{4});
  EXPECT_EQ(held[3].post.id, PostId{5000});
  EXPECT_EQ(held[3].forum_floor, Floor{2});
  digest_pending(id);
  expect_all_digested_once(id);
  EXPECT_EQ(digest_of(id).entries.back().cites, std::vector{Floor{4}});
}

TEST_F(Numbering, a_chronological_merge_renumbers_the_forum_and_not_the_digest) {
  const auto id = thread_with(posts_upto(5));
  digest_pending(id);
  auto posts = posts_upto(5);
  for (std::size_t i = 2; i < posts.size(); ++i) posts[i].floor = Floor{posts[i].floor.value + 2};
  posts.push_back(other_on(3, 500, "并进来的第一帖。"));
  posts.push_back(other_on(4, 501, "并进来的第二帖。"));
  ingest(id, page(posts));
  EXPECT_EQ(floors(id), (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7}));
  posts.push_back(other_on(8, 1100, "新的回复。"));
  ingest(id, page(posts));
  EXPECT_EQ(all_posts(id).back().post.floor, Floor{8});
  EXPECT_EQ(all_posts(id).back().post.id, PostId{1100});
  digest_pending(id);
  expect_all_digested_once(id);
}

TEST_F(Numbering, a_number_freed_by_a_purge_and_given_again_is_a_post_of_its_own) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  now_ += 1h;
  ingest(id, page(posts_upto(2)));
  now_ += kConfirmAfter;
  ingest(id, page(posts_upto(2)));
  ASSERT_TRUE(store().settle_absences(id, {{.post = PostId{1003}, .absence = Absence::deleted}}, now_));
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));
  auto posts = posts_upto(2);
  posts.push_back(other_on(3, 1004, "占了旧楼号的新回复。"));
  EXPECT_EQ(ingest(id, page(posts)).added, std::vector{Floor{4}});
  digest_pending(id);
  EXPECT_EQ(to_string(digest_of(id).entries[2].marker), "撤回#3");
  EXPECT_EQ(digest_of(id).entries.back().floors, std::vector{Floor{4}});
  EXPECT_EQ(record(id).pending, 0);
}

TEST_F(Numbering, before_a_digest_names_them_posts_follow_the_forum) {
  const auto id = add_thread();
  ingest(id, page({post(1, sentence(1)), post(2, sentence(2)), other_on(2, 500, "同一层的另一个帖子。")}));
  // The first by id has the number.
  EXPECT_EQ(all_posts(id)[1].post.id, PostId{500});
  EXPECT_EQ(all_posts(id)[2].post.floor, Floor{3});
  // The forum corrects itself.
  ingest(id, page({post(1, sentence(1)), post(2, sentence(2)), other_on(3, 500, "同一层的另一个帖子。")}));
  EXPECT_EQ(all_posts(id)[1].post.id, PostId{1002});
  EXPECT_EQ(all_posts(id)[2].post.id, PostId{500});
  EXPECT_EQ(floors(id), (std::vector<std::int64_t>{1, 2, 3}));
}

TEST_F(Numbering, a_post_in_an_open_batch_keeps_its_number) {
  const auto id = thread_with(posts_upto(2));
  const auto batch = take(id);
  ingest(id, page({post(1, sentence(1)), post(2, sentence(2)), other_on(2, 500, "半路来的帖子。")}));
  EXPECT_EQ(all_posts(id)[2].post.id, PostId{500});
  commit(*batch, step_for(batch->input));
  digest_pending(id);
  expect_all_digested_once(id);
}

TEST_F(Numbering, a_floor_filled_in_below_the_newest_is_a_normal_new_post) {
  auto posts = posts_upto(5);
  const auto late = posts[2];
  posts.erase(posts.begin() + 2);
  const auto id = thread_with(posts);
  digest_pending(id);
  posts.insert(posts.begin() + 2, late);
  now_ += 1h;
  EXPECT_EQ(ingest(id, page(posts)).added, std::vector{Floor{3}});
  digest_pending(id);
  expect_all_digested_once(id);
}

TEST_F(Numbering, ids_that_do_not_ascend_with_the_floors_are_no_matter) {
  const auto id = add_thread();
  const std::vector posts = {other_on(1, 900, "一。"), other_on(2, 40, "二。"), other_on(3, 800, "三。")};
  auto seen = page(posts);
  EXPECT_EQ(ingest(id, seen).added.size(), 3u);
  EXPECT_FALSE(ingest(id, seen).changed_anything());
  EXPECT_TRUE(ingest(id, seen).unseen.empty());
  EXPECT_EQ(floors(id), (std::vector<std::int64_t>{1, 2, 3}));
}

TEST_F(Numbering, what_is_read_again_is_told_with_the_forums_number) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  auto posts = posts_upto(3);
  posts[2].floor = Floor{7};
  ingest(id, page(posts));
  const auto held = store().held_between(id, Floor{2}, Floor{10}, 20);
  ASSERT_TRUE(held);
  ASSERT_EQ(held->size(), 1u);
  EXPECT_EQ(held->front().floor, Floor{3});
  EXPECT_EQ(held->front().forum_floor, Floor{7});
}

TEST_F(Numbering, a_displaced_post_that_changes_otherwise_stays_where_it_is) {
  const auto id = thread_with(posts_upto(2));
  digest_pending(id);
  auto posts = posts_upto(2);
  posts.push_back(other_on(2, 5000, "来到二楼的另一个帖子。"));
  ingest(id, page(posts));
  posts.back().author = "renamed";
  ingest(id, page(posts));
  EXPECT_EQ(floors(id), (std::vector<std::int64_t>{1, 2, 3}));
  posts.back() = edited(posts.back(), "改过的话。");
  ingest(id, page(posts));
  EXPECT_EQ(floors(id), (std::vector<std::int64_t>{1, 2, 3}));
}

TEST_F(Numbering, a_thread_that_lies_about_all_its_numbers_is_digested_whole) {
  const auto id = add_thread();
  std::vector<Post> posts;
  for (std::int64_t n = 1; n <= 60; ++n) posts.push_back(other_on(1 + n % 3, n, sentence(n)));
  ingest(id, page(posts));
  ASSERT_TRUE(store().complete_first_fetch(id, now_));
  digest_pending(id);
  for (std::int64_t n = 61; n <= 80; ++n) posts.push_back(other_on(1 + n % 7, n, sentence(n)));
  ingest(id, page(posts));
  digest_pending(id);
  EXPECT_EQ(digest_of(id).entries.size(), 80u);
  expect_all_digested_once(id);
}

}  // namespace
}  // namespace gailou::storage
