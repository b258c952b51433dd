// The stream of live events: each revision once and in order, whoever comes, goes, or reads slowly.
#include <algorithm>
#include <random>

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

// ---- slow readers

TEST_F(LiveEvents, a_reader_that_pauses_gets_all_when_it_goes_on) {
  const auto id = add_thread();
  const auto stream = subscribe("/events", {}, 60);
  for (int i = 0; i < 20; ++i) add_revision(id);
  EXPECT_LT(heard_by(stream).commits().size(), 20u);
  stream->make_room();
  EXPECT_EQ(heard_by(stream).commits().size(), 20u);
  EXPECT_EQ(site_.live().dropped(), 0u);
}

TEST_F(LiveEvents, a_half_written_event_is_finished_before_the_next_and_before_a_heartbeat) {
  const auto id = add_thread();
  const auto stream = subscribe();
  const auto greeted = stream->got().size();
  stream->set_room(10);
  add_revision(id);
  EXPECT_EQ(stream->got().size(), greeted + 10);
  loop_.run_for(15s);
  EXPECT_EQ(stream->got().size(), greeted + 10) << "no heartbeat into the middle of an event";
  stream->make_room(7);
  EXPECT_EQ(stream->got().size(), greeted + 17);
  stream->make_room();
  add_revision(id);
  EXPECT_EQ(heard_by(stream).commits(), (CommitList{1, 2}));
}

TEST_F(LiveEvents, a_reader_that_takes_nothing_for_long_is_dropped) {
  const auto id = add_thread();
  const auto stream = subscribe("/events", {}, 30);
  add_revision(id);
  loop_.run_for(29s);
  EXPECT_FALSE(stream->is_closed());
  loop_.run_for(16s);
  EXPECT_TRUE(stream->is_closed());
  EXPECT_EQ(site_.live().subscribers(), 0u);
  EXPECT_EQ(site_.live().dropped(), 1u);
}

TEST_F(LiveEvents, a_reader_that_takes_a_little_stays) {
  const auto id = add_thread();
  const auto stream = subscribe("/events", {}, 30);
  add_revision(id);
  for (int i = 0; i < 10; ++i) {
    loop_.run_for(20s);
    stream->make_room(1);
  }
  EXPECT_FALSE(stream->is_closed());
}

TEST_F(LiveEvents, a_reader_that_stalls_in_its_replay_is_dropped_too) {
  const auto id = add_thread();
  for (int i = 0; i < 100; ++i) add_revision(id);
  const auto stream = subscribe("/events", "0", 100);
  loop_.run_for(46s);
  EXPECT_TRUE(stream->is_closed());
  EXPECT_EQ(site_.live().dropped(), 1u);
}

TEST_F(LiveEvents, who_doesnt_read_is_dropped_at_the_bound_and_resumes) {
  const auto id = add_thread();
  const auto stream = subscribe("/events", {}, 40);
  const auto quick = subscribe();
  for (int i = 0; i < 3; ++i) add_revision(id);
  const std::string long_title(4000, 'x');
  while (!stream->is_closed() && quick->got().size() < 2 * kOwedBytesMax) {
    site_.live().tell(ThreadNews{.thread = {.source = "forum", .topic = {7}}, .change = "title", .title = long_title});
    settle();
  }
  ASSERT_TRUE(stream->is_closed());
  EXPECT_GT(quick->got().size(), kOwedBytesMax);
  EXPECT_LT(quick->got().size(), kOwedBytesMax + 3 * long_title.size());
  add_revision(id);
  // It comes back with what it has.
  const auto again = subscribe("/events", heard_by(stream).last_id);
  auto seen = heard_by(stream).commits();
  const auto rest = heard_by(again).commits();
  seen.insert(seen.end(), rest.begin(), rest.end());
  EXPECT_EQ(seen, heard_by(quick).commits());
}

TEST_F(LiveEvents, a_replay_is_paced_by_its_reader) {
  const auto id = add_thread();
  for (int i = 0; i < 150; ++i) add_revision(id);
  subscribe();
  const auto before = watch_->commit_calls;
  const auto stream = subscribe("/events", "0", 100);
  for (int i = 0; i < 20; ++i) settle();
  EXPECT_LE(watch_->commit_calls, before + 1) << "one slice is put by, no more";
  stream->make_room();
  EXPECT_EQ(heard_by(stream).commits().size(), 150u);
}

