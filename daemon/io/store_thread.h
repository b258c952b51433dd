// A worker thread that owns a blocking object (the Store, a Reader) and runs functions on it, one after the other,
// resuming the caller on its own executor. Bounded: over `kQueueMax` waiting calls the next one fails with
// Code::unavailable at once.
//
// settle() lets the tests' virtual loop wait for a call in flight instead of jumping over it.
//
// A call that has begun ends; cancelling the caller doesn't stop it ("terminal" isn't seen by a store call, which
// simply ends).
#pragma once

#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "digest/error.h"

namespace gailou::io {

inline constexpr int kStoreQueueMax = 1024;

template <class Owned>
class OwningThread {
 public:
  explicit OwningThread(std::unique_ptr<Owned> owned) : owned_(std::move(owned)) {}
  OwningThread(const OwningThread&) = delete;
  OwningThread& operator=(const OwningThread&) = delete;
  /// Waits for the calls that have been queued, then destroys the owned object on the calling thread.
  ~OwningThread() { pool_.join(); }

  /// Runs `query(Owned&) -> Result<T>` on the worker. An exception that it throws arrives at the caller. Name the
  /// lambda first, then await run(std::move(query)): g++ 12 frees captures of one built inside the expression twice.
  template <class Query>
  boost::asio::awaitable<std::invoke_result_t<Query&, Owned&>> run(Query query) {
    using Outcome = std::invoke_result_t<Query&, Owned&>;
    if (waiting_.fetch_add(1) >= kStoreQueueMax) {
      waiting_.fetch_sub(1);
      co_return Outcome(
          digest::Error{.code = digest::Code::unavailable, .what = "the store is busy", .where = "store queue"});
    }
    std::optional<Outcome> outcome;
    std::exception_ptr thrown;
    co_await hop([&] {
      try {
        outcome.emplace(query(*owned_));
      } catch (...) {
        thrown = std::current_exception();
      }
    });
    waiting_.fetch_sub(1);
    if (thrown) std::rethrow_exception(thrown);
    co_return std::move(*outcome);
  }

  /// Calls that wait or are carried out.
  int waiting() const { return waiting_.load(); }

  /// Blocks until every call that was queued has been handed back to its loop.
  void settle() const {
    for (int left = in_flight_.load(); left > 0; left = in_flight_.load()) in_flight_.wait(left);
  }

 private:
  template <class Work>
  boost::asio::awaitable<void> hop(Work&& work) {
    auto initiate = [this, &work](auto handler) {
      // The guard keeps the caller's loop alive until the handler has been posted back to it.
      auto guard = boost::asio::make_work_guard(boost::asio::get_associated_executor(handler));
      in_flight_.fetch_add(1);
      boost::asio::post(pool_, [this, &work, handler = std::move(handler), guard = std::move(guard)]() mutable {
        work();
        const auto executor = guard.get_executor();
        boost::asio::post(executor, [handler = std::move(handler)]() mutable { handler(); });
        in_flight_.fetch_sub(1);
        in_flight_.notify_all();
      });
    };
    return boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void()>(std::move(initiate),
                                                                                     boost::asio::use_awaitable);
  }

  std::unique_ptr<Owned> owned_;
  std::atomic<int> waiting_{0};    // calls whose caller has not been resumed
  std::atomic<int> in_flight_{0};  // calls whose completion has not been posted to the loop
  boost::asio::thread_pool pool_{1};
};

}  // namespace gailou::io
