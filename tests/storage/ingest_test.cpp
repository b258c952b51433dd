#include <fstream>
#include <iterator>

#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class Ingest : public StoreTest {};

TEST_F(Ingest, new_posts_are_stored_with_their_text) {
  const auto id = add_thread();
  const auto done = ingest(id, page({post(1, "第一楼的内容。"), post(2, "第二楼的内容。", "bob")}));
  EXPECT_EQ(done.added, (std::vector{Floor{1}, Floor{2}}));
  EXPECT_TRUE(done.header_changed);
  const auto posts = all_posts(id);
  ASSERT_EQ(posts.size(), 2u);
  EXPECT_EQ(posts[1].text, "第二楼的内容。");
  EXPECT_EQ(posts[1].post.author, "bob");
  EXPECT_EQ(posts[1].first_seen, kStart);
  EXPECT_EQ(posts[1].version, 1);
  EXPECT_EQ(record(id).posts_stored, 2);
  EXPECT_EQ(record(id).pending, 2);
  EXPECT_EQ(record(id).highest, Floor{2});
  EXPECT_EQ(record(id).header.tags, header().tags);
}

TEST_F(Ingest, the_same_answer_twice_changes_nothing) {
  const auto id = add_thread();
  ingest(id, page(posts_upto(5)));
  const auto before = all_posts(id);
  now_ += 10min;
  const auto again = ingest(id, page(posts_upto(5)));
  EXPECT_FALSE(again.changed_anything());
  EXPECT_TRUE(again.unseen.empty());
  ASSERT_EQ(all_posts(id).size(), before.size());
  EXPECT_EQ(all_posts(id)[0].first_seen, before[0].first_seen);
}

TEST_F(Ingest, an_idle_poll_writes_nothing) {
  const auto id = add_thread();
  ingest(id, page(posts_upto(5)));
  ASSERT_TRUE(store().checkpoint());
  ASSERT_EQ(store().figures()->wal_bytes, 0);
  now_ += 10min;
  ingest(id, page(posts_upto(5)));
  EXPECT_EQ(store().figures()->wal_bytes, 0);
}

TEST_F(Ingest, a_reply_at_the_end_of_a_known_stream_is_found) {
  const auto id = add_thread();
  ingest(id, page(posts_upto(5)));
  auto seen = page(posts_upto(6));
  seen.posts.erase(seen.posts.begin(), seen.posts.begin() + 5);
  EXPECT_EQ(ingest(id, seen).added, std::vector{Floor{6}});
  seen.stream->push_back(PostId{1007});
  EXPECT_EQ(ingest(id, seen).unseen, std::vector{PostId{1007}});
  EXPECT_EQ(ingest(id, seen).unseen, std::vector{PostId{1007}});
  // One that was put in between, and one that vanished, are found as well.
  seen.stream = std::vector{PostId{1001}, PostId{900},  PostId{1002}, PostId{1003},
                            PostId{1004}, PostId{1005}, PostId{1006}, PostId{1007}};
  EXPECT_EQ(ingest(id, seen).unseen, (std::vector{PostId{900}, PostId{1007}}));
}

TEST_F(Ingest, an_edit_makes_a_version) {
  const auto id = add_thread();
  ingest(id, page({post(1, "价格是三百元。")}));
  now_ += 1h;
  const auto done = ingest(id, page({edited(post(1, ""), "价格是两百元。")}));
  EXPECT_EQ(done.edited, std::vector{Floor{1}});
  const auto posts = all_posts(id);
  EXPECT_EQ(posts[0].text, "价格是两百元。");
  EXPECT_EQ(posts[0].version, 2);
  EXPECT_EQ(posts[0].edited_at, now_);
  ASSERT_EQ(posts[0].versions.size(), 1u);
  EXPECT_EQ(posts[0].versions[0].text, "价格是三百元。");
  EXPECT_EQ(posts[0].versions[0].first_seen, kStart);
  EXPECT_EQ(posts[0].versions[0].until, now_);
}

