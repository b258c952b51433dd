// Posts that leave the stream: moved, deleted, or a forum that lies.
#include "daemon/track/vanished.h"

#include <gtest/gtest.h>

#include "tests/track/tracked_forum.h"

namespace gailou::track {
namespace {

using digest::PostState;

TEST(TooMuch, is_more_than_a_fifth_and_more_than_a_handful) {
  EXPECT_FALSE(is_too_much(5, 6));
  EXPECT_FALSE(is_too_much(20, 100));
  EXPECT_TRUE(is_too_much(21, 100));
  EXPECT_TRUE(is_too_much(6, 6));
}

class Vanished : public TrackedForum {
 protected:
  void SetUp() override {
    start();
    id_ = follow(1, 40);
  }
  void remove(std::int64_t first, std::int64_t last) {
    for (auto floor = first; floor <= last; ++floor) forum_.topics[1].posts[floor].deleted = true;
  }
  void move(std::int64_t first, std::int64_t last, std::int64_t target) {
    for (auto floor = first; floor <= last; ++floor) forum_.topics[1].posts[floor].moved_to = target;
  }
  std::int64_t in_state(PostState state) {
    return std::ranges::count_if(posts(id_), [state](const auto& stored) { return stored.post.state == state; });
  }
  digest::ThreadId id_{};
};

TEST_F(Vanished, a_deleted_post_is_believed_after_a_second_look_and_a_look_up) {
  remove(7, 7);
  loop_.run_until([this] { return in_state(PostState::deleted) == 1; }, 24h);
  EXPECT_EQ(in_state(PostState::deleted), 1);
  EXPECT_EQ(forum_.count(Kind::post), 1);
}

TEST_F(Vanished, the_second_look_comes_as_soon_as_it_may_be_believed) {
  loop_.run_for(24h);
  remove(7, 7);
  loop_.run_until([this] { return forum_.count(Kind::post) == 1; }, 24h);
  const auto looked_up = forum_.log.back().at;
  const auto first = std::find_if(forum_.log.rbegin() + 2, forum_.log.rend(), [](const auto&) { return true; });
  EXPECT_LE(looked_up - first->at, 3min);
}

TEST_F(Vanished, posts_that_moved_together_cost_two_requests_however_many_they_are) {
  move(10, 29, 2);
  loop_.run_for(24h);
  EXPECT_EQ(in_state(PostState::moved), 20);
  EXPECT_EQ(forum_.count(Kind::post), 1);
  EXPECT_TRUE(record(id_).poll.notice.empty());
}

TEST_F(Vanished, both_sides_of_a_move_are_kept_where_both_are_tracked) {
  const auto other = follow(2, 5);
  move(10, 12, 2);
  loop_.run_for(24h);
  EXPECT_EQ(in_state(PostState::moved), 3);
  EXPECT_EQ(std::ssize(posts(other)), 5 + 2);
}

TEST_F(Vanished, too_much_at_once_is_a_notice_and_no_failure) {
  remove(11, 40);
  loop_.run_for(24h);
  EXPECT_EQ(in_state(PostState::deleted), 0);
  const auto thread = record(id_);
  EXPECT_EQ(thread.poll.failures, 0);
  EXPECT_NE(thread.poll.notice.find("--believe-vanished"), std::string::npos);
  EXPECT_NE(thread.poll.notice.find("30 of 40"), std::string::npos);
}

TEST_F(Vanished, in_doubt_the_thread_is_followed_as_before_and_few_look_ups_leave) {
  remove(11, 40);
  loop_.run_for(12h);
  forum_.grow(1, 41);
  loop_.run_for(12h);
  EXPECT_EQ(posts(id_).back().post.floor, Floor{41});
  EXPECT_LE(forum_.count(Kind::post), 12);
}

TEST_F(Vanished, a_few_deleted_ones_do_not_hide_that_the_others_have_moved) {
  remove(5, 7);
  move(8, 40, 2);
  loop_.run_for(24h);
  EXPECT_EQ(in_state(PostState::moved), 33);
  EXPECT_EQ(in_state(PostState::deleted), 3);
  EXPECT_TRUE(record(id_).poll.notice.empty());
}

TEST_F(Vanished, in_doubt_each_look_up_begins_elsewhere) {
  remove(2, 11);
  move(12, 40, 2);
  loop_.run_for(48h);
  EXPECT_EQ(in_state(PostState::moved), 29);
  EXPECT_EQ(in_state(PostState::deleted), 0);
  EXPECT_NE(record(id_).poll.notice.find("10 of"), std::string::npos);
}

TEST_F(Vanished, where_single_posts_may_not_be_asked_for_the_topic_is_asked) {
  forum_.posts_closed = digest::Error{.code = digest::Code::forbidden, .what = "robots.txt says no"};
  remove(7, 7);
  loop_.run_for(24h);
  EXPECT_EQ(in_state(PostState::deleted), 1);
  EXPECT_EQ(record(id_).poll.failures, 0);
}

TEST_F(Vanished, a_refused_key_ends_the_asking_for_the_whole_source) {
  forum_.posts_closed =
      digest::Error{.code = digest::Code::forbidden, .what = "the key was revoked", .retry_after_ms = 3'600'000};
  remove(7, 7);
  loop_.run_until([this] { return forum_.count(Kind::post) == 1; }, 24h);
  loop_.run_for(1s);
  const auto refused_at = forum_.log.back().at;
  EXPECT_EQ(forum_.log.back().kind, Kind::post);
  loop_.run_for(59min);
  EXPECT_EQ(forum_.log.back().at, refused_at);
  EXPECT_EQ(in_state(PostState::deleted), 0);
}

TEST_F(Vanished, an_answer_out_of_a_cache_ends_no_doubt_and_uses_up_no_wish) {
  remove(11, 40);
  loop_.run_for(24h);
  ASSERT_FALSE(record(id_).poll.notice.empty());
  forum_.cached = true;
  ASSERT_TRUE(loop_.run(tracker_->poll(id_, {.believe_vanished = true})));
  EXPECT_FALSE(record(id_).poll.notice.empty());
  EXPECT_EQ(in_state(PostState::deleted), 0);
  forum_.cached = false;
  ASSERT_TRUE(loop_.run(tracker_->poll(id_)));
  EXPECT_EQ(in_state(PostState::deleted), 30);
}

TEST_F(Vanished, the_operator_can_believe_it) {
  remove(11, 40);
  loop_.run_for(24h);
  ASSERT_TRUE(loop_.run(tracker_->poll(id_, {.believe_vanished = true})));
  loop_.run_for(1h);
  EXPECT_EQ(in_state(PostState::deleted), 30);
  EXPECT_TRUE(record(id_).poll.notice.empty());
}

TEST_F(Vanished, what_comes_back_ends_the_doubt) {
  remove(11, 40);
  loop_.run_for(24h);
  for (std::int64_t floor = 11; floor <= 40; ++floor) forum_.topics[1].posts[floor].deleted = false;
  loop_.run_for(24h);
  EXPECT_TRUE(record(id_).poll.notice.empty());
  EXPECT_EQ(in_state(PostState::visible), 40);
}

}  // namespace
}  // namespace gailou::track
