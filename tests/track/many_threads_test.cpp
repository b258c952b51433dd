// Many threads on one forum: what the gate and the message bus spare, and that nothing is missed for it.
#include <gtest/gtest.h>

#include "tests/support/sanitized.h"
#include "tests/track/tracked_forum.h"

namespace gailou::track {
namespace {

class ManyThreads : public TrackedForum {
 protected:
  void SetUp() override { start(); }

  void follow_many(std::int64_t count) {
    for (std::int64_t topic = 1; topic <= count; ++topic) {
      forum_.grow(topic, 25);
      ids_.push_back(add(topic));
    }
    // Long enough for the first fetches at the source's pace.
    loop_.run_for(1h);
    posts_before_ = forum_.count(Kind::posts);
  }

  std::int64_t requests_over(digest::Duration length) {
    const auto from = loop_.now();
    loop_.run_for(length);
    return forum_.count_since(from);
  }

  /// When the floor was first stored, counted from when it was written.
  digest::Duration delay_of(digest::ThreadId id, std::int64_t floor) {
    for (const auto& stored : posts(id)) {
      if (stored.post.floor.value == floor) return stored.first_seen - stored.post.created_at;
    }
    return 999h;
  }

  std::vector<digest::ThreadId> ids_{};
  std::int64_t posts_before_ = 0;  // requests for single posts, of the first fetches
};

TEST_F(ManyThreads, the_gate_spares_most_polls_of_quiet_threads) {
  follow_many(40);
  loop_.run_for(48h);  // until all sleep
  const auto with_gate = requests_over(24h);
  EXPECT_GT(forum_.count(Kind::rows), 0);

  stop();
  forum_.has_gate = false;
  start();
  loop_.run_for(1h);
  const auto without = requests_over(24h);
  EXPECT_LT(with_gate * 2, without) << with_gate << " with, " << without << " without";
}

TEST_F(ManyThreads, a_reply_in_one_of_many_is_found_through_the_gate) {
  follow_many(30);
  for (std::int64_t topic = 3; topic <= 30; topic += 7) {
    forum_.grow(topic, 26);
    loop_.run_for(20min);
  }
  loop_.run_for(3h);
  for (std::size_t topic = 3; topic <= 30; topic += 7) {
    EXPECT_LE(delay_of(ids_[topic - 1], 26), 3h) << topic;
  }
}

TEST_F(ManyThreads, a_reply_that_the_gate_tells_of_takes_one_request) {
  follow_many(30);
  for (std::int64_t topic = 1; topic <= 30; ++topic) {
    forum_.grow(topic, 26);
    loop_.run_for(20min);
  }
  loop_.run_for(6h);
  for (const auto id : ids_) EXPECT_EQ(posts(id).size(), 26u);
  // Found on an older page, the newest floor takes a second one: where a thread was looked at itself by chance.
  EXPECT_LE(forum_.count(Kind::posts) - posts_before_, 4);
}

TEST_F(ManyThreads, an_edit_that_no_row_tells_of_is_found_all_the_same) {
  follow_many(40);
  forum_.topics[5].posts[24].text = "第24楼改成了别的话";
  loop_.run_for(72h);
  EXPECT_EQ(posts(ids_[4]).at(23).text, "第24楼改成了别的话");
}

TEST_F(ManyThreads, a_topic_that_the_list_does_not_show_is_polled_by_itself) {
  follow_many(40);
  forum_.topics[9].unlisted = true;
  loop_.run_for(2h);
  forum_.grow(9, 26);
  loop_.run_for(3h);
  EXPECT_LE(delay_of(ids_[8], 26), 3h);
}

TEST_F(ManyThreads, a_forum_without_a_gate_is_asked_for_it_once_a_day) {
  forum_.has_gate = false;
  follow_many(40);
  EXPECT_FALSE(source_status().gate);
  loop_.run_for(71h);
  EXPECT_LE(forum_.count(Kind::rows), 4);
}

TEST_F(ManyThreads, a_start_does_not_ask_for_all_at_once) {
  follow_many(100);
  loop_.run_for(24h);
  stop();
  loop_.run_for(48h);
  const auto from = loop_.now();
  start();
  loop_.run_for(1min);
  EXPECT_LE(forum_.count_since(from), 40);
}

constexpr std::int64_t kVeryMany = tests::unless_sanitized<std::int64_t>(500, 100);

TEST_F(ManyThreads, five_hundred_stay_prompt_within_the_default_budget) {
  follow_many(kVeryMany);
  const auto from = loop_.now();
  for (std::int64_t topic = 1; topic <= kVeryMany; topic += 50) forum_.grow(topic, 26);
  loop_.run_for(3h);
  for (std::size_t topic = 1; topic <= ids_.size(); topic += 50) EXPECT_LE(delay_of(ids_[topic - 1], 26), 2h) << topic;
  EXPECT_LE(most_within(1min), 60);
  // Their intervals grow from a quarter of an hour to half of one: without the gate that is eight polls each.
  EXPECT_LE(forum_.count_since(from), 4 * kVeryMany);
}

class Live : public ManyThreads {
 protected:
  void SetUp() override {
    settings_.live = true;
    start();
  }
};

TEST_F(Live, a_reply_is_seen_within_seconds_though_the_thread_sleeps) {
  const auto id = follow(1, 30);
  loop_.run_for(30h);
  forum_.grow(1, 31);
  loop_.run_for(1min);
  EXPECT_LE(delay_of(id, 31), 30s);
}

TEST_F(Live, a_held_request_ends_when_somebody_asks_for_a_poll) {
  const auto id = follow(1, 30);
  loop_.run_for(1h);
  const auto asked_at = loop_.now();
  ASSERT_TRUE(loop_.run(tracker_->poll(id)));
  EXPECT_LE(loop_.now() - asked_at, 5s);
}

TEST_F(Live, a_forum_without_a_bus_is_asked_for_it_once_a_day) {
  forum_.has_bus = false;
  const auto id = follow(1, 30);
  loop_.run_for(47h);
  EXPECT_LE(forum_.count(Kind::listen), 3);
  EXPECT_FALSE(source_status().live);
  forum_.grow(1, 31);
  loop_.run_for(7h);
  EXPECT_LE(delay_of(id, 31), 7h);
}

TEST_F(Live, a_bus_that_holds_nothing_open_is_not_asked_in_a_hurry) {
  forum_.holds = false;
  follow(1, 30);
  loop_.run_for(1h);
  EXPECT_LE(most_within(1min), 10);
  EXPECT_GT(forum_.count(Kind::listen), 100);
}

TEST_F(Live, many_threads_share_one_request) {
  follow_many(50);
  loop_.run_for(2h);
  const auto& last = *std::find_if(forum_.log.rbegin(), forum_.log.rend(),
                                   [](const auto& request) { return request.kind == Kind::listen; });
  EXPECT_EQ(last.count, 50u);
  forum_.grow(17, 26);
  loop_.run_for(1min);
  EXPECT_LE(delay_of(ids_[16], 26), 40s);
}

TEST_F(Live, listening_leaves_the_polls_their_share_of_the_day) {
  stop();
  settings_.requests_per_day = 400;
  start();
  const auto id = follow(1, 30);
  loop_.run_for(48h);
  EXPECT_LE(most_within(24h), 400);
  forum_.grow(1, 31);
  loop_.run_for(6h + 10min);
  EXPECT_LE(delay_of(id, 31), 6h + 10min);
}

TEST_F(Live, a_reply_that_the_bus_tells_of_takes_one_request) {
  const auto id = follow(1, 60);
  loop_.run_for(1h);
  const auto before = forum_.count(Kind::posts);
  for (std::int64_t floor = 61; floor <= 66; ++floor) {
    forum_.grow(1, floor);
    loop_.run_for(1min);
  }
  EXPECT_EQ(posts(id).size(), 66u);
  EXPECT_EQ(forum_.count(Kind::posts), before);
}

TEST_F(Live, likes_alone_make_no_poll_due) {
  const auto id = follow(1, 30);
  loop_.run_for(30h);
  const auto from = loop_.now();
  const auto due = *tracker_->poll_of(id)->next_poll;
  ASSERT_GT(due, from + 1min);
  forum_.only_likes = true;
  forum_.grow(1, 31);
  loop_.run_for(due - from - 1s);
  EXPECT_EQ(std::ranges::count_if(forum_.log, [from](const auto& r) { return r.at >= from && r.kind != Kind::listen; }),
            0);
}

TEST_F(Live, a_429_while_listening_stops_the_source) {
  follow(1, 30);
  loop_.run_for(1h);
  forum_.fail_next.push_back({.code = digest::Code::rate_limited, .what = "slow down", .retry_after_ms = 300'000});
  loop_.run_until([this] { return forum_.fail_next.empty(); }, 1h);
  loop_.run_for(1s);
  const auto refused_at = forum_.log.back().at;
  loop_.run_for(290s);
  EXPECT_EQ(forum_.log.back().at, refused_at);
}

}  // namespace
}  // namespace gailou::track
