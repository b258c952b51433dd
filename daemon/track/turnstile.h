// The one way to a forum: every request of a source passes here, one at a time, at the source's pace, never in a
// cooldown. What must survive a restart is stored: a cooldown at once, the time of the last request at the first one
// and then once a minute.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>

#include "daemon/io/clock.h"
#include "daemon/io/store_thread.h"
#include "daemon/track/news.h"
#include "daemon/track/pace.h"
#include "daemon/track/settings.h"
#include "daemon/track/wake.h"
#include "storage/store.h"

namespace gailou::track {

using StoreThread = io::OwningThread<storage::Store>;

class Turnstile {
 public:
  Turnstile(std::string source, storage::SourceState state, const Settings& settings, io::Clock& clock,
            StoreThread& store, boost::asio::any_io_executor executor);

  /// Another pace from now on, also for a request that waits for the old one. `obeys_robots`: a pause that the forum
  /// asked for holds on.
  void apply(const Settings& settings, bool obeys_robots);

  /// Who is told when the source can't be asked any more, and when it can be again.
  void on_news(OnNews listener) { on_news_ = std::move(listener); }

  /// Waits for the pace, then counts a request. Code::cooldown during a cooldown, at once.
  boost::asio::awaitable<digest::Result<void>> pass();

  boost::asio::awaitable<digest::Result<void>> cool_down(digest::Instant until, const digest::Error& why);
  /// Whether the day's budget allows for what can be done without.
  bool has_reserve() const { return pace_.has_reserve(clock_.now()); }
  /// The forum asks for so long a pause between two requests (a robots.txt may say so).
  void slow_to(digest::Duration pause);
  /// An answer that was none of a source's failures.
  boost::asio::awaitable<digest::Result<void>> succeeded();

  std::optional<digest::Instant> cooldown() const;  // nothing if it has ended
  digest::Error cooldown_error() const;
  /// Why somebody who asks for a request now would wait too long for an answer: the budget is spent. Code::cooldown.
  std::optional<digest::Error> spent_error() const;
  const storage::SourceState& state() const { return state_; }
  std::int64_t requests() const { return requests_; }  // since the start
  std::int64_t requests_today() const;                 // since 00:00 UTC, earlier runs included

  /// The forum's lists of topics are asked for now: remembered over a restart.
  boost::asio::awaitable<digest::Result<void>> note_lists();

  /// What is otherwise stored once a minute.
  boost::asio::awaitable<digest::Result<void>> save();

 private:
  std::string source_;
  storage::SourceState state_;
  io::Clock& clock_;
  StoreThread& store_;
  Pace pace_;
  std::optional<double> robots_rate_{};  // requests a second that the forum asked for at most
  Wake repaced_;
  OnNews on_news_{};
  bool told_down_ = false;
  std::int64_t requests_ = 0;
  std::optional<digest::Instant> saved_request_{};
};

}  // namespace gailou::track
