// A loop whose time is virtual: a week of polling runs in milliseconds, the same way each time.
//
//   support::VirtualLoop loop;                            // starts at 2026-05-01T00:00:00Z
//   io::OwningThread<storage::Store> store(...);
//   loop.watch(store);                                    // a worker's calls are waited for, never jumped over
//   Tracker tracker(settings, loop.clock(), store, ...);
//   auto running = loop.spawn(tracker.run());
//   loop.run_for(24h);                                    // sleepers wake in the order of their times
//   running.cancel();                                     // terminal, as `app` does it
//   loop.run_until_idle();
//
// Time moves only when no handler is ready and no watched worker has a call in flight; then it jumps to the next
// sleeper. Sleepers due at the same instant wake in the order in which they fell asleep. Handlers run one at a time,
// and after each the watched workers settle, so that a worker's answer always takes the same place in the order.
// Not for real sockets or timers: nothing waits for them.
#pragma once

#include <cassert>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "daemon/io/clock.h"

namespace gailou::support {

using digest::Duration;
using digest::Instant;

/// 2026-05-01T00:00:00Z
inline constexpr Instant kVirtualStart = digest::from_ms(1'777'593'600'000);

class VirtualClock : public io::Clock {
 public:
  explicit VirtualClock(Instant start) : now_(start) {}

  Instant now() const override { return now_ + wall_offset_; }

  boost::asio::awaitable<void> sleep_for(Duration length) override {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor,
                                    boost::asio::steady_timer::time_point::max());
    Sleeper sleeper{*this, timer, now_ + std::max(length, Duration::zero())};
    boost::system::error_code ec;
    co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    if (!sleeper.woken) throw boost::system::system_error(boost::asio::error::operation_aborted);
  }

  /// Sets the wall clock forth or back; no sleeper notices.
  void shift_wall(Duration by) { wall_offset_ += by; }

  std::size_t sleepers() const { return sleepers_.size(); }

 private:
  friend class VirtualLoop;
  using Key = std::pair<Instant, std::uint64_t>;  // when; the order of falling asleep

  struct Sleeper {
    Sleeper(VirtualClock& owner, boost::asio::steady_timer& waiting_on, Instant due)
        : clock(owner), timer(waiting_on), key(due, owner.slept_++) {
      clock.sleepers_.emplace(key, this);
    }
    Sleeper(const Sleeper&) = delete;
    Sleeper& operator=(const Sleeper&) = delete;
    ~Sleeper() { clock.sleepers_.erase(key); }

    VirtualClock& clock;
    boost::asio::steady_timer& timer;
    Key key;
    bool woken = false;
  };

  std::optional<Instant> next_due() const {
    if (sleepers_.empty()) return std::nullopt;
    return sleepers_.begin()->first.first;
  }
  void wake_next() {
    Sleeper* sleeper = sleepers_.begin()->second;
    now_ = std::max(now_, sleeper->key.first);
    sleepers_.erase(sleepers_.begin());
    sleeper->woken = true;
    sleeper->timer.cancel();
  }

  Instant now_;
  Duration wall_offset_{0};
  std::uint64_t slept_ = 0;
  std::map<Key, Sleeper*> sleepers_;
};

/// What was spawned: its end, its value or exception, and the way to cancel it. Copies name the same coroutine.
template <class T>
class Spawned {
 public:
  bool done() const { return state_->ended; }
  /// Terminal cancellation, as the daemon stops its actors. It is seen when the loop runs next.
  void cancel() {
    state_->cancelled = true;
    state_->signal.emit(boost::asio::cancellation_type::terminal);
  }
  /// Whether it ended by cancellation (operation_aborted).
  bool cancelled() const {
    if (!state_->thrown) return false;
    try {
      std::rethrow_exception(state_->thrown);
    } catch (const boost::system::system_error& error) {
      return error.code() == boost::asio::error::operation_aborted;
    } catch (...) {
      return false;  // get() rethrows it
    }
  }
  /// The value; rethrows what the coroutine threw. Must be done().
  T get() const {
    if (!state_->ended) throw std::logic_error("the coroutine has not ended: the loop went idle before it");
    if (state_->thrown) std::rethrow_exception(state_->thrown);
    if constexpr (!std::is_void_v<T>) return *state_->value;
  }

