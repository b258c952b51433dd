// From a reply's own time to when it was first seen here.
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class Delays : public StoreTest {
 protected:
  /// A thread whose first fetch ended at kStart.
  ThreadId followed(std::int64_t topic = 493728) {
    const auto id = add_thread(topic);
    ingest(id, page(posts_upto(3)));
    EXPECT_TRUE(store().complete_first_fetch(id, now_));
    posts_ = posts_upto(3);
    return id;
  }

  /// A reply written now and seen `delay` later.
  void reply(ThreadId id, digest::Duration delay) {
    auto one = post(std::ssize(posts_) + 1, sentence(std::ssize(posts_)));
    now_ += 1min;
    one.created_at = now_;
    one.updated_at = now_;
    now_ += delay;
    posts_.push_back(one);
    ingest(id, page(posts_));
  }

  DelayFigures of(ThreadId id) {
    const auto figures = store().delays(id);
    EXPECT_TRUE(figures);
    return figures ? *figures : DelayFigures{};
  }

  std::vector<Post> posts_{};
};

TEST_F(Delays, a_thread_without_replies_has_none) {
  EXPECT_EQ(of(followed()), DelayFigures{});
  EXPECT_EQ(*store().delays("forum"), DelayFigures{});
  EXPECT_EQ(*store().delays("nowhere"), DelayFigures{});
  EXPECT_EQ(store().delays(ThreadId{99}).error().code, digest::Code::not_found);
}

TEST_F(Delays, the_first_fetch_is_not_counted_replies_are) {
  const auto id = followed();
  reply(id, 30s);
  EXPECT_EQ(of(id), (DelayFigures{.count = 1, .median = 30s, .p95 = 30s}));
}

TEST_F(Delays, median_and_95th_percentile) {
  const auto id = followed();
  for (int i = 1; i <= 20; ++i) reply(id, std::chrono::seconds{i});
  EXPECT_EQ(of(id), (DelayFigures{.count = 20, .median = 10s, .p95 = 19s}));
}

TEST_F(Delays, replies_since_a_time_are_counted_by_thread) {
  const auto first = followed(1);
  reply(first, 10s);
  const auto midnight = now_ + 1s;
  reply(first, 10s);
  reply(first, 10s);
  const auto second = followed(2);
  reply(second, 50s);
  EXPECT_EQ(*store().fresh_replies(kStart), (std::vector<FreshReplies>{{first, 3}, {second, 1}}));
  EXPECT_EQ(*store().fresh_replies(midnight), (std::vector<FreshReplies>{{first, 2}, {second, 1}}));
  EXPECT_TRUE(store().fresh_replies(now_ + 1s)->empty());
  ASSERT_TRUE(store().remove_thread(first, true, now_));
  EXPECT_EQ(*store().fresh_replies(kStart), (std::vector<FreshReplies>{{second, 1}}));
}

TEST_F(Delays, a_source_counts_all_its_threads) {
  const auto first = followed(1);
  reply(first, 10s);
  const auto second = followed(2);
  reply(second, 50s);
  EXPECT_EQ(*store().delays("forum"), (DelayFigures{.count = 2, .median = 10s, .p95 = 50s}));
  EXPECT_EQ(of(second).count, 1);
}

TEST_F(Delays, the_newest_five_hundred_count) {
  const auto id = followed();
  std::vector<Post> many = posts_;
  const auto first_at = now_ + 1s;
  for (std::int64_t floor = 4; floor < 104; ++floor) {
    auto one = post(floor, sentence(floor));
    one.created_at = first_at;
    many.push_back(one);
  }
  now_ += 1h;
  ingest(id, page(many));
  EXPECT_EQ(of(id).count, 100);
  for (std::int64_t floor = 104; floor < 604; ++floor) {
    auto one = post(floor, sentence(floor));
    one.created_at = now_ + 1s;
    many.push_back(one);
  }
  now_ += 3s;
  ingest(id, page(many));
  EXPECT_EQ(of(id), (DelayFigures{.count = 500, .median = 2s, .p95 = 2s}));
}

