// The worker that owns a blocking object, with real threads: what it promises its callers, and what TSan watches.
#include <future>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "daemon/io/store_thread.h"
#include "tests/support/loop_thread.h"

namespace gailou::io {
namespace {

using digest::Code;
using digest::Result;
namespace asio = boost::asio;

/// Counts without any guard: the worker is the guard.
struct Tally {
  std::vector<int> seen{};
  std::thread::id owner{};
};

using Worker = OwningThread<Tally>;

std::unique_ptr<Worker> worker() {
  return std::make_unique<Worker>(std::make_unique<Tally>());
}

asio::awaitable<Result<int>> add(Worker& worker, int number) {
  auto query = [number](Tally& tally) -> Result<int> {
    tally.seen.push_back(number);
    return number * 2;
  };
  co_return co_await worker.run(std::move(query));
}

asio::awaitable<Result<std::vector<int>>> seen(Worker& worker) {
  auto query = [](Tally& tally) { return Result<std::vector<int>>(tally.seen); };
  co_return co_await worker.run(std::move(query));
}

TEST(OwningThread, calls_of_one_loop_run_in_their_order_and_each_gets_its_own_answer) {
  const auto one = worker();
  support::LoopThread loop;
  std::vector<std::future<Result<int>>> answers;
  for (int i = 0; i < 200; ++i) answers.push_back(loop.start(add(*one, i)));
  for (int i = 0; i < 200; ++i) EXPECT_EQ(*answers[static_cast<std::size_t>(i)].get(), 2 * i);
  std::vector<int> expected(200);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(*loop.run(seen(*one)), expected);
}

TEST(OwningThread, callers_on_several_loops_never_touch_the_owned_object_together) {
  const auto one = worker();
  support::LoopThread left;
  support::LoopThread right;
  std::vector<std::future<Result<int>>> answers;
  for (int i = 0; i < 100; ++i) {
    answers.push_back(left.start(add(*one, i)));
    answers.push_back(right.start(add(*one, 1000 + i)));
  }
  for (auto& answer : answers) EXPECT_TRUE(answer.get());
  const auto all = *left.run(seen(*one));
  EXPECT_EQ(all.size(), 200u);
  EXPECT_EQ(std::accumulate(all.begin(), all.end(), 0), 100 * 1000 + 2 * (99 * 100 / 2));
}

TEST(OwningThread, a_caller_resumes_on_its_own_loop) {
  const auto one = worker();
  support::LoopThread loop;
  const auto loop_thread = loop.call([] { return std::this_thread::get_id(); });
  const auto where = [](Worker& worker) -> asio::awaitable<std::pair<std::thread::id, std::thread::id>> {
    auto query = [](Tally&) { return Result<std::thread::id>(std::this_thread::get_id()); };
    const auto on_worker = co_await worker.run(std::move(query));
    co_return std::pair{*on_worker, std::this_thread::get_id()};
  };
  const auto [on_worker, after] = loop.run(where(*one));
  EXPECT_NE(on_worker, loop_thread);
  EXPECT_EQ(after, loop_thread);
}

TEST(OwningThread, an_exception_arrives_at_the_caller_and_the_worker_goes_on) {
  const auto one = worker();
  support::LoopThread loop;
  const auto broken = [](Worker& worker) -> asio::awaitable<Result<int>> {
    auto query = [](Tally&) -> Result<int> { throw std::runtime_error("disk on fire"); };
    co_return co_await worker.run(std::move(query));
  };
  EXPECT_THROW((void)loop.run(broken(*one)), std::runtime_error);
  EXPECT_EQ(*loop.run(add(*one, 21)), 42);
}

/// Holds the worker until it is let go.
asio::awaitable<Result<int>> held(Worker& worker, std::shared_future<void> gate) {
  auto query = [gate = std::move(gate)](Tally&) -> Result<int> {
    gate.wait();
    return 0;
  };
  co_return co_await worker.run(std::move(query));
}

TEST(OwningThread, over_its_bound_a_call_fails_at_once_and_later_ones_are_served_again) {
  const auto one = worker();
  support::LoopThread loop;
  std::promise<void> gate;
  const auto opened = gate.get_future().share();
  std::vector<std::future<Result<int>>> waiting;
  for (int i = 0; i < kStoreQueueMax; ++i) waiting.push_back(loop.start(held(*one, opened)));
  const auto refused = loop.run(add(*one, 1));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unavailable);
  gate.set_value();
  for (auto& call : waiting) EXPECT_TRUE(call.get());
  EXPECT_TRUE(loop.run(add(*one, 1)));
}

TEST(OwningThread, its_end_waits_for_the_calls_that_were_queued) {
  auto one = worker();
  support::LoopThread loop;
  std::vector<std::future<Result<int>>> answers;
  for (int i = 0; i < 50; ++i) answers.push_back(loop.start(add(*one, i)));
  // Behind the last start: all fifty calls are in the worker's queue.
  loop.call([] { return 0; });
  one->settle();
  for (auto& answer : answers) EXPECT_TRUE(answer.get());
  one.reset();
}

TEST(OwningThread, settling_means_that_every_answer_is_on_its_way) {
  const auto one = worker();
  support::LoopThread loop;
  auto answer = loop.start(add(*one, 4));
  loop.call([] { return 0; });
  one->settle();
  EXPECT_EQ(*answer.get(), 8);
}

}  // namespace
}  // namespace gailou::io
