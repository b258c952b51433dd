#include <gmock/gmock.h>

#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class Batches : public StoreTest {};

std::vector<std::int64_t> floors_in(const std::vector<Post>& posts) {
  std::vector<std::int64_t> floors;
  for (const auto& one : posts) floors.push_back(one.floor.value);
  return floors;
}

Post quoting(Post by, std::int64_t floor, const std::string& words) {
  digest::Block quote{.kind = digest::Block::Kind::quote, .author = "", .floor = floor};
  quote.spans.push_back({.kind = digest::Span::Kind::text, .text = words});
  by.body.blocks.insert(by.body.blocks.begin(), quote);
  return by;
}

TEST_F(Batches, nothing_is_digested_before_the_first_fetch_is_complete) {
  const auto id = add_thread();
  ingest(id, page(posts_upto(3)));
  EXPECT_FALSE(take(id));
  ASSERT_TRUE(store().complete_first_fetch(id, now_));
  EXPECT_TRUE(take(id));
}

TEST_F(Batches, floors_wait_until_they_settle) {
  const auto id = thread_with(posts_upto(3));
  now_ = post(3, "").created_at + 1min;
  EXPECT_FALSE(take(id, digest::Urgency::normal));
  now_ += 1h;
  EXPECT_TRUE(take(id, digest::Urgency::normal));
}

TEST_F(Batches, a_batch_has_the_pending_floors_and_the_head_of_the_thread) {
  const auto id = thread_with(posts_upto(3));
  const auto batch = take(id);
  ASSERT_TRUE(batch);
  EXPECT_EQ(floors_in(batch->input.posts), (std::vector<std::int64_t>{1, 2, 3}));
  EXPECT_EQ(batch->input.source, "forum");
  EXPECT_EQ(batch->input.title, header().title);
  EXPECT_EQ(batch->input.revision, Revision{1});
  EXPECT_EQ(batch->input.next_seq, digest::EntrySeq{1});
  EXPECT_EQ(batch->input.taken_at, now_);
  EXPECT_EQ(batch->input.posts[2].body, body(sentence(3)));
}

TEST_F(Batches, an_open_batch_is_the_same_after_a_crash) {
  const auto id = thread_with(posts_upto(3));
  const auto before = take(id);
  now_ += 1h;
  ingest(id, page(posts_upto(6)));
  reopen();
  const auto after = take(id);
  ASSERT_TRUE(after);
  EXPECT_EQ(after->id, before->id);
  EXPECT_EQ(after->input.posts, before->input.posts);
  EXPECT_EQ(after->input.taken_at, before->input.taken_at);
}

TEST_F(Batches, an_open_batch_with_an_edited_member_is_taken_anew) {
  const auto id = thread_with(posts_upto(3));
  const auto before = take(id);
  ingest(id, page({post(1, sentence(1)), edited(post(2, ""), "改成了别的意思。"), post(3, sentence(3))}));
  const auto after = take(id);
  ASSERT_TRUE(after);
  EXPECT_NE(after->id, before->id);
  EXPECT_EQ(after->input.posts[1].body, body("改成了别的意思。"));
}

TEST_F(Batches, pending_floors_are_listed_for_the_schedule) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  ingest(id, page(posts_upto(5)));
  const auto pending = store().pending(id);
  ASSERT_EQ(pending->size(), 2u);
  EXPECT_EQ((*pending)[0].floor, Floor{4});
  EXPECT_EQ((*pending)[0].created_at, post(4, "").created_at);
  EXPECT_EQ((*pending)[0].first_seen, all_posts(id)[3].first_seen);
  EXPECT_EQ(record(id).pending, 2);
}

TEST_F(Batches, a_floor_that_was_answered_or_quoted_comes_along) {
  const auto id = thread_with({post(1, sentence(1)), post(2, sentence(2)), post(3, sentence(3))});
  digest_pending(id);
  auto reply = post(4, "我不同意这个看法。", "bob");
  reply.reply_to = Floor{2};
  ingest(id, page({post(1, sentence(1)), post(2, sentence(2)), post(3, sentence(3)), reply,
                   quoting(post(5, "说得对。", "carol"), 3, sentence(3))}));
  const auto batch = take(id);
  ASSERT_TRUE(batch);
  EXPECT_EQ(floors_in(batch->input.posts), (std::vector<std::int64_t>{4, 5}));
  EXPECT_THAT(floors_in(batch->input.context), testing::IsSupersetOf({2, 3}));
}

