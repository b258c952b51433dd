// The seam to time. Waits run on a monotonic clock, stored stamps on the wall clock.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "digest/time.h"

namespace gailou::io {

using digest::Duration;
using digest::Instant;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  /// Returns after `length`; throws boost::system::system_error(operation_aborted) when cancelled, as Asio's own waits
  /// do.
  virtual boost::asio::awaitable<void> sleep_for(Duration length) = 0;
};

/// Owns nothing; must not outlive the executor's context.
class SystemClock : public Clock {
 public:
  Instant now() const override;
  boost::asio::awaitable<void> sleep_for(Duration length) override;
};

}  // namespace gailou::io