 private:
  friend class VirtualLoop;
  struct Nothing {};
  struct State {
    boost::asio::cancellation_signal signal;
    bool cancelled = false;
    bool ended = false;
    std::exception_ptr thrown;
    std::optional<std::conditional_t<std::is_void_v<T>, Nothing, T>> value;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

class VirtualLoop {
 public:
  explicit VirtualLoop(Instant start = kVirtualStart) : clock_(start) {}
  VirtualLoop(const VirtualLoop&) = delete;
  VirtualLoop& operator=(const VirtualLoop&) = delete;

  VirtualClock& clock() { return clock_; }
  Instant now() const { return clock_.now(); }
  boost::asio::io_context& context() { return context_; }
  boost::asio::io_context::executor_type executor() { return context_.get_executor(); }

  /// A worker (io::OwningThread) whose calls belong to the loop's work. It must outlive the last run.
  template <class Worker>
  void watch(const Worker& worker) {
    settle_.push_back([&worker] { worker.settle(); });
  }

  /// Before watched workers are destroyed while the loop lives on.
  void forget_workers() { settle_.clear(); }

  template <class T>
  Spawned<T> spawn(boost::asio::awaitable<T> op) {
    Spawned<T> spawned;
    auto state = spawned.state_;
    // Begun on the loop: Asio 1.81 throws out of the loop when a coroutine is cancelled before it has begun.
    auto begin = [this, state, op = std::move(op)]() mutable {
      auto ended = [state](std::exception_ptr thrown) {
        state->thrown = std::move(thrown);
        state->ended = true;
      };
      if (state->cancelled) {
        ended(std::make_exception_ptr(boost::system::system_error(boost::asio::error::operation_aborted)));
        return;
      }
      boost::asio::co_spawn(context_, keep<T>(std::move(op), state),
                            boost::asio::bind_cancellation_slot(state->signal.slot(), std::move(ended)));
    };
    boost::asio::post(context_, std::move(begin));
    return spawned;
  }

  /// Runs what is ready; time stands still.
  void run_ready() {
    settle();
    context_.restart();
    while (context_.poll_one() > 0) settle();
  }

  /// Runs until nothing is ready and nobody sleeps. False if sleepers are left after `limit`: some actor never ends.
  bool run_until_idle(Duration limit = std::chrono::hours{24 * 365}) {
    return !run_while([] { return true; }, clock_.now_ + limit);
  }

  /// Runs until `length` has passed, sleepers due at its very end included.
  void run_for(Duration length) {
    const Instant end = clock_.now_ + length;
    run_while([] { return true; }, end);
    clock_.now_ = end;
  }

  /// Runs until `condition` holds (looked at between handlers); false if it doesn't within `limit`.
  bool run_until(const std::function<bool()>& condition, Duration limit = std::chrono::hours{24 * 365}) {
    run_while([&condition] { return !condition(); }, clock_.now_ + limit);
    return condition();
  }

  /// Spawns `op`, runs until it has ended, returns its value.
  template <class T>
  T run(boost::asio::awaitable<T> op) {
    auto spawned = spawn(std::move(op));
    run_until([&spawned] { return spawned.done(); });
    return spawned.get();
  }

 private:
  template <class T>
  static boost::asio::awaitable<void> keep(boost::asio::awaitable<T> op,
                                           std::shared_ptr<typename Spawned<T>::State> state) {
    if constexpr (std::is_void_v<T>) {
      co_await std::move(op);
    } else {
      state->value.emplace(co_await std::move(op));
    }
  }

  void settle() {
    for (const auto& settle_one : settle_) settle_one();
  }

  /// True if a sleeper is left that is due after `end`.
  bool run_while(const std::function<bool()>& wanted, Instant end) {
    settle();
    while (wanted()) {
      context_.restart();
      if (context_.poll_one() > 0) {
        settle();
        continue;
      }
      const auto due = clock_.next_due();
      if (!due) return false;
      if (*due > end) return true;
      clock_.wake_next();
    }
    return true;
  }

  VirtualClock clock_;
  std::vector<std::function<void()>> settle_;
  boost::asio::io_context context_{1};
};

}  // namespace gailou::support