TEST_F(Ingest, an_older_answer_takes_nothing_back) {
  const auto id = add_thread();
  ingest(id, page({edited(post(1, ""), "改过的内容。")}));
  now_ += 1h;
  EXPECT_FALSE(ingest(id, page({post(1, "原来的内容。")})).changed_anything());
  EXPECT_EQ(all_posts(id)[0].text, "改过的内容。");
}

TEST_F(Ingest, a_cached_header_takes_nothing_back) {
  const auto id = add_thread();
  auto seen = page({post(1, "一楼。")});
  seen.header->last_posted_at = kStart;
  seen.header->title = "新的标题";
  ingest(id, seen);
  seen.fresh = false;
  seen.header->last_posted_at = kStart - 1h;
  seen.header->title = "旧的标题";
  EXPECT_FALSE(ingest(id, seen).header_changed);
  EXPECT_EQ(record(id).header.title, "新的标题");
}

TEST_F(Ingest, a_withdrawn_text_is_forgotten_and_the_fact_stays) {
  const auto id = add_thread();
  ingest(id, page({post(1, "不想留下的话。"), post(2, "二楼。")}));
  now_ += 1h;
  const auto done = ingest(id, page({marked(post(1, ""), PostState::withdrawn), post(2, "二楼。")}));
  EXPECT_EQ(done.marked, std::vector{Floor{1}});
  const auto posts = all_posts(id);
  ASSERT_EQ(posts.size(), 2u);
  EXPECT_EQ(posts[0].text, "");
  EXPECT_EQ(posts[0].post.body, digest::Body{});
  EXPECT_EQ(posts[0].post.state, PostState::withdrawn);
  EXPECT_EQ(posts[0].post.author, "alice");
  EXPECT_EQ(posts[0].deleted_at, now_);
  EXPECT_TRUE(posts[0].versions.empty());
  EXPECT_EQ(record(id).posts_stored, 1);
}

TEST_F(Ingest, a_restored_post_is_a_new_version) {
  const auto id = add_thread();
  ingest(id, page({post(1, "不想留下的话。")}));
  now_ += 1h;
  ingest(id, page({marked(post(1, ""), PostState::withdrawn)}));
  now_ += 1h;
  const auto done = ingest(id, page({edited(post(1, ""), "换了一种说法。", 50min)}));
  EXPECT_EQ(done.restored, std::vector{Floor{1}});
  const auto posts = all_posts(id);
  EXPECT_EQ(posts[0].text, "换了一种说法。");
  EXPECT_EQ(posts[0].version, 2);
  EXPECT_EQ(posts[0].restored_at, now_);
  EXPECT_EQ(posts[0].deleted_at, kStart + 1h);
  EXPECT_TRUE(posts[0].versions.empty());
  EXPECT_EQ(record(id).posts_stored, 1);
}

TEST_F(Ingest, a_post_restored_with_its_old_words_has_no_new_version) {
  const auto id = add_thread();
  ingest(id, page({post(1, "说过的话。")}));
  now_ += 1h;
  ingest(id, page({edited(post(1, ""), "改过的话。")}));
  now_ += 1h;
  ingest(id, page({marked(post(1, ""), PostState::withdrawn)}));
  now_ += 1h;
  EXPECT_EQ(ingest(id, page({edited(post(1, ""), "改过的话。", 50min)})).restored, std::vector{Floor{1}});
  const auto posts = all_posts(id);
  EXPECT_EQ(posts[0].text, "改过的话。");
  EXPECT_EQ(posts[0].version, 2);
  EXPECT_EQ(posts[0].edited_at, kStart + 1h);
  EXPECT_TRUE(posts[0].versions.empty());  // the earlier one stays forgotten
}

TEST_F(Ingest, a_hidden_post_keeps_its_text_unseen) {
  const auto id = thread_with({post(1, "被举报的话。")});
  digest_pending(id);
  ingest(id, page({marked(post(1, ""), PostState::hidden)}));
  EXPECT_EQ(all_posts(id)[0].text, "");
  EXPECT_EQ(record(id).posts_stored, 0);
  now_ += 1h;
  ingest(id, page({edited(post(1, ""), "被举报的话。", 50min)}));
  EXPECT_EQ(all_posts(id)[0].text, "被举报的话。");
  EXPECT_EQ(all_posts(id)[0].version, 1);
  EXPECT_EQ(all_posts(id)[0].first_seen, kStart);
  EXPECT_FALSE(all_posts(id)[0].restored_at);
}