TEST_F(Delays, a_post_that_was_moved_in_is_none) {
  const auto id = followed();
  reply(id, 5s);
  reply(id, 5s);
  auto moved_in = post(std::ssize(posts_) + 1, sentence(9));
  moved_in.created_at = posts_.back().created_at - 30s;
  posts_.push_back(moved_in);
  now_ += 1h;
  ingest(id, page(posts_));
  EXPECT_EQ(of(id).count, 2);
}

TEST_F(Delays, a_post_that_was_restored_or_shown_later_is_none) {
  const auto id = followed();
  reply(id, 5s);
  auto hidden = post(5, sentence(5));
  hidden.created_at = now_;
  now_ += 1min;
  posts_.push_back(hidden);
  auto shown = posts_;
  shown.back() = marked(shown.back(), PostState::hidden, 0min);
  ingest(id, page(shown));
  now_ += 1h;
  ingest(id, page(posts_));
  EXPECT_EQ(of(id).count, 1);
  // One that nobody had seen, below floors that were.
  posts_.back().floor = Floor{7};
  auto later = post(8, sentence(8));
  later.created_at = now_;
  posts_.push_back(later);
  now_ += 1min;
  ingest(id, page(posts_));
  EXPECT_EQ(of(id).count, 2);
  auto late = post(6, sentence(6));
  late.created_at = hidden.created_at;
  posts_.push_back(late);
  now_ += 1h;
  ingest(id, page(posts_));
  EXPECT_EQ(of(id).count, 2);
}

TEST_F(Delays, a_floor_that_a_second_request_of_the_same_poll_brings_counts) {
  const auto id = followed();
  auto fourth = post(4, sentence(4));
  auto fifth = post(5, sentence(5));
  fourth.created_at = now_ + 1s;
  fifth.created_at = now_ + 2s;
  now_ += 10s;
  auto seen = page(posts_);
  seen.stream->push_back(fourth.id);
  seen.stream->push_back(fifth.id);
  seen.posts.push_back(fifth);
  ingest(id, seen);
  now_ += 1s;
  digest::Observation answer;
  answer.fresh = true;
  answer.posts = {fourth};
  ingest(id, answer);
  EXPECT_EQ(of(id), (DelayFigures{.count = 2, .median = 8s, .p95 = 10s}));
}

TEST_F(Delays, a_forum_whose_clock_is_ahead_makes_none_negative) {
  const auto id = followed();
  auto one = post(4, sentence(4));
  one.created_at = now_ + 1h;
  posts_.push_back(one);
  ingest(id, page(posts_));
  EXPECT_EQ(of(id), (DelayFigures{.count = 1, .median = 0s, .p95 = 0s}));
}

TEST_F(Delays, an_edit_or_a_saved_file_adds_none) {
  const auto id = followed();
  reply(id, 5s);
  posts_.back() = edited(posts_.back(), "改过的话。", 10min);
  ingest(id, page(posts_));
  auto saved = page(posts_);
  saved.fresh = false;
  saved.saved = true;
  saved.posts.push_back(post(5, sentence(5)));
  saved.posts.back().created_at = now_;
  ingest(id, saved);
  EXPECT_EQ(of(id).count, 1);
}

TEST_F(Delays, they_go_with_their_thread_and_after_thirty_days) {
  const auto first = followed(1);
  reply(first, 5s);
  const auto second = followed(2);
  reply(second, 7s);
  ASSERT_TRUE(store().remove_thread(first, false, now_));
  EXPECT_EQ(store().delays("forum")->count, 1);
  now_ += 24h * 31;
  reply(second, 9s);
  EXPECT_EQ(*store().delays("forum"), (DelayFigures{.count = 1, .median = 9s, .p95 = 9s}));
}

}  // namespace
}  // namespace gailou::storage
