// All tracked threads of one source: one request at a time, one turn after the other, the fairest next. An actor on the
// loop.
//
// Its code stands in several files: source_loop.cpp chooses what is next, source_polls.cpp polls a thread and draws the
// consequences, source_drafts.cpp drafts beside the polls, source_tries.cpp tries the forum out, source_lists.cpp looks
// at its lists of topics, source_hints.cpp asks what answers for many threads at once (robots.txt, the gate, the
// message bus), source_reload.cpp takes other settings.
#pragma once

#include <functional>
#include <memory>
#include <random>
#include <vector>

#include "daemon/track/choose.h"
#include "daemon/track/failure.h"
#include "daemon/track/figures.h"
#include "daemon/track/followed.h"
#include "daemon/track/gate.h"
#include "daemon/track/import_step.h"
#include "daemon/track/news.h"
#include "daemon/track/round.h"
#include "daemon/track/tracker.h"

namespace gailou::track {

/// Somebody who tries the source out and waits for the answer.
struct Trier {
  explicit Trier(boost::asio::any_io_executor executor) : done(std::move(executor)) {}
  Wake done;
  std::optional<digest::Result<forum::SiteLook>> outcome{};
};

/// Somebody who waits for what the forum's lists show.
struct Lister {
  explicit Lister(boost::asio::any_io_executor executor) : done(std::move(executor)) {}
  Wake done;
  std::optional<digest::Result<Listing>> outcome{};
};

class SourceLoop {
 public:
  SourceLoop(storage::SourceRecord record, storage::SourceState state, std::unique_ptr<forum::Source> source,
             Settings settings, io::Clock& clock, StoreThread& store, engine::Engine& engine, OnChange on_change,
             std::uint64_t seed, boost::asio::any_io_executor executor);

  void on_news(OnNews listener);

  /// Until cancelled; returns early only when the store has failed for good.
  boost::asio::awaitable<digest::Result<void>> run();

  void add(std::shared_ptr<Followed> thread);
  void remove(digest::ThreadId id);
  /// As Tracker's; the store is told.
  boost::asio::awaitable<digest::Result<void>> pause(std::shared_ptr<Followed> thread,
                                                     std::optional<digest::Instant> until);
  boost::asio::awaitable<digest::Result<void>> resume(std::shared_ptr<Followed> thread);
  /// After run() has ended: what was only to be saved with the next minute.
  boost::asio::awaitable<digest::Result<void>> save_all();
  /// The daemon stops: nobody waits any longer.
  void end_waits();
  /// Asks for a poll of the thread and waits for its end.
  boost::asio::awaitable<digest::Result<RoundReport>> poll(std::shared_ptr<Followed> thread, PollWish wish);
  boost::asio::awaitable<digest::Result<RoundReport>> digest_now(std::shared_ptr<Followed> thread);
  /// source_imports.cpp; as Tracker's.
  boost::asio::awaitable<digest::Result<ImportReport>> import(std::shared_ptr<Followed> thread,
                                                              std::shared_ptr<const digest::Observation> observation);
  /// Asks the forum what it is, in the source's turn and through its turnstile (try_out.h).
  boost::asio::awaitable<digest::Result<forum::SiteLook>> try_out();

  /// What the forum's lists show, by two requests in the source's turn and through its turnstile; what was seen within
  /// the last minute is told again. Code::busy: `urgency` allows for no request of the day's rest.
  boost::asio::awaitable<digest::Result<Listing>> lists(ListUrgency urgency);
  /// Pauses what a rule added; false for anything else. The store is told.
  boost::asio::awaitable<digest::Result<bool>> let_go(std::shared_ptr<Followed> thread);

  /// The store has it that the thread is no longer paused.
  void take_up(std::shared_ptr<Followed> thread);

  /// source_reload.cpp; as Tracker's.
  void apply(const Settings& settings, const Retune& retune);

  const storage::SourceRecord& record() const { return record_; }
  std::size_t due(digest::Instant now) const;
  SourceStatus status() const;
  const SourceFigures& figures() const { return figures_; }

