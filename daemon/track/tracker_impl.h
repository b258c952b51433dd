// What stands behind Tracker: private to its four files. tracker.cpp runs the sources' loops, tracker_verbs.cpp
// carries out what is asked of single threads and sources, tracker_discovery.cpp finds threads by
// rules, tracker_face.cpp forwards.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/cancellation_signal.hpp>

#include "daemon/track/discover/score.h"
#include "daemon/track/source_loop.h"
#include "daemon/track/tracker.h"

namespace gailou::track {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;

/// One source's loop with what is needed to end it.
struct RunningSource {
  std::unique_ptr<SourceLoop> loop{};
  asio::cancellation_signal stop{};
  bool ended = false;
};

class Tracker::Impl {
 public:
  Impl(const Settings& settings, io::Clock& clock, StoreThread& store, engine::Engine& engine, SourceFactory factory,
       std::uint64_t seed, asio::any_io_executor executor)
      : settings_(settings),
        clock_(clock),
        store_(store),
        engine_(engine),
        factory_(std::move(factory)),
        seed_(seed),
        executor_(executor),
        ended_(executor),
        committed_(executor),
        discovery_(executor) {}

  asio::awaitable<Result<void>> run();
  asio::awaitable<Result<storage::SourceRecord>> add_source(storage::SourceRecord source);
  asio::awaitable<Result<void>> remove_source(std::string name);
  asio::awaitable<Result<forum::SiteLook>> try_out(storage::SourceRecord source, bool stored);
  asio::awaitable<Result<void>> discover();
  asio::awaitable<Result<Survey>> survey(storage::SourceRecord source, bool stored);
  asio::awaitable<Result<storage::AddedThread>> add(storage::SourceRecord source, digest::TopicId topic);
  asio::awaitable<Result<void>> remove(digest::ThreadId id, bool keep_data);
  asio::awaitable<Result<RoundReport>> poll(digest::ThreadId id, PollWish wish);
  asio::awaitable<Result<void>> pause(digest::ThreadId id, std::optional<digest::Instant> until);
  asio::awaitable<Result<void>> resume(digest::ThreadId id);
  asio::awaitable<Result<RoundReport>> digest_now(digest::ThreadId id);
  asio::awaitable<Result<void>> use_engine(digest::ThreadId id, std::optional<engine::Kind> kind);
  asio::awaitable<Result<ImportReport>> import(digest::ThreadId id,
                                               std::shared_ptr<const digest::Observation> observation);
  asio::awaitable<std::uint64_t> wait_for_change(digest::ThreadId id, std::uint64_t seen, digest::Duration timeout);
  asio::awaitable<void> wait_for_commit(std::uint64_t seen, digest::Duration timeout);
  std::optional<storage::PollState> poll_of(digest::ThreadId id) const;
  TrackerStatus status() const;
  std::map<std::string, SourceFigures> figures() const;
  void stop();
  void use_rules(std::vector<discover::Rule> rules);
  void apply(const Retune& retune);

  OnChange on_change_{};
  OnNews on_news_{};
  bool asked_to_stop_ = false;  // by stop(): a cancelled run ends as a crash does
  SettingsFor settings_for_{};
  std::uint64_t commits_ = 0;
  std::vector<discover::Rule> rules_{};

 private:
  // tracker_discovery.cpp
  std::vector<discover::Rule> rules_of(const std::string& source) const;
  asio::awaitable<Result<Listing>> lists_of(storage::SourceRecord source, bool stored, ListUrgency urgency);
  asio::awaitable<Result<discover::Facts>> facts_of(std::string source, Listing listing);
  asio::awaitable<Result<digest::Instant>> look_around(digest::Instant now);
  asio::awaitable<Result<digest::Instant>> look_at_lists(storage::SourceRecord source,
                                                         std::vector<discover::Rule> rules);
  asio::awaitable<Result<void>> carry_out(storage::SourceRecord source, discover::Decision decision);
  asio::awaitable<Result<void>> add_by_rule(storage::SourceRecord source, discover::Addition addition);
  asio::awaitable<Result<void>> let_go(discover::LettingGo gone);
  void tell_missing(const std::vector<storage::SourceRecord>& sources);
  void propose(const storage::SourceRecord& source, const discover::Addition& addition);

  asio::awaitable<Result<void>> load();
  asio::awaitable<Result<void>> save_all();
  asio::awaitable<Result<RunningSource*>> source_named(const storage::SourceRecord& record);
  Result<std::unique_ptr<RunningSource>> make_running(const storage::SourceRecord& record, storage::SourceState state);
  Result<RunningSource*> stranger(const storage::SourceRecord& record);
  void follow_record(const storage::ThreadRecord& record, RunningSource& source, digest::Instant due);
  void spawn(RunningSource& source);
  void retire(std::unique_ptr<RunningSource> source);
  void count_commit();
  void announce(digest::ThreadId id, const storage::Committed* committed);
  void tell(const News& news) const;

  const Settings& settings_;
  io::Clock& clock_;
  StoreThread& store_;
  engine::Engine& engine_;
  SourceFactory factory_;
  std::uint64_t seed_;
  asio::any_io_executor executor_;
  Wake ended_;      // rung when a source's loop has ended
  Wake committed_;  // rung after commits_ has grown
  std::optional<Error> fatal_{};
  bool running_ = false;
  bool stopping_ = false;
  std::map<std::string, std::unique_ptr<RunningSource>> sources_{};
  std::map<std::string, std::unique_ptr<RunningSource>> strangers_{};  // by origin
  std::vector<std::unique_ptr<RunningSource>> retired_{};              // of removed sources
  std::map<digest::ThreadId, std::pair<std::shared_ptr<Followed>, RunningSource*>> threads_{};
  std::map<std::string, discover::Memory> memories_{};            // by source
  std::map<std::string, digest::Instant> lists_not_before_{};     // by source: where a look can't help sooner
  std::set<std::pair<std::string, digest::TopicId>> proposed_{};  // told already
  std::set<std::string> sourceless_{};                            // rules that were told to have no source
  Wake discovery_;  // rung when the loops have begun and when they are to end
};

}  // namespace gailou::track