TEST_F(Ingest, a_post_hidden_before_it_was_digested_is_seen_anew_when_it_shows) {
  const auto id = thread_with({post(1, "被举报的话。"), post(2, "二楼。")});
  ingest(id, page({marked(post(1, ""), PostState::hidden), post(2, "二楼。")}));
  EXPECT_EQ(all_posts(id).size(), 1u);
  digest_pending(id);
  now_ += 1h;
  ingest(id, page({edited(post(1, ""), "被举报的话。", 50min), post(2, "二楼。")}));
  EXPECT_EQ(all_posts(id)[0].first_seen, now_);
  EXPECT_GT(all_posts(id)[0].first_seen, digest_of(id).generated_at);
  EXPECT_EQ(record(id).pending, 1);
}

TEST_F(Ingest, a_post_first_met_hidden_is_first_seen_when_it_shows) {
  const auto id = add_thread();
  EXPECT_FALSE(ingest(id, page({marked(post(1, ""), PostState::hidden)})).added.size());
  EXPECT_TRUE(all_posts(id).empty());
  now_ += 2h;
  ingest(id, page({edited(post(1, ""), "终于看见了。", 50min)}));
  ASSERT_EQ(all_posts(id).size(), 1u);
  EXPECT_EQ(all_posts(id)[0].first_seen, now_);
  EXPECT_EQ(all_posts(id)[0].version, 1);
}

TEST_F(Ingest, a_post_first_met_deleted_can_come_back) {
  const auto id = add_thread();
  ingest(id, page({marked(post(1, ""), PostState::deleted)}));
  now_ += 2h;
  ingest(id, page({edited(post(1, ""), "恢复了。", 50min)}));
  ASSERT_EQ(all_posts(id).size(), 1u);
  EXPECT_FALSE(all_posts(id)[0].deleted_at);
}

TEST_F(Ingest, a_small_action_is_an_event_and_no_floor) {
  const auto id = add_thread();
  auto closed = post(2, "");
  closed.small_action = true;
  closed.action = "closed.enabled";
  const auto done = ingest(id, page({post(1, "一楼。"), closed}));
  EXPECT_EQ(done.added, std::vector{Floor{1}});
  EXPECT_EQ(record(id).pending, 1);
  EXPECT_EQ(all_posts(id).size(), 1u);
  EXPECT_TRUE(store().missing_floors(id, 10)->empty());
  EXPECT_TRUE(ingest(id, page({post(1, "一楼。"), closed})).unseen.empty());
}

TEST_F(Ingest, a_vanished_small_action_is_no_absence) {
  const auto id = add_thread();
  auto closed = post(2, "");
  closed.small_action = true;
  ingest(id, page({post(1, "一楼。"), closed}));
  now_ += 2h;
  ingest(id, page({post(1, "一楼。")}));
  now_ += 2h;
  EXPECT_TRUE(ingest(id, page({post(1, "一楼。")})).to_confirm.empty());
}

TEST_F(Ingest, what_the_stream_names_and_nobody_has_is_wanted) {
  const auto id = add_thread();
  auto seen = page({post(1, "一楼。")});
  seen.stream = std::vector{PostId{1001}, PostId{1002}, PostId{1003}};
  EXPECT_EQ(ingest(id, seen).unseen, (std::vector{PostId{1002}, PostId{1003}}));
  EXPECT_EQ(*store().wanted(id, *seen.stream, now_), (std::vector{PostId{1002}, PostId{1003}}));
}

