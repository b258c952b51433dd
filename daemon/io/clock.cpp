#include "daemon/io/clock.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gailou::io {

Instant SystemClock::now() const {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

boost::asio::awaitable<void> SystemClock::sleep_for(Duration length) {
  // The timer's own clock is monotonic: a wall clock that is set back or forth moves no wait.
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  timer.expires_after(length);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

}  // namespace gailou::io
