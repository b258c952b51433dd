#include "daemon/engine/chat/turns.h"

#include <algorithm>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace gailou::engine {

namespace asio = boost::asio;

namespace {
constexpr std::size_t kWaitingMax = 64;
}

asio::awaitable<digest::Result<Turns::Turn>> Turns::take() {
  if (!busy_) {
    busy_ = true;
    co_return Turn(*this);
  }
  if (waiting_.size() >= kWaitingMax) {
    co_return digest::Error{.code = digest::Code::unavailable,
                            .what = "too many threads wait for the LLM endpoint",
                            .where = "engine",
                            .retry_after_ms = 60'000};
  }
  asio::steady_timer bell(executor_, asio::steady_timer::time_point::max());
  Waiter waiter(bell);
  waiting_.push_back(&waiter);
  boost::system::error_code ec;
  co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, ec));
  if (!waiter.granted) {
    waiting_.erase(std::find(waiting_.begin(), waiting_.end(), &waiter));
    throw boost::system::system_error(asio::error::operation_aborted);
  }
  co_return Turn(*this);
}

void Turns::hand_on() {
  if (waiting_.empty()) {
    busy_ = false;
    return;
  }
  Waiter* next = waiting_.front();
  waiting_.pop_front();
  next->granted = true;
  next->bell.cancel();
}

}  // namespace gailou::engine
