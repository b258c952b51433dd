// Readers of live events that read slowly, pause or leave: none loses an event, none holds up another.
#include "tests/serve/live_fixture.h"

namespace gailou::serve {
namespace {

using namespace std::chrono_literals;

using SlowReaders = LiveTest;

TEST_F(SlowReaders, a_reader_that_pauses_gets_all_when_it_goes_on) {
  const auto id = add_thread();
  const auto stream = subscribe("/events", {}, 60);
  for (int i = 0; i < 20; ++i) add_revision(id);
  EXPECT_LT(heard_by(stream).commits().size(), 20u);
  stream->make_room();
  EXPECT_EQ(heard_by(stream).commits().size(), 20u);
  EXPECT_EQ(site_.live().dropped(), 0u);
}

TEST_F(SlowReaders, a_half_written_event_is_finished_before_the_next_and_before_a_heartbeat) {
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

TEST_F(SlowReaders, a_reader_that_takes_nothing_for_long_is_dropped) {
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

TEST_F(SlowReaders, a_reader_that_takes_a_little_stays) {
  const auto id = add_thread();
  const auto stream = subscribe("/events", {}, 30);
  add_revision(id);
  for (int i = 0; i < 10; ++i) {
    loop_.run_for(20s);
    stream->make_room(1);
  }
  EXPECT_FALSE(stream->is_closed());
}

TEST_F(SlowReaders, a_reader_that_stalls_in_its_replay_is_dropped_too) {
  const auto id = add_thread();
  for (int i = 0; i < 100; ++i) add_revision(id);
  const auto stream = subscribe("/events", "0", 100);
  loop_.run_for(46s);
  EXPECT_TRUE(stream->is_closed());
  EXPECT_EQ(site_.live().dropped(), 1u);
}

TEST_F(SlowReaders, who_doesnt_read_is_dropped_at_the_bound_and_resumes) {
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

TEST_F(SlowReaders, a_replay_is_paced_by_its_reader) {
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

TEST_F(SlowReaders, a_reader_that_leaves_frees_its_place) {
  const auto id = add_thread();
  const auto stream = subscribe();
  const auto other = subscribe();
  stream->leave();
  EXPECT_EQ(site_.live().subscribers(), 1u);
  EXPECT_TRUE(stream->is_closed());
  add_revision(id);
  EXPECT_EQ(heard_by(other).commits(), (CommitList{1}));
}

TEST_F(SlowReaders, a_reader_that_leaves_in_its_replay_frees_its_place) {
  const auto id = add_thread();
  for (int i = 0; i < 100; ++i) add_revision(id);
  const auto stream = subscribe("/events", "0", 100);
  stream->leave();
  EXPECT_EQ(site_.live().subscribers(), 0u);
  settle();
}

TEST_F(SlowReaders, a_write_that_fails_ends_the_one_alone) {
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

}  // namespace
}  // namespace gailou::serve
