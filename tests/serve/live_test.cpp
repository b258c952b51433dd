// The stream of live events: each revision once and in order, whoever comes or goes.
#include <algorithm>

#include "tests/serve/live_fixture.h"

namespace gailou::serve {
namespace {

using namespace std::chrono_literals;

using LiveEvents = LiveTest;

TEST_F(LiveEvents, a_stream_begins_with_its_place_and_nothing_else) {
  const auto id = add_thread();
  add_revision(id);
  const auto stream = subscribe();
  const auto heard = heard_by(stream);
  EXPECT_TRUE(heard.events.empty());
  EXPECT_EQ(heard.retry, "5000");
  EXPECT_EQ(heard.last_id, "1");
}

TEST_F(LiveEvents, before_the_first_revision_the_place_is_zero) {
  EXPECT_EQ(heard_by(subscribe()).last_id, "0");
}

TEST_F(LiveEvents, a_revision_comes_as_it_is_committed) {
  const auto id = add_thread();
  const auto stream = subscribe();
  add_revision(id);
  const auto heard = heard_by(stream);
  ASSERT_EQ(heard.events.size(), 1u);
  EXPECT_EQ(heard.events[0].type, "revision");
  EXPECT_EQ(heard.events[0].id, "1");
  EXPECT_EQ(heard.events[0].data["thread"], "forum/7");
  EXPECT_EQ(heard.events[0].data["rev"], 1);
  EXPECT_EQ(heard.events[0].data["entries"][0]["text"], "租金是每月一百元。");
}

TEST_F(LiveEvents, all_subscribers_share_an_events_bytes) {
  const auto id = add_thread();
  const auto first = subscribe();
  const auto second = subscribe();
  add_revision(id);
  add_revision(id);
  EXPECT_EQ(heard_by(first).commits(), (CommitList{1, 2}));
  EXPECT_EQ(first->got(), second->got());
}

TEST_F(LiveEvents, the_store_is_read_once_for_all) {
  const auto id = add_thread();
  for (int i = 0; i < 50; ++i) subscribe();
  const auto before = watch_->commit_calls;
  add_revision(id);
  EXPECT_EQ(watch_->commit_calls, before + 1);
}

TEST_F(LiveEvents, nobody_listens_nothing_is_read) {
  const auto id = add_thread();
  add_revision(id);
  add_revision(id);
  EXPECT_EQ(watch_->commit_calls, 0);
}

// ---- going on

TEST_F(LiveEvents, a_last_event_id_goes_on_after_it) {
  const auto id = add_thread();
  for (int i = 0; i < 5; ++i) add_revision(id);
  EXPECT_EQ(heard_by(subscribe("/events", "2")).commits(), (CommitList{3, 4, 5}));
  EXPECT_EQ(heard_by(subscribe("/events", "5")).commits(), CommitList{});
  EXPECT_EQ(heard_by(subscribe("/events", "0")).commits(), (CommitList{1, 2, 3, 4, 5}));
}

TEST_F(LiveEvents, since_does_too_and_the_header_beats_it) {
  const auto id = add_thread();
  for (int i = 0; i < 4; ++i) add_revision(id);
  EXPECT_EQ(heard_by(subscribe("/events?since=2")).commits(), (CommitList{3, 4}));
  EXPECT_EQ(heard_by(subscribe("/events?since=1", "3")).commits(), (CommitList{4}));
}

TEST_F(LiveEvents, what_lies_before_the_newest_comes_from_the_store) {
  const auto id = add_thread();
  for (int i = 0; i < 100; ++i) add_revision(id);
  const auto stream = subscribe("/events", "3");
  auto commits = heard_by(stream).commits();
  ASSERT_EQ(commits.size(), 97u);
  EXPECT_EQ(commits.front(), 4);
  EXPECT_TRUE(std::ranges::is_sorted(commits));
  add_revision(id);
  commits = heard_by(stream).commits();
  ASSERT_EQ(commits.size(), 98u);
  EXPECT_EQ(commits.back(), 101);
}

TEST_F(LiveEvents, a_replay_and_what_comes_meanwhile_meet_without_a_gap) {
  const auto id = add_thread();
  for (int i = 0; i < 80; ++i) add_revision(id);
  // It takes its replay in small bites while revisions go on.
  const auto stream = subscribe("/events", "1", 500);
  for (int i = 0; i < 40; ++i) {
    add_revision(id);
    stream->make_room(3000);
    settle();
  }
  stream->make_room();
  const auto commits = heard_by(stream).commits();
  CommitList all;
  for (std::int64_t commit = 2; commit <= 120; ++commit) all.push_back(commit);
  EXPECT_EQ(commits, all);
}

TEST_F(LiveEvents, an_id_that_is_none_means_a_reset_and_goes_on_from_now) {
  const auto id = add_thread();
  add_revision(id);
  for (const std::string hostile : {"x", "-1", "9223372036854775808", "1.5", "18446744073709551617", "%00"}) {
    const auto stream = subscribe("/events", hostile);
    add_revision(id);
    const auto heard = heard_by(stream);
    ASSERT_EQ(heard.types(), (TypeList{"reset", "revision"})) << hostile;
    EXPECT_EQ(heard.events[0].data["reason"], "unknown_id");
    EXPECT_EQ(heard.events[0].id, std::to_string(heard.events[0].data["commit"].get<std::int64_t>()));
  }
}

TEST_F(LiveEvents, an_id_to_come_means_a_reset) {
  const auto id = add_thread();
  add_revision(id);
  for (const std::string ahead : {"2", "9223372036854775807"}) {
    const auto heard = heard_by(subscribe("/events", ahead));
    ASSERT_EQ(heard.types(), (TypeList{"reset"})) << ahead;
    EXPECT_EQ(heard.events[0].data["commit"], 1);
    EXPECT_EQ(heard.last_id, "1");
  }
}

TEST_F(LiveEvents, a_page_may_know_of_a_commit_before_the_stream_does) {
  const auto id = add_thread();
  subscribe();
  store_posts(id, 1, 1);
  digest_pending(id);  // committed, and nobody has told the stream yet
  const auto heard = heard_by(subscribe("/events?since=1"));
  EXPECT_TRUE(heard.events.empty());
  EXPECT_EQ(heard.last_id, "1");
}

// ---- filters

TEST_F(LiveEvents, a_thread_of_ones_choice_is_heard_alone) {
  const auto seven = add_thread(7);
  const auto eight = add_thread(8);
  const auto stream = subscribe("/events?thread=forum/7");
  const auto both = subscribe("/events?thread=forum/8&thread=forum/7");
  add_revision(seven, 7);
  add_revision(eight, 8);
  add_revision(seven, 7);
  EXPECT_EQ(heard_by(stream).commits(), (CommitList{1, 3}));
  EXPECT_EQ(heard_by(both).commits(), (CommitList{1, 2, 3}));
}

TEST_F(LiveEvents, a_threads_replay_holds_that_thread_alone) {
  const auto seven = add_thread(7);
  const auto eight = add_thread(8);
  for (int i = 0; i < 50; ++i) {
    add_revision(seven, 7);
    add_revision(eight, 8);
  }
  const auto commits = heard_by(subscribe("/events?thread=forum/8", "2")).commits();
  ASSERT_EQ(commits.size(), 49u);
  EXPECT_TRUE(std::ranges::all_of(commits, [](std::int64_t commit) { return commit % 2 == 0; }));
}

TEST_F(LiveEvents, types_are_chosen) {
  const auto id = add_thread();
  const auto news = subscribe("/events?types=thread,status");
  const auto revisions = subscribe("/events?types=revision");
  add_revision(id);
  site_.live().tell(ThreadNews{.thread = {.source = "forum", .topic = {7}}, .change = "paused"});
  site_.live().tell(SourceNews{.source = "forum", .up = true});
  EXPECT_EQ(heard_by(news).types(), (TypeList{"thread", "status"}));
  EXPECT_EQ(heard_by(revisions).types(), (TypeList{"revision"}));
}

TEST_F(LiveEvents, who_wants_no_revisions_is_replayed_none) {
  const auto id = add_thread();
  for (int i = 0; i < 100; ++i) add_revision(id);
  const auto stream = subscribe("/events?types=status", "1");
  EXPECT_TRUE(heard_by(stream).events.empty());
  EXPECT_EQ(heard_by(stream).last_id, "100");
}

TEST_F(LiveEvents, an_unknown_thread_is_a_404_and_a_removed_one_a_410) {
  EXPECT_EQ(get("/events?thread=forum/99").status, 404);
  const auto id = add_thread(7);
  EXPECT_EQ(get("/events?thread=forum/7").status, 200);
  ASSERT_TRUE(store_->remove_thread(id, false, now()));
  EXPECT_EQ(get("/events?thread=forum/7").status, 410);
  EXPECT_EQ(get("/events?thread=forum/7&thread=forum/99").status, 410);
}

TEST_F(LiveEvents, what_cant_be_asked_is_a_400) {
  EXPECT_EQ(get("/events?thread=forum").status, 400);
  EXPECT_EQ(get("/events?types=all").status, 400);
  EXPECT_EQ(get("/events?since=-1").status, 400);
}

TEST_F(LiveEvents, a_store_that_cant_be_read_is_no_answer) {
  watch_->fails = digest::Error{.code = digest::Code::unavailable, .what = "busy"};
  EXPECT_EQ(get("/events?thread=forum/7").status, 503);
}

// ---- news that the store doesn't keep

TEST_F(LiveEvents, news_are_told_as_they_come_and_not_again) {
  const auto id = add_thread();
  const auto stream = subscribe();
  add_revision(id);
  site_.live().tell(ThreadNews{.thread = {.source = "forum", .topic = {7}}, .change = "paused"});
  add_revision(id);
  EXPECT_EQ(heard_by(stream).types(), (TypeList{"revision", "thread", "revision"}));
  EXPECT_EQ(heard_by(subscribe("/events", "1")).types(), (TypeList{"revision"}));
  EXPECT_EQ(heard_by(subscribe("/events", "0")).types(), (TypeList{"revision", "revision"}));
}

TEST_F(LiveEvents, news_leave_the_last_id_as_it_was) {
  const auto id = add_thread();
  add_revision(id);
  const auto stream = subscribe();
  site_.live().tell(SourceNews{.source = "forum", .reason = "timeout"});
  EXPECT_EQ(heard_by(stream).events.at(0).id, "1");
}

// ---- the answer itself

TEST_F(LiveEvents, the_fields_say_that_it_is_a_stream) {
  const auto response = get("/events");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(header_of(response, "Content-Type"), "text/event-stream");
  EXPECT_EQ(header_of(response, "Cache-Control"), "no-store");
  EXPECT_EQ(header_of(response, "X-Accel-Buffering"), "no");
  EXPECT_EQ(header_of(response, "Content-Encoding"), "");
  EXPECT_EQ(header_of(response, "ETag"), "");
  EXPECT_EQ(header_of(response, "X-Content-Type-Options"), "nosniff");
  EXPECT_TRUE(response.stream);
  EXPECT_FALSE(response.body);
}

TEST_F(LiveEvents, gzip_is_not_given_even_when_asked_for) {
  auto request = request_for("/events");
  request.accept_encoding = "gzip";
  EXPECT_EQ(header_of(answer(std::move(request)), "Content-Encoding"), "");
}

TEST_F(LiveEvents, head_takes_no_place) {
  auto request = request_for("/events");
  request.method = "HEAD";
  const auto response = answer(std::move(request));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(header_of(response, "Content-Type"), "text/event-stream");
  EXPECT_EQ(site_.live().subscribers(), 0u);
}

TEST_F(LiveEvents, another_path_leads_to_it) {
  EXPECT_EQ(get("/events/").status, 308);
  EXPECT_EQ(get("/Events").status, 308);
}

// ---- time

TEST_F(LiveEvents, a_comment_comes_every_fifteen_seconds) {
  const auto stream = subscribe();
  loop_.run_for(14s);
  const auto before = heard_by(stream).comments;
  EXPECT_LE(before, 1);
  loop_.run_for(60s);
  const auto heard = heard_by(stream);
  EXPECT_EQ(heard.comments, before + 4);
  EXPECT_TRUE(heard.events.empty());
}

TEST_F(LiveEvents, a_day_of_silence_keeps_the_connection_and_the_replay) {
  const auto id = add_thread();
  const auto stream = subscribe();
  add_revision(id);
  loop_.run_for(24h);
  add_revision(id);
  EXPECT_EQ(heard_by(stream).commits(), (CommitList{1, 2}));
  EXPECT_EQ(heard_by(subscribe("/events", "0")).commits(), (CommitList{1, 2}));
}

}  // namespace
}  // namespace gailou::serve
