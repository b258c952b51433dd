// Who is let in to live events, what a stop tells them, and what happens while the store cannot be read.
#include <algorithm>

#include "tests/serve/live_fixture.h"

namespace gailou::serve {
namespace {

using namespace std::chrono_literals;

using LiveEnds = LiveTest;

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

// ---- a stop

TEST_F(LiveEnds, a_stop_says_when_to_come_back_and_ends_each) {
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

TEST_F(LiveEnds, after_a_stop_nobody_is_let_in) {
  site_.stop();
  EXPECT_EQ(get("/events").status, 503);
}

TEST_F(LiveEnds, a_stop_in_the_middle_of_a_broadcast_ends_it) {
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

TEST_F(LiveEnds, what_couldnt_be_read_is_read_at_the_next_heartbeat) {
  const auto id = add_thread();
  const auto stream = subscribe();
  watch_->fails = digest::Error{.code = digest::Code::unavailable, .what = "busy"};
  add_revision(id);
  EXPECT_TRUE(heard_by(stream).events.empty());
  watch_->fails.reset();
  loop_.run_for(16s);
  EXPECT_EQ(heard_by(stream).commits(), (CommitList{1}));
}

TEST_F(LiveEnds, a_replay_that_cant_be_read_ends_and_the_reader_comes_back) {
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

TEST_F(LiveEnds, the_first_listener_waits_until_the_store_can_be_read) {
  const auto id = add_thread();
  add_revision(id);
  watch_->fails = digest::Error{.code = digest::Code::unavailable, .what = "busy"};
  const auto stream = subscribe("/events", "0");
  EXPECT_TRUE(stream->got().empty());
  watch_->fails.reset();
  loop_.run_for(16s);
  EXPECT_EQ(heard_by(stream).commits(), (CommitList{1}));
}

}  // namespace
}  // namespace gailou::serve