 private:
  // source_loop.cpp
  std::vector<Candidate> candidates() const;
  RoundTools tools();
  std::shared_ptr<Followed> thread_of(digest::TopicId topic) const;
  void lost_posts(const std::vector<digest::ThreadId>& ids);
  double chance();
  boost::asio::awaitable<digest::Result<void>> next_step();
  boost::asio::awaitable<digest::Result<void>> carry_out(Choice choice);
  boost::asio::awaitable<digest::Result<void>> digest_settled(std::shared_ptr<Followed> thread);
  boost::asio::awaitable<digest::Result<void>> polls();
  boost::asio::awaitable<digest::Result<void>> rest(digest::Duration length);
  boost::asio::awaitable<digest::Result<void>> save_polls();
  static void changed(Followed& thread);
  void tell(const Followed& thread, ThreadNews::Change change) const;

  // source_reload.cpp
  void reschedule(Followed& thread, digest::Instant now);

  // source_drafts.cpp
  std::shared_ptr<Followed> settled(digest::Instant now) const;
  digest::Duration until_settled(digest::Instant now) const;
  boost::asio::awaitable<void> drafts();

  // source_polls.cpp
  boost::asio::awaitable<digest::Result<void>> poll_turn(std::shared_ptr<Followed> thread);
  boost::asio::awaitable<digest::Result<void>> poll_ended(std::shared_ptr<Followed> thread);
  boost::asio::awaitable<digest::Result<void>> poll_failed(std::shared_ptr<Followed> thread, digest::Error error);
  boost::asio::awaitable<digest::Result<void>> save_poll(std::shared_ptr<Followed> thread);
  boost::asio::awaitable<digest::Result<void>> learn_rhythm(std::shared_ptr<Followed> thread);
  digest::Duration wait_after(const Followed& thread, digest::Instant now);
  void succeed(Followed& thread, digest::Duration wait, digest::Instant now);
  static void note_failure(Followed& thread, const digest::Error& error, const FailureVerdict& verdict,
                           digest::Instant now);
  void publish(Followed& thread);
  static void answer_served(Followed& thread, const digest::Result<RoundReport>& outcome);
  static void answer_waiters(Followed& thread, const digest::Result<RoundReport>& outcome);

  // source_tries.cpp
  boost::asio::awaitable<digest::Result<void>> answer_tries();
  void end_tries(const digest::Result<forum::SiteLook>& outcome);

  // source_lists.cpp
  boost::asio::awaitable<digest::Result<void>> answer_lists();
  boost::asio::awaitable<digest::Result<Listing>> ask_lists();
  boost::asio::awaitable<digest::Result<Listing>> lists_failed(digest::Error error);
  void end_lists(const digest::Result<Listing>& outcome);

  // source_hints.cpp
  bool wants_robots(digest::Instant now) const;
  boost::asio::awaitable<digest::Result<void>> read_robots();
  std::vector<std::size_t> at_the_gate(digest::Instant now) const;
  boost::asio::awaitable<digest::Result<void>> check_by_gate(std::vector<std::shared_ptr<Followed>> threads);
  void take_rows(const std::vector<std::shared_ptr<Followed>>& threads, const std::vector<forum::TopicRow>& rows);
  bool hears(digest::Instant now) const;
  boost::asio::awaitable<digest::Result<void>> hear(digest::Duration longest);
  void take_news(const std::vector<forum::BusPosition>& news);
  boost::asio::awaitable<digest::Result<void>> hint_failed(digest::Error error, std::string_view hint);

  storage::SourceRecord record_;
  std::unique_ptr<forum::Source> source_;
  Settings settings_;
  io::Clock& clock_;
  StoreThread& store_;
  engine::Engine& engine_;
  OnChange on_change_;
  OnNews on_news_{};
  std::mt19937_64 random_;
  boost::asio::any_io_executor executor_;
  Turnstile turnstile_;
  Wake wake_;
  Wake drafts_wake_;                      // of drafts()
  std::optional<digest::Error> fault_{};  // why drafts() ended
  std::vector<std::shared_ptr<Followed>> threads_;
  std::vector<std::shared_ptr<Trier>> triers_{};
  std::vector<std::shared_ptr<Lister>> listers_{};
  std::optional<Listing> listing_{};  // the last that was seen
  SourceFigures figures_{};
  bool running_ = false;
  std::optional<digest::Instant> polls_saved_{};
  std::optional<digest::Instant> robots_good_until_{};
  GateState gate_{};
  std::optional<digest::Instant> deaf_until_{};  // the message bus isn't listened to before
};

}  // namespace gailou::track
