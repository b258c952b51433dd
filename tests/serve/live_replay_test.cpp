// What was missed is replayed, from the store where the log is too short, and after a restart.
#include <algorithm>
#include <random>

#include "tests/serve/live_fixture.h"

namespace gailou::serve {
namespace {

using namespace std::chrono_literals;

using LiveReplay = LiveTest;

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

TEST_F(LiveReplay, a_restart_loses_and_repeats_nothing) {
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

TEST_F(LiveReplay, after_a_restart_the_newest_come_from_one_reading) {
  const auto id = add_thread();
  for (int i = 0; i < 30; ++i) add_revision(id);
  OtherLive other(loop_, reader_);
  other.subscribe("29");
  const auto before = watch_->commit_calls;
  for (int i = 0; i < 40; ++i) EXPECT_EQ(hear(other.subscribe("25")->got()).commits().size(), 5u);
  EXPECT_EQ(watch_->commit_calls, before);
}

TEST_F(LiveReplay, a_thread_that_was_removed_is_replayed_no_more) {
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

TEST_F(LiveReplay, a_small_log_sends_readers_that_lag_back_to_the_store) {
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

TEST_F(LiveReplay, any_mix_of_readers_hears_each_revision_once_and_in_order) {
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
