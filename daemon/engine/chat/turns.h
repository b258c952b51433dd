// One call at a time to an endpoint: who comes while one is in flight waits in the order of coming. At most 64 wait;
// the next one is told unavailable, so that its batch stays taken and it comes back.
#pragma once

#include <deque>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "digest/error.h"

namespace gailou::engine {

/// For coroutines of one loop thread. Outlives who waits.
class Turns {
 public:
  /// Ends when it is destroyed.
  class Turn {
   public:
    explicit Turn(Turns& turns) : turns_(&turns) {}
    Turn(Turn&& other) noexcept : turns_(std::exchange(other.turns_, nullptr)) {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
      if (turns_ != nullptr) turns_->hand_on();
    }

   private:
    Turns* turns_;
  };

  explicit Turns(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
  Turns(const Turns&) = delete;
  Turns& operator=(const Turns&) = delete;

  /// Throws operation_aborted when the waiting coroutine is cancelled.
  boost::asio::awaitable<digest::Result<Turn>> take();
  std::size_t waiting() const { return waiting_.size(); }

 private:
  struct Waiter {
    explicit Waiter(boost::asio::steady_timer& on) : bell(on) {}
    boost::asio::steady_timer& bell;  // never expires; cancelling it wakes the waiter
    bool granted = false;
  };
  void hand_on();

  boost::asio::any_io_executor executor_;
  bool busy_ = false;
  std::deque<Waiter*> waiting_{};
};

}  // namespace gailou::engine
