// A bell between coroutines of one loop: whoever waits is woken by ring() or by the time. A ring without a listener is
// lost, so check the condition before waiting; between the check and the wait nothing else runs (one loop thread).
#pragma once

#include <optional>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "daemon/io/clock.h"
#include "daemon/io/deadline.h"
#include "digest/error.h"

namespace gailou::io {

class Wake {
 public:
  explicit Wake(boost::asio::any_io_executor executor);
  void ring();
  /// Throws operation_aborted when the waiting coroutine itself is cancelled.
  boost::asio::awaitable<void> wait_for(Clock& clock, digest::Duration length);
  /// Runs `op` until it ends or the bell rings: nothing in the latter case.
  template <class T>
  boost::asio::awaitable<std::optional<digest::Result<T>>> run_until_rung(
      boost::asio::awaitable<digest::Result<T>> op) {
    return run_until<T>(std::move(op), ring_heard());
  }

 private:
  boost::asio::awaitable<void> ring_heard();

  boost::asio::steady_timer bell_;  // never expires; cancelling it wakes every waiter
};

}  // namespace gailou::io
