// All tracked threads of one source: one request at a time, one turn after the other, the fairest next. An actor on the
// loop.
#pragma once

#include <functional>
#include <memory>
#include <random>
#include <vector>

#include "daemon/track/choose.h"
#include "daemon/track/followed.h"
#include "daemon/track/round.h"
#include "daemon/track/tracker.h"

namespace gailou::track {

class SourceLoop {
 public:
  SourceLoop(storage::SourceRecord record, storage::SourceState state, std::unique_ptr<forum::Source> source,
             const Settings& settings, io::Clock& clock, StoreThread& store, engine::Engine& engine, OnChange on_change,
             std::uint64_t seed, boost::asio::any_io_executor executor);

  /// Until cancelled; returns early only when the store has failed for good.
  boost::asio::awaitable<digest::Result<void>> run();

  void add(std::shared_ptr<Followed> thread);
  void remove(digest::ThreadId id);
  /// As Tracker's; the store is told.
  boost::asio::awaitable<digest::Result<void>> pause(std::shared_ptr<Followed> thread,
                                                     std::optional<digest::Instant> until);
  boost::asio::awaitable<digest::Result<void>> resume(std::shared_ptr<Followed> thread);
  /// The daemon stops: nobody waits any longer.
  void end_waits();
  /// Asks for a poll of the thread and waits for its end.
  boost::asio::awaitable<digest::Result<RoundReport>> poll(std::shared_ptr<Followed> thread, PollWish wish);
  boost::asio::awaitable<digest::Result<RoundReport>> digest_now(std::shared_ptr<Followed> thread);

  const storage::SourceRecord& record() const { return record_; }
  const Turnstile& turnstile() const { return turnstile_; }
  std::size_t due(digest::Instant now) const;
  SourceStatus status() const;

 private:
  std::vector<Candidate> candidates() const;
  RoundTools tools();
  double chance();
  boost::asio::awaitable<digest::Result<void>> carry_out(Choice choice);
  boost::asio::awaitable<digest::Result<void>> poll_turn(std::shared_ptr<Followed> thread);
  boost::asio::awaitable<digest::Result<void>> poll_ended(std::shared_ptr<Followed> thread);
  boost::asio::awaitable<digest::Result<void>> poll_failed(std::shared_ptr<Followed> thread, digest::Error error);
  boost::asio::awaitable<digest::Result<void>> save_poll(std::shared_ptr<Followed> thread, bool at_once);
  void publish(Followed& thread);
  static void answer_served(Followed& thread, const digest::Result<RoundReport>& outcome);
  static void answer_waiters(Followed& thread, const digest::Result<RoundReport>& outcome);

  storage::SourceRecord record_;
  std::unique_ptr<forum::Source> source_;
  const Settings& settings_;
  io::Clock& clock_;
  StoreThread& store_;
  engine::Engine& engine_;
  OnChange on_change_;
  std::mt19937_64 random_;
  boost::asio::any_io_executor executor_;
  Turnstile turnstile_;
  Wake wake_;
  std::vector<std::shared_ptr<Followed>> threads_;
};

}  // namespace gailou::track