TEST_F(Batches, entries_on_an_answered_floor_come_along) {
  const auto id = thread_with(posts_upto(3));
  const auto first = digest_pending(id);
  auto posts = posts_upto(3);
  auto reply = post(4, "我完全不同意。", "bob");
  reply.reply_to = Floor{2};
  posts.push_back(reply);
  ingest(id, page(posts));
  const auto batch = take(id);
  ASSERT_TRUE(batch);
  ASSERT_EQ(batch->input.similar.size(), 1u);
  EXPECT_EQ(batch->input.similar[0], first.entries[1]);
}

TEST_F(Batches, entries_that_say_the_same_come_along) {
  const std::string news = "英伟达宣布下一代显卡将在第三季度开始量产并供货。";
  const auto id = thread_with({post(1, news), post(2, "今天天气真不错适合出门散步。")});
  digest_pending(id);
  ingest(id, page({post(1, news), post(2, "今天天气真不错适合出门散步。"), post(3, "听说" + news, "bob")}));
  const auto batch = take(id);
  ASSERT_TRUE(batch);
  ASSERT_EQ(batch->input.similar.size(), 1u);
  EXPECT_EQ(batch->input.similar[0].cites, std::vector{Floor{1}});
}

TEST_F(Batches, a_named_participant_and_what_they_wrote_come_along) {
  const auto id = thread_with({post(1, sentence(1), "alice"), post(2, sentence(2), "bob")});
  digest_pending(id);
  ingest(id, page({post(1, sentence(1), "alice"), post(2, sentence(2), "bob"),
                   post(3, "alice: " + sentence(1) + "我也这么看。", "carol"),
                   post(4, "dora: 没有这个人说过话。", "carol")}));
  const auto batch = take(id);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->input.authors, std::vector<std::string>{"alice"});
  EXPECT_THAT(floors_in(batch->input.context), testing::Contains(1));
}

TEST_F(Batches, the_floors_just_before_and_those_of_the_summary_come_along) {
  const auto id = thread_with(posts_upto(20));
  digest_pending(id);
  ingest(id, page(posts_upto(22)));
  const auto batch = take(id);
  ASSERT_TRUE(batch);
  auto floors = floors_in(batch->input.context);
  for (const auto floor : batch->input.summary.cites) std::erase(floors, floor.value);
  EXPECT_EQ(floors, (std::vector<std::int64_t>{13, 14, 15, 16, 17, 18, 19, 20}));
}

TEST_F(Batches, the_context_is_bounded) {
  std::vector<Post> posts;
  for (std::int64_t floor = 1; floor <= 300; ++floor) posts.push_back(post(floor, sentence(floor)));
  const auto id = thread_with(posts);
  digest_pending(id);
  for (std::int64_t floor = 301; floor <= 600; ++floor) {
    auto reply = post(floor, "我不同意这个看法。", "bob");
    reply.reply_to = Floor{floor - 300};
    posts.push_back(reply);
  }
  ingest(id, page(posts));
  const auto batch = take(id);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->input.posts.size(), 300u);
  EXPECT_EQ(batch->input.context.size(), 200u);
  EXPECT_LE(batch->input.similar.size(), 400u);
}

TEST_F(Batches, a_late_unsettled_floor_makes_the_others_wait) {
  auto posts = posts_upto(5);
  const auto late = posts[2];
  posts.erase(posts.begin() + 2);
  const auto id = thread_with(posts);
  digest_pending(id);
  // Floor 2 of another id came long ago, floor 3 just now: digesting one would pass over the other.
  now_ += 1h;
  auto fresh = late;
  fresh.created_at = now_;
  auto settled = post(2, "插进来的旧楼层。");
  settled.id = PostId{999};
  settled.floor = Floor{2};
  posts.insert(posts.begin() + 2, fresh);
  ingest(id, page(posts));
  EXPECT_FALSE(take(id, digest::Urgency::normal));
  now_ += 1h;
  EXPECT_TRUE(take(id, digest::Urgency::normal));
}

