// The stream of live events: who subscribes is told of each revision once and in order, from the store as far as it
// is behind, then from the newest events as they come. An actor on the loop.
//
// What is bounded: subscribers by `clients_max`, what is kept for all of them by EventLog, what is kept for one that
// doesn't read by kOwedBytesMax (it is dropped, and goes on from its last id when it comes back).
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <optional>

#include <boost/asio/awaitable.hpp>

#include "daemon/io/clock.h"
#include "daemon/io/open_stream.h"
#include "daemon/io/store_thread.h"
#include "daemon/io/wake.h"
#include "daemon/serve/live/event_log.h"
#include "daemon/serve/live/subscriber.h"
#include "daemon/serve/live/wish.h"
#include "storage/store.h"

namespace gailou::serve {

/// Events that a subscriber may leave untaken, beside the one being sent.
inline constexpr std::size_t kOwedBytesMax = std::size_t{256} * 1024;
/// More revisions than this aren't told one by one: the reader loads the page anew.
inline constexpr std::int64_t kCommitsBehindMax = 10'000;
inline constexpr digest::Duration kHeartbeatEvery = std::chrono::seconds{15};

class Live final : private Subscriber::Owner {
 public:
  struct Limits {
    std::size_t clients_max = 256;
    digest::Duration stall_max = std::chrono::seconds{30};  // how long the kernel may take nothing for one
    EventLog::Limits log{};
  };

  Live(const Limits& limits, io::Clock& clock, io::OwningThread<storage::Reader>& reader);
  ~Live();

  /// Until cancelled or stopped.
  boost::asio::awaitable<void> run();
  /// Heartbeats, until cancelled or stopped.
  boost::asio::awaitable<void> beat();

  bool has_room() const { return !stopped_ && subscribers() < limits_.clients_max; }
  void take(io::SharedStream stream, std::shared_ptr<const EventWish> wish);

  /// A revision was committed: it is in the store.
  void committed();
  void tell(const ThreadNews& news);
  void tell(const SourceNews& news);

  /// Each stream says when to come back, and ends; no other begins.
  void stop();
  void apply(const Limits& limits);

  std::size_t subscribers() const { return live_.size() + arriving_.size(); }
  /// Those that didn't read, since the start.
  std::size_t dropped() const { return dropped_; }

 private:
  using Subscribers = std::list<Subscriber>;

  // Subscriber::Owner
  void may_go_on(Subscriber& subscriber) override;
  void has_left(Subscriber& subscriber) override;

  bool has_work() const;
  boost::asio::awaitable<void> work();
  boost::asio::awaitable<void> begin();
  boost::asio::awaitable<void> read_news();
  boost::asio::awaitable<void> deliver();
  boost::asio::awaitable<void> beat_once();
  boost::asio::awaitable<void> serve_arrivals();
  boost::asio::awaitable<void> replay();
  boost::asio::awaitable<void> breathe();

  bool greet(Subscriber& subscriber);
  bool try_join(Subscriber& subscriber);
  void append(Event event);
  void go_on(Subscriber& subscriber);
  void note_failure(const digest::Error& error);
  void fall_back(Subscriber& subscriber);
  void drop(Subscriber& subscriber);
  void erase(Subscriber& subscriber);
  void step_past(Subscriber& subscriber);
  void ring();

  Limits limits_;
  io::Clock& clock_;
  io::OwningThread<storage::Reader>& reader_;
  EventLog log_;
  std::optional<io::Wake> wake_{};  // while run() runs
  Subscribers live_{};              // at their place in the log
  Subscribers arriving_{};          // to be greeted, or behind the log
  Subscribers::iterator walk_;      // next of live_ in a pass; everything that leaves live_ steps it past itself
  Subscriber* served_ = nullptr;    // of arriving_, while the store is asked for it
  EventLog::Place delivered_ = 0;
  bool has_begun_ = false;
  bool is_dirty_ = false;  // the store knows of more
  bool read_failed_ = false;
  bool beat_is_due_ = false;
  bool arrivals_wait_ = false;  // some subscriber of arriving_ may go on
  bool stopped_ = false;
  std::size_t breaths_ = 0;
  std::size_t dropped_ = 0;
};

}  // namespace gailou::serve
