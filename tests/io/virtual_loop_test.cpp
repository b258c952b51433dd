// The virtual loop and the store's worker under it.
#include "tests/support/virtual_loop.h"

#include <future>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "daemon/io/store_thread.h"

namespace gailou {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using digest::Result;
using support::VirtualLoop;

struct Ledger {
  std::vector<std::string> lines;
};

awaitable<void> sleep_and_note(io::Clock& clock, digest::Duration length, std::string name, Ledger& ledger) {
  co_await clock.sleep_for(length);
  ledger.lines.push_back(name);
}

awaitable<void> tick(io::Clock& clock, digest::Duration every, int& ticks) {
  for (;;) {
    co_await clock.sleep_for(every);
    ++ticks;
  }
}

TEST(VirtualLoop, time_jumps_to_the_next_sleeper) {
  VirtualLoop loop;
  Ledger ledger;
  loop.spawn(sleep_and_note(loop.clock(), 24h * 7, "a week", ledger));
  loop.spawn(sleep_and_note(loop.clock(), 1s, "a second", ledger));
  EXPECT_TRUE(loop.run_until_idle());
  EXPECT_EQ(ledger.lines, (std::vector<std::string>{"a second", "a week"}));
  EXPECT_EQ(loop.now(), support::kVirtualStart + 24h * 7);
}

TEST(VirtualLoop, sleepers_of_one_instant_wake_in_the_order_of_falling_asleep) {
  VirtualLoop loop;
  Ledger ledger;
  for (const char* name : {"first", "second", "third"}) loop.spawn(sleep_and_note(loop.clock(), 5s, name, ledger));
  loop.run_until_idle();
  EXPECT_EQ(ledger.lines, (std::vector<std::string>{"first", "second", "third"}));
}

TEST(VirtualLoop, run_for_ends_at_its_end_and_wakes_who_is_due_there) {
  VirtualLoop loop;
  int ticks = 0;
  auto running = loop.spawn(tick(loop.clock(), 10s, ticks));
  loop.run_for(30s);
  EXPECT_EQ(ticks, 3);
  EXPECT_EQ(loop.now(), support::kVirtualStart + 30s);
  loop.run_for(9s);
  EXPECT_EQ(ticks, 3);
  EXPECT_FALSE(running.done());
}

TEST(VirtualLoop, an_endless_actor_is_reported_as_not_idle) {
  VirtualLoop loop;
  int ticks = 0;
  loop.spawn(tick(loop.clock(), 1h, ticks));
  EXPECT_FALSE(loop.run_until_idle(24h));
  EXPECT_EQ(ticks, 24);
}

TEST(VirtualLoop, a_cancelled_sleeper_throws_operation_aborted) {
  VirtualLoop loop;
  Ledger ledger;
  auto sleeping = loop.spawn(sleep_and_note(loop.clock(), 1h, "never", ledger));
  loop.run_ready();
  EXPECT_EQ(loop.clock().sleepers(), 1u);
  sleeping.cancel();
  EXPECT_TRUE(loop.run_until_idle());
  EXPECT_TRUE(sleeping.done());
  EXPECT_TRUE(sleeping.cancelled());
  EXPECT_TRUE(ledger.lines.empty());
  EXPECT_EQ(loop.now(), support::kVirtualStart);
}

TEST(VirtualLoop, what_is_cancelled_before_it_ran_is_not_started) {
  VirtualLoop loop;
  Ledger ledger;
  auto sleeping = loop.spawn(sleep_and_note(loop.clock(), 1h, "never", ledger));
  sleeping.cancel();
  EXPECT_TRUE(loop.run_until_idle());
  EXPECT_TRUE(sleeping.cancelled());
  EXPECT_EQ(loop.now(), support::kVirtualStart);
}

TEST(VirtualLoop, a_shifted_wall_clock_moves_no_sleeper) {
  VirtualLoop loop;
  Ledger ledger;
  loop.spawn(sleep_and_note(loop.clock(), 10s, "woken", ledger));
  loop.run_ready();
  loop.clock().shift_wall(24h * 365);
  loop.run_for(9s);
  EXPECT_TRUE(ledger.lines.empty());
  loop.run_for(1s);
  EXPECT_EQ(ledger.lines.size(), 1u);
  EXPECT_EQ(loop.now(), support::kVirtualStart + 10s + 24h * 365);
}

TEST(VirtualLoop, what_a_coroutine_throws_arrives_at_get) {
  VirtualLoop loop;
  auto failing = []() -> awaitable<int> {
    throw std::runtime_error("no");
    co_return 1;
  };
  EXPECT_THROW(loop.run(failing()), std::runtime_error);
}

TEST(VirtualLoop, a_coroutine_that_waits_for_nothing_known_is_not_done) {
  VirtualLoop loop;
  Ledger ledger;
  auto spawned = loop.spawn(sleep_and_note(loop.clock(), 2s, "x", ledger));
  EXPECT_THROW(spawned.get(), std::logic_error);
  spawned.cancel();
  loop.run_until_idle();
}

// ---- the store's worker

struct Counter {
  int value = 0;
};
using CounterThread = io::OwningThread<Counter>;

awaitable<Result<int>> add(CounterThread& worker, int by, int yields = 0) {
  auto query = [by, yields](Counter& counter) -> Result<int> {
    for (int i = 0; i < yields; ++i) std::this_thread::yield();  // time for the loop to run ahead, if it would
    return counter.value += by;
  };
  co_return co_await worker.run(std::move(query));
}

/// Holds the worker until the gate opens.
awaitable<Result<int>> wait_for(CounterThread& worker, std::shared_future<void> gate) {
  auto query = [gate](Counter& counter) -> Result<int> {
    gate.wait();
    return counter.value;
  };
  co_return co_await worker.run(std::move(query));
}

TEST(StoreThread, a_call_runs_on_the_worker_and_its_result_arrives_on_the_loop) {
  VirtualLoop loop;
  CounterThread worker(std::make_unique<Counter>());
  loop.watch(worker);
  auto caller = [](CounterThread& on) -> awaitable<bool> {
    const auto loop_thread = std::this_thread::get_id();
    auto query = [loop_thread](Counter&) -> Result<bool> { return std::this_thread::get_id() != loop_thread; };
    const auto elsewhere = co_await on.run(std::move(query));
    co_return *elsewhere&& std::this_thread::get_id() == loop_thread;
  };
  EXPECT_TRUE(loop.run(caller(worker)));
}

TEST(StoreThread, calls_run_one_after_the_other_in_order) {
  VirtualLoop loop;
  CounterThread worker(std::make_unique<Counter>());
  loop.watch(worker);
  std::vector<support::Spawned<Result<int>>> calls;
  for (int i = 1; i <= 50; ++i) calls.push_back(loop.spawn(add(worker, i)));
  loop.run_until_idle();
  int sum = 0;
  for (int i = 1; i <= 50; ++i) {
    sum += i;
    EXPECT_EQ(calls[static_cast<std::size_t>(i - 1)].get().value(), sum);
  }
}

TEST(StoreThread, virtual_time_waits_for_a_call_in_flight) {
  VirtualLoop loop;
  CounterThread worker(std::make_unique<Counter>());
  loop.watch(worker);
  Ledger ledger;
  loop.spawn(sleep_and_note(loop.clock(), 1ms, "sleeper", ledger));
  auto slow = [](CounterThread& on, io::Clock& clock, Ledger& notes) -> awaitable<void> {
    const auto before = clock.now();
    const auto sum = co_await add(on, 1, 10'000);
    notes.lines.push_back(clock.now() == before ? "call" : "call after a jump");
  };
  loop.spawn(slow(worker, loop.clock(), ledger));
  loop.run_until_idle();
  EXPECT_EQ(ledger.lines, (std::vector<std::string>{"call", "sleeper"}));
}

TEST(StoreThread, an_exception_of_the_query_arrives_at_the_caller) {
  VirtualLoop loop;
  CounterThread worker(std::make_unique<Counter>());
  loop.watch(worker);
  auto caller = [](CounterThread& on) -> awaitable<Result<int>> {
    auto query = [](Counter&) -> Result<int> { throw std::runtime_error("disk on fire"); };
    co_return co_await on.run(std::move(query));
  };
  EXPECT_THROW(loop.run(caller(worker)), std::runtime_error);
  EXPECT_EQ(loop.run(add(worker, 7)).value(), 7);
}

TEST(StoreThread, over_the_bound_a_call_fails_at_once) {
  VirtualLoop loop;
  CounterThread worker(std::make_unique<Counter>());
  std::promise<void> gate;
  loop.spawn(wait_for(worker, gate.get_future().share()));
  for (int i = 1; i < io::kStoreQueueMax; ++i) loop.spawn(add(worker, 1));
  auto one_too_many = loop.spawn(add(worker, 1));
  // The worker is not watched yet: all calls are queued while it stands at the gate.
  while (!one_too_many.done()) loop.context().run_one();
  EXPECT_EQ(one_too_many.get().error().code, digest::Code::unavailable);
  gate.set_value();
  loop.watch(worker);
  loop.run_until_idle();
  EXPECT_EQ(loop.run(add(worker, 0)).value(), io::kStoreQueueMax - 1);
}

TEST(StoreThread, a_cancelled_caller_still_lets_a_begun_call_end) {
  VirtualLoop loop;
  CounterThread worker(std::make_unique<Counter>());
  std::promise<void> gate;
  loop.spawn(wait_for(worker, gate.get_future().share()));
  auto call = loop.spawn(add(worker, 5));
  while (loop.context().poll_one() > 0) {
  }
  call.cancel();
  gate.set_value();
  loop.watch(worker);
  loop.run_until_idle();
  EXPECT_TRUE(call.done());
  EXPECT_EQ(loop.run(add(worker, 0)).value(), 5);
}

}  // namespace
}  // namespace gailou
