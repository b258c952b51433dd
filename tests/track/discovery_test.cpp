// Rules at work: looks at the lists, within the budget and never in a cooldown, and what becomes of them.
#include <algorithm>

#include "tests/track/tracked_forum.h"

namespace gailou::track {
namespace {

using discover::Mode;
using discover::Rule;

class Discovery : public TrackedForum {
 protected:
  Discovery() {
    forum_.topics[1].likes = 3;
    rules_ = {lively()};
  }

  static Rule lively() {
    return {.name = "lively",
            .source = "forum",
            .min_replies_per_hour = 2,
            .max_threads = 3,
            .mode = Mode::add,
            .asleep_after = 24h};
  }

  /// A source without a thread, and a daemon that has rules for it.
  void begin() {
    {
      auto opened = storage::open_store(folder_.path(), loop_.now());
      ASSERT_TRUE(opened);
      ASSERT_TRUE((*opened)->ensure_source({.name = "forum", .origin = "https://forum.example"}));
    }
    start();
  }
  /// A topic that is an hour old and got so many replies in that time, just now.
  void begin_topic(std::int64_t topic, std::int64_t replies) {
    forum_.topics[topic].posts[1] = {.text = "opening", .written = loop_.now() - 1h};
    forum_.grow(topic, replies + 1);
  }
  /// So many replies, an hour apart.
  void go_on(std::int64_t topic, int hours, std::int64_t replies_each) {
    for (int hour = 0; hour < hours; ++hour) {
      forum_.grow(topic, std::ssize(forum_.topics[topic].posts) + replies_each);
      loop_.run_for(1h);
    }
  }
  std::vector<storage::ThreadRecord> threads() {
    auto reader = storage::open_reader(folder_.path());
    return *(*reader)->threads();
  }
  std::optional<storage::ThreadRecord> thread_of(std::int64_t topic) {
    for (auto& thread : threads()) {
      if (thread.topic == TopicId{topic}) return thread;
    }
    return std::nullopt;
  }
  std::int64_t looks() const { return forum_.count(Kind::listed); }
};

TEST_F(Discovery, without_rules_no_list_is_looked_at) {
  rules_.clear();
  begin();
  begin_topic(1, 10);
  loop_.run_for(24h);
  EXPECT_EQ(looks(), 0);
  EXPECT_TRUE(threads().empty());
}

TEST_F(Discovery, a_rule_for_another_source_looks_at_nothing) {
  rules_[0].source = "elsewhere";
  begin();
  loop_.run_for(24h);
  EXPECT_EQ(looks(), 0);
}

TEST_F(Discovery, what_fits_is_added_and_fetched) {
  begin_topic(1, 10);
  begin_topic(2, 1);
  begin();
  loop_.run_for(5min);
  const auto added = thread_of(1);
  ASSERT_TRUE(added);
  EXPECT_EQ(added->added_by, "lively");
  EXPECT_TRUE(added->complete);
  EXPECT_EQ(added->posts_stored, 11);
  EXPECT_EQ(threads().size(), 1U);
}

TEST_F(Discovery, a_source_that_comes_after_its_rule_is_looked_at_at_once) {
  begin_topic(1, 10);
  start();
  loop_.run_for(5min);
  EXPECT_EQ(looks(), 0);
  ASSERT_TRUE(loop_.run(tracker_->add_source({.name = "forum", .origin = "https://forum.example"})));
  loop_.run_for(1min);
  EXPECT_EQ(looks(), 2);
  EXPECT_TRUE(thread_of(1));
}

TEST_F(Discovery, what_begins_later_is_found_at_a_later_look) {
  begin();
  loop_.run_for(5min);
  begin_topic(1, 10);
  EXPECT_TRUE(threads().empty());
  loop_.run_for(15min);
  EXPECT_TRUE(thread_of(1));
}

TEST_F(Discovery, a_look_is_two_requests_an_interval) {
  begin();
  loop_.run_for(1min);
  EXPECT_EQ(looks(), 2);
  loop_.run_for(4h);
  EXPECT_EQ(looks(), 2 + 16 * 2);
}

TEST_F(Discovery, of_several_rules_the_shortest_interval_counts_and_one_look_serves_all) {
  rules_.push_back(lively());
  rules_[1].name = "other";
  rules_[1].interval = 1h;
  begin();
  loop_.run_for(4h + 1min);
  EXPECT_EQ(looks(), 17 * 2);
}

TEST_F(Discovery, a_restart_looks_no_earlier_and_adds_nothing_twice) {
  begin_topic(1, 10);
  begin();
  loop_.run_for(5min);
  ASSERT_EQ(threads().size(), 1U);
  const auto before = looks();
  for (int i = 0; i < 5; ++i) {
    restart();
    loop_.run_for(1min);
  }
  EXPECT_EQ(looks(), before);
  loop_.run_for(10min);
  EXPECT_EQ(looks(), before + 2);
  EXPECT_EQ(threads().size(), 1U);
}

TEST_F(Discovery, a_clock_set_back_does_not_stop_the_looks) {
  begin();
  loop_.run_for(5min);
  stop();
  {
    auto opened = storage::open_store(folder_.path(), loop_.now());
    auto state = *(*opened)->source_state("forum");
    state.listed_at = loop_.now() + 24h * 365;
    ASSERT_TRUE((*opened)->save_source_state("forum", state));
  }
  const auto before = looks();
  start();
  loop_.run_for(5min);
  EXPECT_EQ(looks(), before + 2);
}

TEST_F(Discovery, never_more_than_max_threads) {
  for (int topic = 1; topic <= 9; ++topic) begin_topic(topic, 10 + topic);
  begin();
  loop_.run_for(2h);
  EXPECT_EQ(threads().size(), 3U);
  for (const std::int64_t liveliest : {7, 8, 9}) EXPECT_TRUE(thread_of(liveliest)) << liveliest;
}

TEST_F(Discovery, a_proposing_rule_tracks_nothing) {
  rules_[0].mode = Mode::propose;
  begin_topic(1, 10);
  begin();
  loop_.run_for(2h);
  EXPECT_TRUE(threads().empty());
  EXPECT_GT(looks(), 2);
}

TEST_F(Discovery, what_falls_asleep_is_let_go_of_and_no_longer_asked_for) {
  begin_topic(1, 10);
  begin();
  loop_.run_for(25h);
  const auto gone = thread_of(1);
  ASSERT_TRUE(gone);
  EXPECT_EQ(gone->state, storage::ThreadState::paused);
  EXPECT_TRUE(gone->let_go_at);
  EXPECT_EQ(gone->posts_stored, 11);
  const auto since = loop_.now();
  loop_.run_for(48h);
  const auto polls = std::ranges::count_if(
      forum_.log, [&](const auto& request) { return request.at >= since && request.kind != Kind::listed; });
  EXPECT_EQ(polls, 0);
}

TEST_F(Discovery, what_wakes_up_is_taken_back) {
  begin_topic(1, 10);
  begin();
  loop_.run_for(25h);
  ASSERT_TRUE(thread_of(1)->let_go_at);
  go_on(1, 3, 6);
  const auto back = thread_of(1);
  EXPECT_EQ(back->state, storage::ThreadState::active);
  EXPECT_FALSE(back->let_go_at);
  EXPECT_EQ(back->added_by, "lively");
  loop_.run_for(2h);
  EXPECT_EQ(thread_of(1)->posts_stored, 11 + 18);
}

TEST_F(Discovery, a_single_reply_wakes_nothing) {
  begin_topic(1, 10);
  begin();
  loop_.run_for(26h);
  ASSERT_TRUE(thread_of(1)->let_go_at);
  go_on(1, 1, 1);
  EXPECT_TRUE(thread_of(1)->let_go_at);
}

TEST_F(Discovery, letting_go_survives_a_restart) {
  begin_topic(1, 10);
  begin();
  loop_.run_for(25h);
  ASSERT_TRUE(thread_of(1)->let_go_at);
  restart();
  const auto since = loop_.now();
  loop_.run_for(10h);
  EXPECT_TRUE(thread_of(1)->let_go_at);
  EXPECT_TRUE(std::ranges::all_of(
      forum_.log, [&](const auto& request) { return request.at < since || request.kind == Kind::listed; }));
}

TEST_F(Discovery, what_was_added_by_hand_is_never_let_go_of) {
  begin();
  follow(5, 12);
  loop_.run_for(24h * 10);
  const auto mine = thread_of(5);
  ASSERT_TRUE(mine);
  EXPECT_EQ(mine->added_by, "");
  EXPECT_NE(mine->state, storage::ThreadState::paused);
}

TEST_F(Discovery, adding_a_rules_thread_by_hand_keeps_it) {
  begin_topic(1, 10);
  begin();
  loop_.run_for(5min);
  ASSERT_TRUE(thread_of(1));
  add(1);
  loop_.run_for(24h * 5);
  EXPECT_NE(thread_of(1)->state, storage::ThreadState::paused);
}

TEST_F(Discovery, adding_by_hand_what_was_let_go_of_polls_it_at_once) {
  begin_topic(1, 10);
  begin();
  loop_.run_for(25h);
  ASSERT_TRUE(thread_of(1)->let_go_at);
  const auto since = loop_.now();
  add(1);
  loop_.run_for(1min);
  EXPECT_NE(thread_of(1)->state, storage::ThreadState::paused);
  EXPECT_TRUE(std::ranges::any_of(
      forum_.log, [&](const auto& request) { return request.at >= since && request.kind == Kind::look; }));
}

TEST_F(Discovery, resuming_what_was_let_go_of_makes_it_yours) {
  begin_topic(1, 10);
  begin();
  loop_.run_for(25h);
  ASSERT_TRUE(thread_of(1)->let_go_at);
  ASSERT_TRUE(loop_.run(tracker_->resume(thread_of(1)->id)));
  loop_.run_for(24h * 4);
  EXPECT_EQ(thread_of(1)->added_by, "");
  EXPECT_NE(thread_of(1)->state, storage::ThreadState::paused);
}

TEST_F(Discovery, what_was_removed_by_hand_does_not_come_back) {
  begin_topic(1, 10);
  begin();
  loop_.run_for(5min);
  ASSERT_TRUE(loop_.run(tracker_->remove(thread_of(1)->id, true)));
  go_on(1, 5, 20);
  EXPECT_FALSE(thread_of(1));
}

TEST_F(Discovery, no_request_leaves_in_a_cooldown) {
  begin();
  loop_.run_for(5min);
  forum_.fail_next.push_back(
      {.code = digest::Code::rate_limited, .what = "429", .retry_after_ms = std::int64_t{3} * 3600 * 1000});
  loop_.run_for(15min);
  const auto before = looks();
  const auto until = source_status().state.cooldown_until;
  ASSERT_TRUE(until);
  EXPECT_GE(*until - loop_.now(), 2h);
  loop_.run_for(*until - loop_.now() - 1min);
  EXPECT_EQ(looks(), before);
  loop_.run_for(30min);
  EXPECT_GT(looks(), before);
}

TEST_F(Discovery, a_429_to_the_lists_holds_polls_back_too) {
  begin_topic(1, 10);
  begin();
  loop_.run_for(5min);
  ASSERT_TRUE(thread_of(1));
  forum_.fail_next.assign(1, {.code = digest::Code::challenged, .what = "a challenge page", .where = {}, .hint = {}});
  loop_.run_until([this] { return source_status().state.cooldown_until.has_value(); }, 2h);
  ASSERT_TRUE(source_status().state.cooldown_until);
  const auto at = loop_.now();
  loop_.run_for(30min);
  EXPECT_EQ(forum_.count_since(at + 1s), 0);
}

TEST_F(Discovery, polls_come_first_where_the_days_requests_are_short) {
  settings_.requests_per_day = 60;
  settings_.per_host_rate = 1;
  rules_[0].interval = 1min;
  begin();
  follow(5, 30);
  for (int hour = 0; hour < 24; ++hour) {
    forum_.grow(5, std::ssize(forum_.topics[5].posts) + 3);
    loop_.run_for(1h);
  }
  EXPECT_LE(most_within(24h), 60 + 1);
  // Not all of them went to the lists.
  EXPECT_GT(std::ssize(forum_.log) - looks(), 10);
}

TEST_F(Discovery, a_forum_without_lists_is_asked_once_a_day) {
  forum_.has_lists = false;
  begin();
  loop_.run_for(72h + 1h);
  EXPECT_LE(looks(), 4);
  EXPECT_GE(looks(), 3);
}

TEST_F(Discovery, the_latest_list_alone_is_enough) {
  forum_.has_top = false;
  begin_topic(1, 10);
  begin();
  loop_.run_for(5min);
  EXPECT_TRUE(thread_of(1));
}

TEST_F(Discovery, a_failed_look_is_tried_again_after_the_interval) {
  forum_.fail_next.push_back({.code = digest::Code::malformed, .what = "no valid JSON"});
  begin_topic(1, 10);
  begin();
  loop_.run_for(5min);
  EXPECT_FALSE(thread_of(1));
  loop_.run_for(15min);
  EXPECT_TRUE(thread_of(1));
}

TEST_F(Discovery, robots_txt_comes_first) {
  forum_.robots = true;
  begin();
  loop_.run_for(5min);
  ASSERT_GE(forum_.log.size(), 3U);
  EXPECT_EQ(forum_.log[0].kind, Kind::robots);
  EXPECT_EQ(forum_.log[1].kind, Kind::listed);
}

TEST_F(Discovery, a_survey_adds_nothing_and_is_answered_from_a_look_just_made) {
  rules_.clear();
  begin_topic(1, 10);
  begin();
  const storage::SourceRecord source{.name = "forum", .origin = "https://forum.example"};
  const auto survey = loop_.run(tracker_->survey(source, true));
  ASSERT_TRUE(survey) << to_string(survey.error());
  ASSERT_EQ(survey->found.size(), 1U);
  EXPECT_EQ(survey->found[0].standing, discover::Standing::open);
  EXPECT_EQ(looks(), 2);
  ASSERT_TRUE(loop_.run(tracker_->survey(source, true)));
  EXPECT_EQ(looks(), 2);
  loop_.run_for(2min);
  ASSERT_TRUE(loop_.run(tracker_->survey(source, true)));
  EXPECT_EQ(looks(), 4);
  EXPECT_TRUE(threads().empty());
}

TEST_F(Discovery, those_who_ask_at_the_same_time_share_an_answer) {
  rules_.clear();
  begin();
  const storage::SourceRecord source{.name = "forum", .origin = "https://forum.example"};
  auto one = loop_.spawn(tracker_->survey(source, true));
  auto other = loop_.spawn(tracker_->survey(source, true));
  loop_.run_until([&] { return one.done() && other.done(); }, 1min);
  ASSERT_TRUE(one.done() && other.done());
  EXPECT_EQ(looks(), 2);
}

TEST_F(Discovery, a_stop_in_the_middle_of_a_look_ends_soon) {
  forum_.latency = 20s;
  begin_topic(1, 10);
  begin();
  loop_.run_for(25s);
  stop();
  EXPECT_TRUE(threads().empty());
  forum_.latency = 50ms;
  start();
  loop_.run_for(16min);
  EXPECT_EQ(threads().size(), 1U);
}

TEST_F(Discovery, a_crash_between_the_look_and_the_first_fetch_loses_nothing) {
  begin_topic(1, 10);
  begin_topic(2, 12);
  begin();
  for (int i = 0; i < 40 && threads().size() < 2; ++i) {
    loop_.run_for(50ms);
    restart();
  }
  loop_.run_for(20min);
  EXPECT_EQ(threads().size(), 2U);
  for (const auto& thread : threads()) EXPECT_TRUE(thread.complete);
}

}  // namespace
}  // namespace gailou::track
