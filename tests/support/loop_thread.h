// A loop with real sockets on a thread of its own, for tests that talk to it with blocking calls.
#pragma once

#include <future>
#include <thread>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

namespace gailou::support {

class LoopThread {
 public:
  LoopThread() : guard_(context_.get_executor()), thread_([this] { context_.run(); }) {}
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;
  /// Lets what was started end by itself.
  ~LoopThread() {
    guard_.reset();
    thread_.join();
  }

  boost::asio::io_context& context() { return context_; }

  /// Runs a coroutine on the loop and waits for its value.
  template <class T>
  T run(boost::asio::awaitable<T> op) {
    return boost::asio::co_spawn(context_, std::move(op), boost::asio::use_future).get();
  }
  template <class T>
  std::future<T> start(boost::asio::awaitable<T> op) {
    return boost::asio::co_spawn(context_, std::move(op), boost::asio::use_future);
  }
  /// Runs a function on the loop and waits for it.
  template <class Function>
  auto call(Function function) {
    std::packaged_task<decltype(function())()> task(std::move(function));
    auto done = task.get_future();
    boost::asio::post(context_, [&task] { task(); });
    return done.get();
  }

 private:
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  std::thread thread_;
};

}  // namespace gailou::support
