// Settings replaced while threads are followed: what is known stays, what is due follows.
#include <map>

#include "tests/track/tracked_forum.h"

namespace gailou::track {
namespace {

using namespace std::chrono_literals;

class TrackReload : public TrackedForum {
 protected:
  TrackReload() {
    settings_.min_interval = 1min;
    settings_.max_interval = 1min;
  }

  /// As the daemon does it after a reload.
  void apply() {
    tracker_->apply([this](forum::Source&, const storage::SourceRecord& record) { ++told_[record.name]; });
    loop_.run_ready();
  }

  Instant last_look() const {
    Instant last{};
    for (const auto& request : forum_.log) last = std::max(last, request.at);
    return last;
  }

  std::map<std::string, int> told_{};  // sources' clients, how often
};

TEST_F(TrackReload, a_longer_interval_holds_from_the_last_poll_on) {
  start();
  follow(1, 5);
  settings_.min_interval = settings_.max_interval = 1h;
  apply();
  const auto before = std::ssize(forum_.log);
  loop_.run_for(50min);
  EXPECT_EQ(std::ssize(forum_.log), before);
  loop_.run_for(15min);
  EXPECT_EQ(std::ssize(forum_.log), before + 1);
}

TEST_F(TrackReload, a_shorter_interval_wakes_who_sleeps_for_the_long_one) {
  settings_.min_interval = settings_.max_interval = 6h;
  start();
  const auto id = follow(1, 5);
  loop_.run_for(1h);
  settings_.min_interval = settings_.max_interval = 1min;
  forum_.grow(1, 7);
  apply();
  loop_.run_for(1min);
  EXPECT_EQ(record(id).posts_stored, 7) << "an hour after its last poll it is due at once";
}

TEST_F(TrackReload, threads_keep_what_is_known_of_them) {
  start();
  const auto id = follow(1, 25);
  const auto before = record(id);
  const auto requests = std::ssize(forum_.log);
  apply();
  loop_.run_for(1min);
  EXPECT_EQ(record(id).revision, before.revision);
  EXPECT_EQ(record(id).posts_stored, 25);
  EXPECT_LE(std::ssize(forum_.log), requests + 1) << "nothing is fetched anew";
  EXPECT_EQ(told_, (std::map<std::string, int>{{"forum", 1}}));
}

TEST_F(TrackReload, a_paused_thread_stays_paused_and_a_failing_one_waits_as_it_was_told) {
  start();
  const auto paused = follow(1, 3);
  const auto failing = follow(2, 3);
  ASSERT_TRUE(loop_.run(tracker_->pause(paused, std::nullopt)));
  forum_.topics[2].failure = digest::Error{.code = digest::Code::not_found, .what = "404"};
  loop_.run_for(2min);
  const auto due = tracker_->poll_of(failing)->next_poll;
  settings_.min_interval = settings_.max_interval = 2s;
  apply();
  EXPECT_EQ(tracker_->poll_of(failing)->next_poll, due);
  const auto before = forum_.count_since(loop_.now());
  loop_.run_for(1min);
  EXPECT_EQ(forum_.count_since(loop_.now() - 1min), before) << "neither is asked for";
}

TEST_F(TrackReload, a_faster_pace_wakes_a_request_that_waits_for_the_slow_one) {
  settings_.per_host_rate = 1.0 / 3600;
  start();
  const auto id = add(1);
  forum_.grow(1, 200);
  loop_.run_for(10min);
  EXPECT_LT(tracker_->status().sources.at(0).requests, 4) << "a burst, then one an hour";
  settings_.per_host_rate = 10;
  apply();
  loop_.run_for(1min);
  EXPECT_EQ(record(id).posts_stored, 200);
}

TEST_F(TrackReload, a_slower_pace_gives_no_fresh_burst) {
  start();
  follow(1, 5);
  forum_.grow(1, 400);
  settings_.per_host_rate = 1.0 / 60;
  const auto from = loop_.now();
  apply();
  loop_.run_for(10min);
  EXPECT_LE(forum_.count_since(from), 12);
}

TEST_F(TrackReload, a_pause_that_robots_txt_asks_for_outlives_a_reload_as_long_as_it_is_obeyed) {
  forum_.robots = true;
  forum_.crawl_delay = 20s;
  start();
  add(1);
  forum_.grow(1, 800);
  loop_.run_for(1min);
  settings_.per_host_rate = 100;
  apply();
  const auto from = loop_.now();
  loop_.run_for(1min);
  EXPECT_LE(forum_.count_since(from), 4);
  forum_.robots = false;
  apply();
  const auto later = loop_.now();
  loop_.run_for(10s);
  EXPECT_GE(forum_.count_since(later), 5) << "whoever need not obey it goes at its own pace";
}

TEST_F(TrackReload, a_robots_txt_that_is_obeyed_again_is_read_before_the_next_request) {
  start();
  follow(1, 5);
  EXPECT_EQ(forum_.count(FakeForum::Kind::robots), 0);
  tracker_->apply([this](forum::Source&, const storage::SourceRecord&) { forum_.robots = true; });
  loop_.run_for(2min);
  EXPECT_EQ(forum_.count(FakeForum::Kind::robots), 1);
}

TEST_F(TrackReload, floors_that_wait_to_settle_settle_by_the_new_rules) {
  settings_.settle.settle_floors = 100;
  settings_.settle.settle_age = 6h;
  start();
  const auto id = follow(1, 5);
  const auto revision = record(id).revision;
  forum_.grow(1, 7);
  loop_.run_for(5min);
  EXPECT_EQ(record(id).pending, 2);
  settings_.settle.settle_age = 0s;
  apply();
  loop_.run_for(1min);
  EXPECT_EQ(record(id).pending, 0);
  EXPECT_GT(record(id).revision, revision);
}

TEST_F(TrackReload, an_engine_that_becomes_slow_drafts_beside_the_polls_and_back) {
  start();
  const auto id = follow(1, 5);
  EXPECT_EQ(record(id).revision, digest::Revision{1});
  engine_.slow = true;
  engine_.takes = 5min;
  apply();
  forum_.grow(1, 8);
  loop_.run_for(2min);
  forum_.grow(1, 9);
  loop_.run_for(2min);
  EXPECT_EQ(record(id).posts_stored, 9) << "polls go on while it drafts";
  EXPECT_EQ(record(id).revision, digest::Revision{1});
  loop_.run_for(20min);
  EXPECT_EQ(record(id).pending, 0);
  engine_.slow = false;
  engine_.takes = 0s;
  apply();
  const auto revision = record(id).revision;
  forum_.grow(1, 12);
  loop_.run_for(2min);
  EXPECT_GT(record(id).revision, revision);
  EXPECT_EQ(engine_.under_way, 1);
}

TEST_F(TrackReload, settings_of_a_source_are_asked_for_anew) {
  std::map<std::string, Settings> own{{"forum", settings_}};
  start();
  stop();
  start();
  tracker_->settings_for([&own](const storage::SourceRecord& record) { return own.at(record.name); });
  follow(1, 5);
  own["forum"].requests_per_day = 77;
  own["forum"].per_host_rate = 0.5;
  apply();
  EXPECT_EQ(source_status().day_budget, 77);
  EXPECT_EQ(source_status().spacing, 2s);
}

TEST_F(TrackReload, rules_that_come_later_are_looked_for) {
  start();
  discovering_ = loop_.spawn(tracker_->discover());
  follow(1, 5);
  loop_.run_for(1h);
  EXPECT_EQ(forum_.count(FakeForum::Kind::listed), 0);
  tracker_->rules({{.name = "all", .source = "forum", .min_likes = 1, .mode = discover::Mode::propose}});
  loop_.run_for(1min);
  EXPECT_EQ(forum_.count(FakeForum::Kind::listed), 2);
  tracker_->rules({});
  const auto before = forum_.count(FakeForum::Kind::listed);
  loop_.run_for(2h);
  EXPECT_EQ(forum_.count(FakeForum::Kind::listed), before);
}

}  // namespace
}  // namespace gailou::track
