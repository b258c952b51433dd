// Children that are cancelled and joined together. A child's exception is reported, never lost; one that ends by
// cancellation after cancel() is no failure.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "digest/time.h"

namespace gailou::io {

class TaskGroup {
 public:
  /// Called on the loop with the child's name and what it threw. The usual answer is to log and stop the daemon.
  using OnFailure = std::function<void(const std::string& name, std::exception_ptr thrown)>;

  TaskGroup(boost::asio::any_io_executor executor, OnFailure on_failure);
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;
  /// Cancels what still runs; doesn't wait: join first.
  ~TaskGroup();

  /// Starts a child; after cancel() none is started any more.
  void spawn(std::string name, boost::asio::awaitable<void> child);
  /// Emits terminal cancellation to every child.
  void cancel();
  /// Waits until all children have ended; false when some still run after `limit`. One caller at a time.
  boost::asio::awaitable<bool> join(digest::Duration limit);
  std::size_t size() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// "what()" of an exception, for a log line.
std::string describe(std::exception_ptr thrown);

}  // namespace gailou::io
