#include "daemon/io/wake.h"

#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "daemon/io/deadline.h"

namespace gailou::io {

namespace asio = boost::asio;

Wake::Wake(asio::any_io_executor executor) : bell_(std::move(executor), asio::steady_timer::time_point::max()) {}

void Wake::ring() {
  bell_.cancel();
}

asio::awaitable<void> Wake::ring_heard() {
  boost::system::error_code ec;
  co_await bell_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
}

namespace {

asio::awaitable<digest::Result<void>> as_result(asio::awaitable<void> op) {
  co_await std::move(op);
  co_return digest::Result<void>{};
}

}  // namespace

asio::awaitable<void> Wake::wait_for(Clock& clock, digest::Duration length) {
  if (length <= digest::Duration::zero()) co_return;
  auto ringing = as_result(ring_heard());
  // Rung or timed out: the waiter looks at its condition either way.
  [[maybe_unused]] const auto outcome = co_await with_deadline(std::move(ringing), length, clock);
  // A cancelled wait on the bell looks like a ring.
  const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
  if (cancelled != asio::cancellation_type::none) throw boost::system::system_error(asio::error::operation_aborted);
}

}  // namespace gailou::io