TEST_F(LiveEvents, a_reader_that_leaves_frees_its_place) {
  const auto id = add_thread();
  const auto stream = subscribe();
  const auto other = subscribe();
  stream->leave();
  EXPECT_EQ(site_.live().subscribers(), 1u);
  EXPECT_TRUE(stream->is_closed());
  add_revision(id);
  EXPECT_EQ(heard_by(other).commits(), (CommitList{1}));
}

TEST_F(LiveEvents, a_reader_that_leaves_in_its_replay_frees_its_place) {
  const auto id = add_thread();
  for (int i = 0; i < 100; ++i) add_revision(id);
  const auto stream = subscribe("/events", "0", 100);
  stream->leave();
  EXPECT_EQ(site_.live().subscribers(), 0u);
  settle();
}

TEST_F(LiveEvents, a_write_that_fails_ends_the_one_alone) {
  const auto id = add_thread();
  const auto first = subscribe();
  const auto broken = subscribe();
  const auto last = subscribe();
  broken->close();  // the kernel knows that the reader has gone; nobody was told
  add_revision(id);
  EXPECT_EQ(site_.live().subscribers(), 2u);
  EXPECT_EQ(heard_by(first).commits(), (CommitList{1}));
  EXPECT_EQ(heard_by(last).commits(), (CommitList{1}));
}

// ---- limits

class FewStreams : public LiveTest {
 protected:
  static Settings few() {
    Settings settings;
    settings.max_sse_clients = 2;
    return settings;
  }
  FewStreams() : LiveTest(few()) {}
};

TEST_F(FewStreams, over_the_limit_the_answer_is_503_with_a_time) {
  const auto first = subscribe();
  const auto second = subscribe();
  const auto refused = get("/events");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(header_of(refused, "Retry-After"), "30");
  EXPECT_EQ(header_of(refused, "Cache-Control"), "no-store");
  EXPECT_FALSE(refused.stream);
  EXPECT_EQ(get("/").status, 200) << "pages are served on";
  first->leave();
  EXPECT_EQ(get("/events").status, 200);
}

TEST_F(FewStreams, who_was_let_in_too_many_is_sent_away_with_a_word) {
  const auto first = get("/events");
  subscribe();
  subscribe();
  const auto late = std::make_shared<ScriptedStream>();
  first.stream(late);
  EXPECT_TRUE(late->is_closed());
  EXPECT_FALSE(hear(late->got()).retry.empty());
  EXPECT_EQ(site_.live().subscribers(), 2u);
}

TEST_F(FewStreams, a_raised_limit_holds_at_once) {
  subscribe();
  subscribe();
  EXPECT_EQ(get("/events").status, 503);
  auto settings = few();
  settings.max_sse_clients = 3;
  site_.apply(settings);
  EXPECT_EQ(get("/events").status, 200);
}

TEST_F(FewStreams, head_is_answered_all_the_same) {
  subscribe();
  subscribe();
  auto request = request_for("/events");
  request.method = "HEAD";
  EXPECT_EQ(answer(std::move(request)).status, 200);
}

// ---- the end

TEST_F(LiveEvents, a_stop_says_when_to_come_back_and_ends_each) {
  const auto id = add_thread();
  const auto first = subscribe();
  const auto second = subscribe();
  const auto stuck = subscribe("/events", {}, 30);
  add_revision(id);
  site_.stop();
  EXPECT_TRUE(first->is_closed());
  EXPECT_TRUE(second->is_closed());
  EXPECT_TRUE(stuck->is_closed());
  EXPECT_NE(hear(first->got()).retry, "5000");
  EXPECT_NE(hear(first->got()).retry, hear(second->got()).retry) << "they don't all come back at once";
  EXPECT_EQ(site_.live().subscribers(), 0u);
  loop_.run_for(1min);
  EXPECT_TRUE(running_[0].done());
}

TEST_F(LiveEvents, after_a_stop_nobody_is_let_in) {
  site_.stop();
  EXPECT_EQ(get("/events").status, 503);
}

