#include "daemon/serve/bell.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gailou::serve {

namespace asio = boost::asio;

namespace {

/// Leaves the list however the wait ends.
class Place {
 public:
  using List = std::multimap<digest::ThreadId, asio::steady_timer*>;
  Place(List& list, digest::ThreadId thread, asio::steady_timer& timer)
      : list_(list), at_(list.emplace(thread, &timer)) {}
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { list_.erase(at_); }

 private:
  List& list_;
  List::iterator at_;
};

}  // namespace

asio::awaitable<digest::Result<bool>> Bell::wait(digest::ThreadId thread) {
  if (stopped_ || waiters_.size() >= kWaitersMax) {
    co_return digest::Error{.code = digest::Code::unavailable, .what = "too many wait", .where = "long poll"};
  }
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, asio::steady_timer::time_point::max());
  const Place place(waiters_, thread, timer);
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return true;
}

void Bell::ring(digest::ThreadId thread) {
  const auto [first, last] = waiters_.equal_range(thread);
  for (auto at = first; at != last; ++at) at->second->cancel();
}

void Bell::stop() {
  stopped_ = true;
  for (auto& [thread, timer] : waiters_) timer->cancel();
}

}  // namespace gailou::serve
