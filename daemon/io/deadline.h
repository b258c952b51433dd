// A limit on an operation's time: the only place with `||` between awaitables (Asio's own cancel_after came with Boost
// 1.86).
//
// At the deadline the operation is cancelled (terminal) and waited for, so it must end promptly when cancelled. Outer
// cancellation arrives as Code::cancelled; what the operation throws arrives at the caller.
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/system/system_error.hpp>

#include "daemon/io/clock.h"
#include "digest/error.h"

namespace gailou::io {

namespace detail {

/// What an operation came to, as a value: `||` would otherwise sit out the whole deadline when the operation throws.
template <class T>
struct Ended {
  std::optional<digest::Result<T>> result{};
  std::exception_ptr thrown{};
};

template <class T>
boost::asio::awaitable<Ended<T>> as_ended(boost::asio::awaitable<digest::Result<T>> op) {
  Ended<T> ended;
  try {
    ended.result.emplace(co_await std::move(op));
  } catch (const boost::system::system_error& error) {
    if (error.code() == boost::asio::error::operation_aborted) {
      ended.result.emplace(digest::Error{.code = digest::Code::cancelled, .what = "cancelled"});
    } else {
      ended.thrown = std::current_exception();
    }
  } catch (...) {
    ended.thrown = std::current_exception();  // rethrown by the caller below
  }
  co_return ended;
}

}  // namespace detail

/// Runs `op` until it ends or `stop` does: nothing in the latter case.
template <class T>
boost::asio::awaitable<std::optional<digest::Result<T>>> run_until(boost::asio::awaitable<digest::Result<T>> op,
                                                                   boost::asio::awaitable<void> stop) {
  using namespace boost::asio::experimental::awaitable_operators;
  try {
    auto guarded = detail::as_ended<T>(std::move(op));
    auto first = co_await (std::move(guarded) || std::move(stop));
    if (first.index() == 1) co_return std::nullopt;
    detail::Ended<T>& ended = std::get<0>(first);
    if (ended.thrown) std::rethrow_exception(ended.thrown);
    co_return std::move(ended.result);
  } catch (const boost::system::system_error& error) {
    if (error.code() != boost::asio::error::operation_aborted) throw;
    co_return digest::Error{.code = digest::Code::cancelled, .what = "cancelled"};
  }
}

/// Runs `op` for at most `limit` by `clock`; Code::timeout when it took longer.
template <class T>
boost::asio::awaitable<digest::Result<T>> with_deadline(boost::asio::awaitable<digest::Result<T>> op, Duration limit,
                                                        Clock& clock) {
  auto sleep = clock.sleep_for(limit);
  auto ended = co_await run_until<T>(std::move(op), std::move(sleep));
  if (ended) co_return std::move(*ended);
  co_return digest::Error{.code = digest::Code::timeout,
                          .what = "no answer within " + std::to_string(limit.count()) + " ms"};
}

/// The same by the system's monotonic clock.
template <class T>
boost::asio::awaitable<digest::Result<T>> with_deadline(boost::asio::awaitable<digest::Result<T>> op, Duration limit) {
  SystemClock clock;
  co_return co_await with_deadline<T>(std::move(op), limit, clock);
}

}  // namespace gailou::io
