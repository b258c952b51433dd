// What a forum sees of us: never two requests at once, never over the budget, none in a cooldown, restarts included.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/track/tracked_forum.h"

namespace gailou::track {
namespace {

using digest::Code;
using digest::Error;

class Politeness : public TrackedForum {
 protected:
  void SetUp() override { start(); }
};

TEST_F(Politeness, a_minute_never_holds_more_requests_than_the_rate_allows) {
  for (std::int64_t topic = 1; topic <= 60; ++topic) {
    forum_.grow(topic, 25);
    add(topic);
  }
  loop_.run_for(30min);
  EXPECT_LE(most_within(1min), 60);
  EXPECT_LE(most_within(1s), 3);
}

TEST_F(Politeness, after_a_429_nothing_leaves_until_the_named_wait_is_over) {
  const auto id = follow(1, 30);
  forum_.fail_next.push_back({.code = Code::rate_limited, .what = "slow down", .retry_after_ms = 600'000});
  loop_.run_until([this] { return forum_.fail_next.empty(); }, 24h);
  const auto refused_at = forum_.log.back().at;
  loop_.run_for(10min);
  EXPECT_EQ(forum_.log.back().at, refused_at);
  EXPECT_EQ(loop_.run(tracker_->poll(id)).error().code, Code::cooldown);
  loop_.run_for(2min);
  EXPECT_GT(forum_.log.back().at, refused_at + 600s);
}

TEST_F(Politeness, who_asks_while_the_budget_is_spent_is_told_until_when) {
  stop();
  settings_.requests_per_day = 60;
  start();
  const auto id = follow(1, 30);
  const auto asked = [&] { return loop_.run(tracker_->poll(id)); };
  for (int i = 0; i < 60 && asked(); ++i) {
  }
  const auto from = loop_.now();
  const auto refused = asked();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::cooldown);
  EXPECT_THAT(refused.error().what, testing::HasSubstr("spent until 20"));
  EXPECT_THAT(refused.error().hint, testing::HasSubstr("poll.requests_per_day"));
  EXPECT_LE(loop_.now() - from, 1s);
  loop_.run_for(24h);
  EXPECT_GT(forum_.log.back().at, from + 1min);
}

TEST_F(Politeness, a_cooldown_says_why_and_what_can_be_done) {
  follow(1, 30);
  forum_.fail_next.push_back({.code = Code::forbidden,
                              .what = "the forum has ended our key's login",
                              .hint = "make a new one",
                              .retry_after_ms = 3'600'000});
  loop_.run_until([this] { return forum_.fail_next.empty(); }, 24h);
  loop_.run_for(1s);
  EXPECT_EQ(source_status().state.cooldown_reason, "the forum has ended our key's login (make a new one)");
}

TEST_F(Politeness, what_robots_txt_closes_costs_nothing_of_the_budget) {
  forum_.closed = {Kind::post};
  const auto id = follow(1, 30);
  forum_.topics[1].posts[29].deleted = true;
  loop_.run_for(48h);
  EXPECT_EQ(posts(id).at(28).post.state, digest::PostState::deleted);
  EXPECT_EQ(forum_.count(Kind::post), 0);
  EXPECT_EQ(source_status().requests, std::ssize(forum_.log));
}

TEST_F(Politeness, a_cooldown_outlives_a_restart) {
  const auto id = follow(1, 30);
  forum_.fail_next.push_back({.code = Code::rate_limited, .what = "slow down", .retry_after_ms = 600'000});
  loop_.run_until([this] { return forum_.fail_next.empty(); }, 24h);
  loop_.run_for(1s);
  const auto refused_at = forum_.log.back().at;
  restart();
  EXPECT_EQ(source_status().state.trouble, "rate_limited");
  loop_.run_for(9min);
  EXPECT_EQ(forum_.log.back().at, refused_at);
  EXPECT_EQ(loop_.run(tracker_->poll(id)).error().code, Code::cooldown);
}

TEST_F(Politeness, a_crash_loop_sends_no_more_than_one_run_would) {
  for (std::int64_t topic = 1; topic <= 40; ++topic) {
    forum_.grow(topic, 25);
    add(topic);
  }
  loop_.run_for(5s);
  for (int crash = 0; crash < 50; ++crash) {
    restart();
    loop_.run_for(700ms);
  }
  EXPECT_LE(most_within(1min), 60);
  EXPECT_LE(most_within(1s), 3);
}

TEST_F(Politeness, the_days_requests_are_counted_over_restarts_and_begin_anew_at_midnight) {
  follow(1, 30);
  loop_.run_for(2h);
  const auto before = source_status().requests_today;
  EXPECT_EQ(before, std::ssize(forum_.log));
  restart();
  // What was sent in the last minute before a crash may not have been stored yet.
  EXPECT_LE(source_status().requests_today, before);
  EXPECT_GE(source_status().requests_today, before - 3);
  loop_.run_for(23h);
  EXPECT_LT(source_status().requests_today, before);
  EXPECT_EQ(source_status().day_budget, 21'600);
}

TEST_F(Politeness, a_stop_that_was_asked_for_forgets_nothing) {
  const auto id = follow(1, 30);
  loop_.run_for(2h);
  const auto requests = source_status().requests_today;
  const auto polled = tracker_->poll_of(id)->last_poll;
  tracker_->stop();
  loop_.run_until([this] { return running_->done(); }, 1min);
  ASSERT_TRUE(running_->get());
  stop();
  start();
  EXPECT_EQ(source_status().requests_today, requests);
  EXPECT_EQ(record(id).poll.last_poll, polled);
}

TEST_F(Politeness, a_used_up_day_slows_down_but_does_not_stop) {
  stop();
  settings_.requests_per_day = 60;
  start();
  follow(1, 30);
  for (std::int64_t floor = 31; floor < 31 + 24 * 30; ++floor) {
    forum_.grow(1, floor);
    loop_.run_for(2min);
  }
  EXPECT_LE(most_within(24h), 60);
  EXPECT_GE(std::ssize(forum_.log), 50);
}

TEST_F(Politeness, robots_txt_is_read_before_the_first_request_and_daily) {
  stop();
  forum_.robots = true;
  start();
  follow(1, 30);
  EXPECT_EQ(forum_.log.front().kind, Kind::robots);
  EXPECT_EQ(forum_.count(Kind::robots), 1);
  loop_.run_for(72h);
  EXPECT_GE(forum_.count(Kind::robots), 3);
  EXPECT_LE(forum_.count(Kind::robots), 4);
}

TEST_F(Politeness, a_crawl_delay_is_kept) {
  stop();
  forum_.robots = true;
  forum_.crawl_delay = 10s;
  start();
  for (std::int64_t topic = 1; topic <= 10; ++topic) {
    forum_.grow(topic, 25);
    add(topic);
  }
  loop_.run_for(10min);
  EXPECT_LE(most_within(1min), 8);
}

TEST_F(Politeness, a_challenge_at_robots_txt_stops_the_source) {
  stop();
  forum_.robots = true;
  forum_.fail_next.push_back({.code = Code::challenged, .what = "a challenge page"});
  start();
  forum_.grow(1, 5);
  add(1);
  loop_.run_for(30min);
  EXPECT_EQ(std::ssize(forum_.log), 1);
  EXPECT_EQ(source_status().state.trouble, "challenged");
}

TEST_F(Politeness, failures_of_one_topic_back_off_and_leave_the_others_alone) {
  follow(1, 30);
  follow(2, 30);
  forum_.topics[1].failure = Error{.code = Code::unavailable, .what = "status 500"};
  const auto from = loop_.now();
  loop_.run_for(24h);
  const auto about = [&](std::int64_t topic) {
    return std::ranges::count_if(forum_.log,
                                 [&](const auto& request) { return request.topic == topic && request.at >= from; });
  };
  EXPECT_LE(about(1), 14);
  EXPECT_GE(about(2), 10);
}

TEST_F(Politeness, a_topic_that_is_missing_for_a_week_is_gone_and_a_200_heals_it) {
  const auto id = follow(1, 30);
  forum_.topics[1].failure = Error{.code = Code::not_found, .what = "no such topic"};
  loop_.run_for(24h * 3);
  EXPECT_EQ(record(id).state, storage::ThreadState::unreachable);
  restart();
  loop_.run_for(24h * 6);
  EXPECT_EQ(record(id).state, storage::ThreadState::gone);
  EXPECT_EQ(std::ssize(posts(id)), 30);
  forum_.topics[1].failure.reset();
  loop_.run_for(25h);
  EXPECT_NE(record(id).state, storage::ThreadState::gone);
  EXPECT_FALSE(record(id).poll.missing_since);
}

TEST_F(Politeness, a_paused_thread_is_not_asked_for_until_it_is_resumed) {
  const auto id = follow(1, 30);
  ASSERT_TRUE(loop_.run(tracker_->pause(id, std::nullopt)));
  const auto from = loop_.now();
  loop_.run_for(48h);
  restart();
  loop_.run_for(48h);
  EXPECT_EQ(forum_.count_since(from), 0);
  EXPECT_EQ(loop_.run(tracker_->poll(id)).error().code, Code::conflict);
  EXPECT_EQ(record(id).state, storage::ThreadState::paused);
  ASSERT_TRUE(loop_.run(tracker_->resume(id)));
  loop_.run_for(10s);
  EXPECT_GT(forum_.count_since(from), 0);
}

TEST_F(Politeness, a_pause_until_a_time_ends_by_itself) {
  const auto id = follow(1, 30);
  ASSERT_TRUE(loop_.run(tracker_->pause(id, loop_.now() + 10h)));
  const auto from = loop_.now();
  loop_.run_for(9h);
  restart();
  loop_.run_for(50min);
  EXPECT_EQ(forum_.count_since(from), 0);
  loop_.run_for(11min);
  EXPECT_GT(forum_.count_since(from), 0);
  EXPECT_NE(record(id).state, storage::ThreadState::paused);
}

}  // namespace
}  // namespace gailou::track