TEST_F(Batches, two_posts_on_one_floor_are_digested_once_each) {
  auto twin = post(2, "同一层的另一个帖子。");
  twin.id = PostId{5000};
  const auto id = thread_with({post(1, sentence(1)), post(2, sentence(2)), twin});
  const auto batch = take(id);
  EXPECT_EQ(floors_in(batch->input.posts), (std::vector<std::int64_t>{1, 2, 3}));
  commit(*batch, step_for(batch->input));
  EXPECT_FALSE(take(id));
  EXPECT_EQ(record(id).pending, 0);
}

TEST_F(Batches, a_commit_of_a_changed_batch_is_a_conflict_and_writes_nothing) {
  const auto id = thread_with(posts_upto(3));
  const auto batch = take(id);
  const auto step = step_for(batch->input);
  ingest(id, page({post(1, sentence(1)), marked(post(2, ""), PostState::withdrawn), post(3, sentence(3))}));
  EXPECT_EQ(store().commit_revision(batch->id, step, now_).error().code, digest::Code::conflict);
  EXPECT_EQ(record(id).revision, Revision{0});
  const auto again = take(id);
  ASSERT_TRUE(again);
  EXPECT_NE(again->id, batch->id);
  EXPECT_EQ(floors_in(again->input.posts), (std::vector<std::int64_t>{1, 3}));
}

TEST_F(Batches, a_batch_is_committed_once) {
  const auto id = thread_with(posts_upto(3));
  const auto batch = take(id);
  const auto step = step_for(batch->input);
  commit(*batch, step);
  EXPECT_EQ(store().commit_revision(batch->id, step, now_).error().code, digest::Code::conflict);
  EXPECT_EQ(digest_of(id).entries.size(), 3u);
}

TEST_F(Batches, a_step_that_forgets_a_floor_is_refused) {
  const auto id = thread_with(posts_upto(3));
  const auto batch = take(id);
  auto step = step_for(batch->input);
  step.entries.pop_back();
  EXPECT_EQ(store().commit_revision(batch->id, step, now_).error().code, digest::Code::internal);
  step = step_for(batch->input);
  step.nothing_new.push_back({.floor = Floor{2}});
  EXPECT_EQ(store().commit_revision(batch->id, step, now_).error().code, digest::Code::internal);
  step = step_for(batch->input);
  step.entries[1].seq = {7};
  EXPECT_EQ(store().commit_revision(batch->id, step, now_).error().code, digest::Code::internal);
  EXPECT_EQ(record(id).revision, Revision{0});
}

TEST_F(Batches, a_floor_may_fill_several_entries_of_one_step) {
  const auto id = thread_with(posts_upto(2));
  const auto batch = take(id);
  auto step = step_for(batch->input);
  step.entries.push_back(entry_for(batch->input, 2, batch->input.posts[1]));
  EXPECT_EQ(commit(*batch, step).entries.size(), 3u);
  EXPECT_EQ(digest_of(id).coverage, (digest::Coverage{.visible = 2, .in_entries = 2, .nothing_new = 0}));
}

TEST_F(Batches, an_edited_floor_that_is_accounted_for_stays_so) {
  const auto id = thread_with(posts_upto(2));
  digest_pending(id);
  ingest(id, page({post(1, sentence(1)), edited(post(2, ""), "改成了别的意思。")}));
  const auto batch = take(id);
  ASSERT_TRUE(batch);
  EXPECT_TRUE(batch->input.posts.empty());
  commit(*batch, step_for(batch->input));
  EXPECT_EQ(digest_of(id).coverage, (digest::Coverage{.visible = 2, .in_entries = 2, .nothing_new = 0}));
  EXPECT_FALSE(take(id));
}

TEST_F(Batches, none_holds_more_than_the_bound) {
  std::vector<Post> posts;
  for (std::int64_t floor = 1; floor <= 2100; ++floor) posts.push_back(post(floor, "一句简单的话。"));
  const auto id = thread_with(posts);
  now_ += 240h;
  EXPECT_EQ(digest_pending(id).entries.size(), 2000u);
  EXPECT_EQ(digest_pending(id).entries.size(), 100u);
}

}  // namespace
}  // namespace gailou::storage
