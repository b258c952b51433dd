#include "daemon/io/task_group.h"

#include <list>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace gailou::io {

namespace asio = boost::asio;

namespace {

bool is_cancellation(std::exception_ptr thrown) {
  try {
    std::rethrow_exception(std::move(thrown));
  } catch (const boost::system::system_error& error) {
    return error.code() == asio::error::operation_aborted;
  } catch (...) {
    return false;  // the caller reports it
  }
}

}  // namespace

// Shared with the children's completions: a child may end after the group is gone.
struct TaskGroup::State {
  State(asio::any_io_executor ex, OnFailure callback)
      : executor(std::move(ex)), on_failure(std::move(callback)), emptied(executor) {}

  asio::any_io_executor executor;
  OnFailure on_failure;
  asio::steady_timer emptied;                    // cancelled when the last child ends
  std::list<asio::cancellation_signal> signals;  // one per child; their addresses must not move
  bool cancelled = false;

  void remove(std::list<asio::cancellation_signal>::iterator signal) {
    signals.erase(signal);
    if (signals.empty()) emptied.cancel();
  }
};

TaskGroup::TaskGroup(asio::any_io_executor executor, OnFailure on_failure)
    : state_(std::make_shared<State>(std::move(executor), std::move(on_failure))) {}

TaskGroup::~TaskGroup() {
  cancel();
}

void TaskGroup::spawn(std::string name, asio::awaitable<void> child) {
  auto state = state_;
  const auto signal = state->signals.emplace(state->signals.end());
  // Begun on the loop, where a coroutine runs at once to its first wait: Asio 1.81 throws out of the loop's run() when
  // a coroutine is cancelled before it has begun.
  auto begin = [state, signal, name = std::move(name), child = std::move(child)]() mutable {
    if (state->cancelled) {
      state->remove(signal);
      return;
    }
    auto ended = [state, signal, name = std::move(name)](std::exception_ptr thrown) {
      state->remove(signal);
      if (thrown && !(state->cancelled && is_cancellation(thrown))) state->on_failure(name, thrown);
    };
    asio::co_spawn(state->executor, std::move(child), asio::bind_cancellation_slot(signal->slot(), std::move(ended)));
  };
  asio::dispatch(state->executor, std::move(begin));
}

void TaskGroup::cancel() {
  state_->cancelled = true;
  // On the loop: co_spawn passes a signal on by dispatch(), and one that is queued from outside may find its coroutine
  // gone.
  asio::dispatch(state_->executor, [state = state_] {
    // A child may end inside emit() and take its signal out of the list: step on first.
    for (auto next = state->signals.begin(); next != state->signals.end();) {
      const auto current = next++;
      current->emit(asio::cancellation_type::terminal);
    }
  });
}

asio::awaitable<bool> TaskGroup::join(digest::Duration limit) {
  auto state = state_;
  state->emptied.expires_after(limit);
  while (!state->signals.empty()) {
    boost::system::error_code ec;
    co_await state->emptied.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    if (!ec) break;  // the limit passed
    if (state->signals.empty()) break;
  }
  co_return state->signals.empty();
}

std::size_t TaskGroup::size() const {
  return state_->signals.size();
}

std::string describe(std::exception_ptr thrown) {
  try {
    std::rethrow_exception(std::move(thrown));
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception of an unknown type";
  }
}

}  // namespace gailou::io
