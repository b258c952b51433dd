// What those who follow along are told of threads and sources beside the revisions.
#include <gtest/gtest.h>

#include "tests/track/tracked_forum.h"

namespace gailou::track {
namespace {

using digest::Code;
using storage::ThreadState;

class FollowersNews : public TrackedForum {
 protected:
  void SetUp() override { begin(); }
  void begin() {
    start();
    tracker_->on_news([this](const News& news) { told_.push_back(news); });
  }

  /// "added forum/1 active", "down forum rate_limited", in the order of telling; then forgotten.
  std::vector<std::string> told() {
    std::vector<std::string> lines;
    for (const auto& news : std::exchange(told_, {})) {
      lines.push_back(std::visit([](const auto& each) { return line(each); }, news));
    }
    return lines;
  }
  static std::string line(const ThreadNews& news) {
    std::string text(name_of(news.change));
    text += " " + news.thread.source + "/" + std::to_string(news.thread.topic.value);
    if (news.state) text += " " + std::string(storage::name_of(*news.state));
    if (news.paused_until) text += " until " + digest::to_iso(*news.paused_until);
    if (!news.title.empty()) text += " " + news.title;
    return text;
  }
  static std::string line(const SourceNews& news) {
    if (news.up) return "up " + news.source;
    return "down " + news.source + " " + std::string(digest::name_of(news.reason));
  }

  std::vector<News> told_{};
};

using Lines = std::vector<std::string>;

TEST_F(FollowersNews, a_thread_is_added_once) {
  add(1);
  EXPECT_EQ(told(), (Lines{"added forum/1 active"}));
  add(1);
  EXPECT_EQ(told(), Lines{});
}

TEST_F(FollowersNews, and_removed_once) {
  const auto id = add(1);
  told();
  ASSERT_TRUE(loop_.run(tracker_->remove(id, false)));
  EXPECT_EQ(told(), (Lines{"removed forum/1"}));
  EXPECT_FALSE(loop_.run(tracker_->remove(id, false)));
  EXPECT_EQ(told(), Lines{});
}

TEST_F(FollowersNews, a_pause_says_until_when) {
  const auto id = follow(1, 5);
  told();
  ASSERT_TRUE(loop_.run(tracker_->pause(id, std::nullopt)));
  EXPECT_EQ(told(), (Lines{"paused forum/1 paused"}));
  const auto until = loop_.now() + 1h;
  ASSERT_TRUE(loop_.run(tracker_->pause(id, until)));
  EXPECT_EQ(told(), (Lines{"paused forum/1 paused until " + digest::to_iso(until)}));
}

TEST_F(FollowersNews, a_pause_ends_by_word_or_by_time) {
  const auto id = follow(1, 5);
  ASSERT_TRUE(loop_.run(tracker_->pause(id, std::nullopt)));
  told();
  ASSERT_TRUE(loop_.run(tracker_->resume(id)));
  EXPECT_EQ(told().at(0), "resumed forum/1 active");
  ASSERT_TRUE(loop_.run(tracker_->resume(id)));
  ASSERT_TRUE(loop_.run(tracker_->pause(id, loop_.now() + 1h)));
  told();
  loop_.run_for(61min);
  EXPECT_EQ(told().at(0), "resumed forum/1 active");
}

TEST_F(FollowersNews, a_thread_that_is_closed_says_so) {
  follow(1, 5);
  told();
  forum_.topics[1].closed = true;
  loop_.run_for(24h);
  EXPECT_EQ(told(), (Lines{"state forum/1 closed"}));
}

TEST_F(FollowersNews, a_new_title_is_told_once) {
  follow(1, 5);
  told();
  forum_.topics[1].title = "另一个标题";
  forum_.grow(1, 6);
  loop_.run_for(24h);
  const auto lines = told();
  EXPECT_EQ(std::ranges::count(lines, "title forum/1 active 另一个标题"), 1);
}

TEST_F(FollowersNews, a_restart_knows_the_title_and_tells_nothing) {
  follow(1, 5);
  stop();
  told();
  begin();
  loop_.run_for(1h);
  for (const auto& line : told()) EXPECT_FALSE(line.starts_with("title")) << line;
}

TEST_F(FollowersNews, a_source_goes_down_and_comes_up) {
  follow(1, 5);
  told();
  forum_.fail_next.push_back({.code = Code::rate_limited, .what = "slow down", .retry_after_ms = 600'000});
  loop_.run_until([this] { return forum_.fail_next.empty(); }, 24h);
  loop_.run_for(1s);
  const auto down = std::get<SourceNews>(told_.at(told_.size() - 1));
  EXPECT_EQ(line(down), "down forum rate_limited");
  EXPECT_GE(*down.until, loop_.now() + 590s);
  told();
  loop_.run_for(24h);
  const auto lines = told();
  EXPECT_EQ(std::ranges::count(lines, "up forum"), 1);
}

TEST_F(FollowersNews, a_source_that_never_was_down_is_never_up) {
  follow(1, 5);
  loop_.run_for(24h);
  for (const auto& line : told()) EXPECT_FALSE(line.starts_with("up")) << line;
}

TEST_F(FollowersNews, a_cooldown_that_outlived_a_restart_ends_with_a_word) {
  follow(1, 5);
  forum_.fail_next.push_back({.code = Code::rate_limited, .what = "slow down", .retry_after_ms = 600'000});
  loop_.run_until([this] { return forum_.fail_next.empty(); }, 24h);
  loop_.run_for(1s);
  stop();
  told();
  begin();
  loop_.run_for(24h);
  const auto lines = told();
  EXPECT_EQ(std::ranges::count(lines, "up forum"), 1);
}

TEST_F(FollowersNews, a_forum_that_is_only_tried_out_is_nobodys_news) {
  forum_.fail_next.push_back({.code = Code::rate_limited, .what = "slow down", .retry_after_ms = 600'000});
  const storage::SourceRecord stranger{.name = "stranger", .origin = "https://stranger.example"};
  EXPECT_FALSE(loop_.run(tracker_->try_out(stranger, false)));
  EXPECT_EQ(told(), Lines{});
}

}  // namespace
}  // namespace gailou::track
