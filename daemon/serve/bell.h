// Who waits for a thread to change (long polls). Bounded: past kWaitersMax nobody waits, the answer goes out as it is.
#pragma once

#include <cstddef>
#include <map>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "digest/error.h"
#include "digest/ids.h"

namespace gailou::serve {

inline constexpr std::size_t kWaitersMax = 256;

class Bell {
 public:
  /// Returns when the thread's bell rings; unavailable at once if too many wait. Put a deadline on it.
  boost::asio::awaitable<digest::Result<bool>> wait(digest::ThreadId thread);
  void ring(digest::ThreadId thread);
  /// Nobody waits any more: those who do are woken, later ones told unavailable.
  void stop();

  std::size_t waiters() const { return waiters_.size(); }

 private:
  std::multimap<digest::ThreadId, boost::asio::steady_timer*> waiters_;
  bool stopped_ = false;
};

}  // namespace gailou::serve
