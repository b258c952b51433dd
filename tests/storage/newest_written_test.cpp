// When the newest posts of a thread were written: what the schedule begins with.
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class NewestWritten : public StoreTest {
 protected:
  std::vector<Instant> newest(ThreadId id, std::int64_t limit = 20) {
    const auto read = store().newest_written(id, limit, now_);
    EXPECT_TRUE(read) << (read ? "" : to_string(read.error()));
    return read ? *read : std::vector<Instant>{};
  }
};

Post written_at(Post post, Instant at) {
  post.created_at = at;
  return post;
}

TEST_F(NewestWritten, they_come_oldest_first) {
  const auto id = thread_with(posts_upto(3));
  EXPECT_EQ(newest(id), (std::vector<Instant>{kStart - 59min, kStart - 58min, kStart - 57min}));
}

TEST_F(NewestWritten, no_more_than_asked_for) {
  const auto id = thread_with(posts_upto(50));
  const auto times = newest(id, 20);
  ASSERT_EQ(times.size(), 20u);
  EXPECT_EQ(times.front(), kStart - 1h + 31min);
  EXPECT_EQ(times.back(), kStart - 10min);
}

TEST_F(NewestWritten, what_a_forum_dates_in_the_future_is_left_out) {
  const auto id = thread_with({post(1, "早"), written_at(post(2, "晚"), kStart + 1h)});
  EXPECT_EQ(newest(id), (std::vector<Instant>{kStart - 59min}));
  now_ = kStart + 2h;
  EXPECT_EQ(newest(id).back(), kStart + 1h);
}

TEST_F(NewestWritten, what_has_no_date_is_left_out) {
  EXPECT_TRUE(newest(thread_with({written_at(post(1, "何时"), Instant{})})).empty());
}

TEST_F(NewestWritten, old_posts_that_were_moved_to_the_end_do_not_hide_the_newest) {
  auto posts = posts_upto(20);
  for (std::int64_t floor = 21; floor <= 40; ++floor)
    posts.push_back(written_at(post(floor, sentence(floor)), kStart - 24h * 900));
  EXPECT_EQ(newest(thread_with(posts)).front(), kStart - 59min);
}

TEST_F(NewestWritten, posts_that_are_gone_were_written_all_the_same) {
  const auto id = thread_with(posts_upto(3));
  auto seen = page(posts_upto(3));
  seen.posts[2] = marked(seen.posts[2], PostState::withdrawn);
  ingest(id, seen);
  EXPECT_EQ(newest(id).size(), 3u);
}

TEST_F(NewestWritten, a_thread_without_posts_has_none) {
  EXPECT_TRUE(newest(add_thread()).empty());
}

TEST_F(NewestWritten, of_a_thread_that_is_not_tracked_there_are_none_to_tell) {
  const auto read = store().newest_written(ThreadId{4711}, 20, now_);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, digest::Code::not_found);
}

}  // namespace
}  // namespace gailou::storage
