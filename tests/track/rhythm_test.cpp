// What the schedule knows of a thread that it has only just begun to follow, or that it follows again after a start:
// the times of the posts that are stored.
#include "tests/track/tracked_forum.h"

namespace gailou::track {
namespace {

class KnownRhythm : public TrackedForum {
 protected:
  void SetUp() override {
    forum_.has_gate = false;
    start();
  }

  /// A topic of `count` posts `gap` apart, the last of them `silence` ago.
  void write(std::int64_t topic, std::int64_t count, digest::Duration gap, digest::Duration silence) {
    forum_.grow(topic, count);
    for (auto& [floor, post] : forum_.topics[topic].posts) post.written = loop_.now() - silence - gap * (count - floor);
  }

  std::int64_t looks() const { return forum_.count(Kind::look) + forum_.count(Kind::look_near); }

  digest::Duration wait_of(digest::ThreadId id) const {
    const auto poll = tracker_->poll_of(id);
    return *poll->next_poll - *poll->last_poll;
  }
};

TEST_F(KnownRhythm, an_old_thread_is_watched_on_its_first_day_and_left_to_sleep_from_the_second) {
  write(7, 40, 1h, 24h * 400);
  const auto id = add(7);
  loop_.run_for(2min);
  EXPECT_LE(wait_of(id), 5min) << "who adds it waits for what comes next";
  const auto first = looks();
  loop_.run_for(24h);
  EXPECT_LE(looks() - first, 48);
  const auto second = looks();
  loop_.run_for(24h);
  EXPECT_EQ(record(id).state, storage::ThreadState::asleep);
  EXPECT_LE(looks() - second, 20);
}

TEST_F(KnownRhythm, a_lively_thread_is_polled_at_its_pace_from_the_first_fetch_on) {
  write(7, 40, 30s, 5s);
  const auto id = add(7);
  loop_.run_for(2s);
  EXPECT_EQ(wait_of(id), settings_.min_interval);
  EXPECT_EQ(record(id).state, storage::ThreadState::active);
}

TEST_F(KnownRhythm, a_start_forgets_nothing_of_a_threads_pace) {
  write(7, 40, 2h, 10min);
  const auto id = add(7);
  loop_.run_for(2min);
  const auto before = wait_of(id);
  restart();
  loop_.run_for(1h);
  // The silence has grown by some polls meanwhile, the pace hasn't changed.
  EXPECT_GE(wait_of(id), before);
  EXPECT_LE(wait_of(id), before * 2);
}

TEST_F(KnownRhythm, a_digest_of_old_floors_is_no_sign_of_life_after_a_start) {
  write(7, 40, 1h, 24h * 400);
  const auto id = add(7);
  loop_.run_for(1h);
  ASSERT_GT(record(id).revision.value, 0);
  const auto before = wait_of(id);
  restart();
  loop_.run_for(7h);
  EXPECT_GT(wait_of(id), before * 2) << "it goes on counting from when it was added";
}

TEST_F(KnownRhythm, a_reply_to_a_sleeping_thread_wakes_it) {
  write(7, 40, 1h, 24h * 400);
  const auto id = add(7);
  loop_.run_for(1h);
  forum_.grow(7, 41);
  loop_.run_for(6h);
  EXPECT_LT(wait_of(id), settings_.max_interval / 4);
  EXPECT_EQ(record(id).state, storage::ThreadState::active);
}

TEST_F(KnownRhythm, the_floors_found_by_the_first_poll_after_a_start_count_once) {
  write(7, 20, 24h, 12h);
  const auto id = add(7);
  loop_.run_for(1min);
  stop();
  forum_.grow(7, 21);
  start();
  loop_.run_for(7h);
  // One reply after twenty days of one a day makes no burst.
  EXPECT_GT(wait_of(id), settings_.min_interval * 20);
}

TEST_F(KnownRhythm, posts_of_the_future_do_not_keep_a_thread_at_the_shortest_interval) {
  write(7, 40, 1h, 24h * 30);
  forum_.topics[7].posts[40].written = loop_.now() + 24h * 365;
  const auto id = add(7);
  loop_.run_for(24h);
  EXPECT_GT(wait_of(id), 1h);
}

TEST_F(KnownRhythm, a_thread_without_a_dated_post_goes_by_when_it_was_added) {
  forum_.grow(7, 1);
  forum_.topics[7].posts[1].written = digest::Instant{};
  const auto id = add(7);
  loop_.run_for(2s);
  EXPECT_EQ(wait_of(id), settings_.min_interval);
}

TEST_F(KnownRhythm, the_gate_stands_for_a_look_as_long_as_the_thread_would_wait_for_one) {
  forum_.has_gate = true;
  std::vector<digest::ThreadId> ids;
  for (std::int64_t topic = 1; topic <= 12; ++topic) {
    write(topic, 10, 24h, 24h * 5);
    ids.push_back(add(topic));
  }
  loop_.run_for(2min);
  const auto before = wait_of(ids.front());
  restart();
  loop_.run_for(12h);
  ASSERT_GT(forum_.count(Kind::rows), 0);
  for (const auto id : ids) EXPECT_GE(wait_of(id) * 2, before);
}

}  // namespace
}  // namespace gailou::track
