#include "daemon/track/wake.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace gailou::track {

namespace asio = boost::asio;

Wake::Wake(asio::any_io_executor executor) : bell_(std::move(executor), asio::steady_timer::time_point::max()) {}

void Wake::ring() {
  bell_.cancel();
}

asio::awaitable<void> Wake::wait_for_ring() {
  boost::system::error_code ec;
  co_await bell_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
}

asio::awaitable<void> Wake::wait_for(io::Clock& clock, digest::Duration length) {
  using namespace asio::experimental::awaitable_operators;
  if (length <= digest::Duration::zero()) co_return;
  co_await (wait_for_ring() || clock.sleep_for(length));
  const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
  if (cancelled != asio::cancellation_type::none) throw boost::system::system_error(asio::error::operation_aborted);
}

}  // namespace gailou::track