TEST_F(Ingest, a_renumbered_post_follows_until_a_digest_names_it) {
  const auto id = thread_with({post(1, sentence(1)), post(2, sentence(2))});
  auto moved = post(2, sentence(2));
  moved.floor = Floor{3};
  ingest(id, page({post(1, sentence(1)), moved}));
  EXPECT_EQ(all_posts(id)[1].post.floor, Floor{3});
  digest_pending(id);
  moved.floor = Floor{4};
  ingest(id, page({post(1, sentence(1)), moved}));
  EXPECT_EQ(all_posts(id)[1].post.floor, Floor{3});
  EXPECT_EQ(record(id).pending, 0);
}

TEST_F(Ingest, holes_in_the_numbering_are_named) {
  const auto id = add_thread();
  ingest(id, page({post(1, "一楼。"), post(4, "四楼。"), post(6, "六楼。")}));
  EXPECT_EQ(*store().missing_floors(id, 10), (std::vector{Floor{2}, Floor{3}, Floor{5}}));
  EXPECT_EQ(store().missing_floors(id, 2)->size(), 2u);
}

TEST_F(Ingest, the_same_post_may_stand_in_two_threads) {
  const auto first = add_thread(1);
  const auto second = add_thread(2);
  ingest(first, page({post(1, "一楼。")}));
  ingest(second, page({post(1, "一楼。")}));
  EXPECT_EQ(all_posts(first).size(), 1u);
  EXPECT_EQ(all_posts(second).size(), 1u);
}

TEST_F(Ingest, posts_are_paged) {
  const auto id = add_thread();
  ingest(id, page(posts_upto(10)));
  const auto first = store().posts(id, {.limit = 4});
  ASSERT_EQ(first->posts.size(), 4u);
  EXPECT_EQ(first->next, Floor{5});
  const auto middle = store().posts(id, {.from = Floor{5}, .to = Floor{6}, .limit = 4});
  EXPECT_EQ(middle->posts.size(), 2u);
  EXPECT_FALSE(middle->next);
  const auto newest = store().posts(id, {.limit = 3, .newest = true});
  ASSERT_EQ(newest->posts.size(), 3u);
  EXPECT_EQ(newest->posts[0].post.floor, Floor{8});
}

TEST_F(Ingest, only_undigested_floors_on_request) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  ingest(id, page(posts_upto(5)));
  const auto slice = store().posts(id, {.undigested = true});
  ASSERT_EQ(slice->posts.size(), 2u);
  EXPECT_EQ(slice->posts[0].post.floor, Floor{4});
}

TEST_F(Ingest, floors_to_be_read_again_are_the_held_ones_between_newest_first) {
  const auto id = thread_with(posts_upto(6));
  ingest(id, page({marked(post(3, ""), PostState::hidden)}));
  const auto between = [&](std::int64_t after, std::int64_t before, std::int64_t limit) {
    std::vector<std::int64_t> floors;
    const auto held = store().held_between(id, Floor{after}, Floor{before}, limit);
    EXPECT_TRUE(held);
    for (const auto& one : *held) floors.push_back(one.floor.value);
    return floors;
  };
  EXPECT_EQ(between(1, 6, 20), (std::vector<std::int64_t>{5, 4, 3, 2}));
  EXPECT_EQ(between(0, 6, 2), (std::vector<std::int64_t>{5, 4}));
  EXPECT_TRUE(between(0, 1, 20).empty());
}

TEST_F(Ingest, a_deleted_floor_is_not_to_be_read_again) {
  const auto id = thread_with(posts_upto(3));
  ingest(id, page({marked(post(2, ""), PostState::deleted)}));
  const auto held = store().held_between(id, Floor{0}, Floor{4}, 20);
  ASSERT_TRUE(held);
  ASSERT_EQ(held->size(), 2u);
  EXPECT_EQ(held->back().id, PostId{1001});
}

TEST_F(Ingest, forgotten_words_leave_every_file) {
  const auto id = add_thread();
  ingest(id, page({post(1, "绝密口令是芝麻开门。")}));
  ASSERT_TRUE(store().checkpoint());
  ingest(id, page({marked(post(1, ""), PostState::withdrawn)}));
  for (const auto* name : {"gailou.db", "gailou.db-wal"}) {
    std::ifstream file(folder_.file(name), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(bytes.find("芝麻开门"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace gailou::storage