TEST_F(LiveEvents, a_stop_in_the_middle_of_a_broadcast_ends_it) {
  const auto id = add_thread();
  std::vector<std::shared_ptr<ScriptedStream>> streams;
  for (int i = 0; i < 250; ++i) streams.push_back(subscribe());
  store_posts(id, 1, 1);
  digest_pending(id);
  site_.live().committed();
  site_.stop();
  settle();
  EXPECT_TRUE(std::ranges::all_of(streams, &ScriptedStream::is_closed));
}

// ---- the store fails

TEST_F(LiveEvents, what_couldnt_be_read_is_read_at_the_next_heartbeat) {
  const auto id = add_thread();
  const auto stream = subscribe();
  watch_->fails = digest::Error{.code = digest::Code::unavailable, .what = "busy"};
  add_revision(id);
  EXPECT_TRUE(heard_by(stream).events.empty());
  watch_->fails.reset();
  loop_.run_for(16s);
  EXPECT_EQ(heard_by(stream).commits(), (CommitList{1}));
}

TEST_F(LiveEvents, a_replay_that_cant_be_read_ends_and_the_reader_comes_back) {
  const auto id = add_thread();
  for (int i = 0; i < 100; ++i) add_revision(id);
  subscribe();
  watch_->fails = digest::Error{.code = digest::Code::unavailable, .what = "busy"};
  const auto stream = subscribe("/events", "5");
  EXPECT_TRUE(stream->is_closed());
  EXPECT_EQ(heard_by(stream).last_id, "5");
  watch_->fails.reset();
  EXPECT_EQ(heard_by(subscribe("/events", "5")).commits().size(), 95u);
}

TEST_F(LiveEvents, the_first_listener_waits_until_the_store_can_be_read) {
  const auto id = add_thread();
  add_revision(id);
  watch_->fails = digest::Error{.code = digest::Code::unavailable, .what = "busy"};
  const auto stream = subscribe("/events", "0");
  EXPECT_TRUE(stream->got().empty());
  watch_->fails.reset();
  loop_.run_for(16s);
  EXPECT_EQ(heard_by(stream).commits(), (CommitList{1}));
}

// ---- too far behind, and a restart

/// Small bounds, on the same store: as another daemon would find it.
class OtherLive {
 public:
  OtherLive(support::VirtualLoop& loop, io::OwningThread<storage::Reader>& reader, const Live::Limits& limits = {})
      : loop_(loop),
        live_(limits, loop.clock(), reader),
        run_(loop.spawn(live_.run())),
        beat_(loop.spawn(live_.beat())) {}
  ~OtherLive() {
    live_.stop();
    run_.cancel();
    beat_.cancel();
    loop_.run_ready();
  }

  std::shared_ptr<ScriptedStream> subscribe(std::string last_id, std::size_t room = ScriptedStream::kMuch) {
    auto request = request_for("/events");
    request.last_event_id = std::move(last_id);
    auto stream = std::make_shared<ScriptedStream>();
    stream->set_room(room);
    live_.take(stream, std::make_shared<const EventWish>(std::get<EventWish>(event_wish(request))));
    loop_.run_ready();
    return stream;
  }
  Live& live() { return live_; }

 private:
  support::VirtualLoop& loop_;
  Live live_;
  support::Spawned<void> run_;
  support::Spawned<void> beat_;
};

TEST_F(LiveEvents, a_restart_loses_and_repeats_nothing) {
  const auto id = add_thread();
  CommitList seen;
  std::string last_id;
  std::mt19937 random(20260501);
  auto client = subscribe();
  // 60 lives of the daemon; the client is cut at any byte and goes on from the last id that it heard.
  for (int life = 0; life < 60; ++life) {
    OtherLive other(loop_, reader_);
    const auto stream = last_id.empty() ? other.subscribe("0") : other.subscribe(last_id);
    const auto revisions = random() % 4;
    for (unsigned i = 0; i < revisions; ++i) {
      add_revision(id);
      other.live().committed();
      loop_.run_ready();
    }
    const auto kept = std::min<std::size_t>(stream->got().size(), random() % 2000);
    const auto heard = hear(std::string_view(stream->got()).substr(0, kept));
    const auto commits = heard.commits();
    seen.insert(seen.end(), commits.begin(), commits.end());
    if (!heard.last_id.empty()) last_id = heard.events.empty() ? last_id : heard.events.back().id;
    if (last_id.empty()) last_id = "0";
  }
  OtherLive last(loop_, reader_);
  const auto rest = hear(last.subscribe(last_id)->got()).commits();
  seen.insert(seen.end(), rest.begin(), rest.end());
  EXPECT_EQ(seen, heard_by(client).commits());
}

TEST_F(LiveEvents, after_a_restart_the_newest_come_from_one_reading) {
  const auto id = add_thread();
  for (int i = 0; i < 30; ++i) add_revision(id);
  OtherLive other(loop_, reader_);
  other.subscribe("29");
  const auto before = watch_->commit_calls;
  for (int i = 0; i < 40; ++i) EXPECT_EQ(hear(other.subscribe("25")->got()).commits().size(), 5u);
  EXPECT_EQ(watch_->commit_calls, before);
}

TEST_F(LiveEvents, a_thread_that_was_removed_is_replayed_no_more) {
  const auto seven = add_thread(7);
  const auto eight = add_thread(8);
  add_revision(seven, 7);
  add_revision(eight, 8);
  add_revision(seven, 7);
  ASSERT_TRUE(store_->remove_thread(seven, false, now()));
  OtherLive other(loop_, reader_);
  const auto heard = hear(other.subscribe("0")->got());
  EXPECT_EQ(heard.commits(), (CommitList{2}));
  EXPECT_EQ(hear(other.subscribe("3")->got()).types(), TypeList{}) << "3 was given, although its thread is gone";
}

TEST_F(LiveEvents, a_small_log_sends_readers_that_lag_back_to_the_store) {
  const auto id = add_thread();
  OtherLive other(loop_, reader_, {.log = {.events = 4, .bytes = 1u << 20}});
  const auto stream = other.subscribe("0", 40);
  for (int i = 0; i < 30; ++i) {
    add_revision(id);
    other.live().committed();
    loop_.run_ready();
  }
  stream->make_room();
  loop_.run_ready();
  CommitList all;
  for (std::int64_t commit = 1; commit <= 30; ++commit) all.push_back(commit);
  EXPECT_EQ(hear(stream->got()).commits(), all);
}

TEST_F(LiveEvents, any_mix_of_readers_hears_each_revision_once_and_in_order) {
  const auto seven = add_thread(7);
  const auto eight = add_thread(8);
  std::mt19937 random(7);
  struct Reader {
    std::shared_ptr<ScriptedStream> stream;
    std::int64_t from;
    bool seven_only;
  };
  std::vector<Reader> readers;
  std::int64_t commits = 0;
  for (int step = 0; step < 300; ++step) {
    const auto what = random() % 6;
    if (what < 2) {
      add_revision(what == 0 ? seven : eight, what == 0 ? 7 : 8);
      ++commits;
    } else if (what == 2 && readers.size() < 40) {
      const auto from = static_cast<std::int64_t>(random() % static_cast<unsigned>(commits + 1));
      const bool seven_only = random() % 2 == 0;
      const auto stream = subscribe(seven_only ? "/events?thread=forum/7" : "/events", std::to_string(from),
                                    random() % 3 == 0 ? random() % 900 : ScriptedStream::kMuch);
      readers.push_back({stream, from, seven_only});
    } else if (!readers.empty()) {
      readers[random() % readers.size()].stream->make_room(random() % 2500);
      settle();
    }
  }
  const auto all = heard_by(subscribe("/events", "0")).commits();
  ASSERT_EQ(all.size(), static_cast<std::size_t>(commits));
  const auto of_seven = heard_by(subscribe("/events?thread=forum/7", "0")).commits();
  for (auto& reader : readers) {
    while (!reader.stream->is_closed()) {
      const auto before = reader.stream->got().size();
      reader.stream->make_room();
      settle();
      if (reader.stream->got().size() == before) break;
    }
    CommitList wanted;
    std::ranges::copy_if(reader.seven_only ? of_seven : all, std::back_inserter(wanted),
                         [&](std::int64_t commit) { return commit > reader.from; });
    EXPECT_EQ(heard_by(reader.stream).commits(), wanted) << reader.from << (reader.seven_only ? " of 7" : "");
  }
}

}  // namespace
}  // namespace gailou::serve
