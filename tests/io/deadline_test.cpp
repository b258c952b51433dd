// Deadlines and groups of tasks on virtual time.
#include "daemon/io/deadline.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include "daemon/io/task_group.h"
#include "tests/support/virtual_loop.h"

namespace gailou::io {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using digest::Code;
using digest::Error;
using digest::Result;
using support::VirtualLoop;

/// Answers after `length`; says in `ended` how it ended.
awaitable<Result<std::string>> answer_after(Clock& clock, Duration length, std::string& ended) {
  try {
    co_await clock.sleep_for(length);
  } catch (const boost::system::system_error&) {
    ended = "cancelled";
    throw;
  }
  ended = "answered";
  co_return std::string("answer");
}

awaitable<Result<std::string>> within(Clock& clock, Duration length, Duration limit, std::string& ended) {
  auto op = answer_after(clock, length, ended);
  co_return co_await with_deadline<std::string>(std::move(op), limit, clock);
}

TEST(Deadline, an_answer_in_time_arrives) {
  VirtualLoop loop;
  std::string ended;
  const auto result = loop.run(within(loop.clock(), 5s, 10s, ended));
  EXPECT_EQ(result.value(), "answer");
  EXPECT_EQ(loop.now(), support::kVirtualStart + 5s);
}

TEST(Deadline, a_late_operation_is_cancelled_and_reported) {
  VirtualLoop loop;
  std::string ended;
  const auto result = loop.run(within(loop.clock(), 20s, 10s, ended));
  EXPECT_EQ(result.error().code, Code::timeout);
  EXPECT_NE(result.error().what.find("10000 ms"), std::string::npos);
  EXPECT_EQ(ended, "cancelled");
  EXPECT_EQ(loop.now(), support::kVirtualStart + 10s);
  EXPECT_EQ(loop.clock().sleepers(), 0u);
}

TEST(Deadline, an_outer_cancellation_arrives_as_a_value) {
  VirtualLoop loop;
  std::string ended;
  auto spawned = loop.spawn(within(loop.clock(), 20s, 10s, ended));
  loop.run_for(1s);
  spawned.cancel();
  loop.run_until_idle();
  ASSERT_TRUE(spawned.done());
  EXPECT_EQ(spawned.get().error().code, Code::cancelled);
  EXPECT_EQ(ended, "cancelled");
  EXPECT_EQ(loop.clock().sleepers(), 0u);
}

awaitable<Result<int>> failing(Clock& clock, Duration length) {
  co_await clock.sleep_for(length);
  throw std::runtime_error("broken");
  co_return 0;
}

awaitable<Result<int>> failing_within(Clock& clock, Duration limit) {
  auto op = failing(clock, 1s);
  co_return co_await with_deadline<int>(std::move(op), limit, clock);
}

TEST(Deadline, what_an_operation_throws_arrives_at_once) {
  VirtualLoop loop;
  EXPECT_THROW(loop.run(failing_within(loop.clock(), 1h)), std::runtime_error);
  EXPECT_EQ(loop.now(), support::kVirtualStart + 1s);
}

awaitable<Result<int>> refusing(Clock& clock) {
  co_await clock.sleep_for(1s);
  co_return Error{.code = Code::refused, .what = "no"};
}

awaitable<Result<int>> nested(Clock& clock, Duration inner, Duration outer) {
  auto op = refusing(clock);
  auto limited = with_deadline<int>(std::move(op), inner, clock);
  co_return co_await with_deadline<int>(std::move(limited), outer, clock);
}

TEST(Deadline, deadlines_nest_and_the_shorter_one_counts) {
  VirtualLoop loop;
  EXPECT_EQ(loop.run(nested(loop.clock(), 10s, 20s)).error().code, Code::refused);
  EXPECT_EQ(loop.run(nested(loop.clock(), 500ms, 20s)).error().code, Code::timeout);
  const auto before = loop.now();
  EXPECT_EQ(loop.run(nested(loop.clock(), 10s, 300ms)).error().code, Code::timeout);
  EXPECT_EQ(loop.now(), before + 300ms);
}

awaitable<Result<void>> nothing(Clock& clock) {
  co_await clock.sleep_for(1s);
  co_return Result<void>{};
}

awaitable<Result<void>> nothing_within(Clock& clock) {
  auto op = nothing(clock);
  co_return co_await with_deadline<void>(std::move(op), 10s, clock);
}

TEST(Deadline, an_operation_without_a_value_has_one_too) {
  VirtualLoop loop;
  EXPECT_TRUE(loop.run(nothing_within(loop.clock())));
}

TEST(SystemClock, a_sleep_takes_its_time_and_the_clock_tells_it) {
  boost::asio::io_context context;
  SystemClock clock;
  const auto before = clock.now();
  boost::asio::co_spawn(context, clock.sleep_for(15ms), [](std::exception_ptr thrown) { EXPECT_FALSE(thrown); });
  context.run();
  EXPECT_GE(clock.now() - before, 14ms);
}

// ---- task groups

struct Failures {
  std::vector<std::string> seen;
  TaskGroup::OnFailure callback() {
    return
        [this](const std::string& name, std::exception_ptr thrown) { seen.push_back(name + ": " + describe(thrown)); };
  }
};

awaitable<void> sleeping(Clock& clock, Duration length, int& ended) {
  co_await clock.sleep_for(length);
  ++ended;
}

awaitable<void> breaking(Clock& clock) {
  co_await clock.sleep_for(1s);
  throw std::runtime_error("out of cheese");
}

TEST(TaskGroup, join_returns_when_all_children_have_ended) {
  VirtualLoop loop;
  Failures failures;
  TaskGroup group(loop.executor(), failures.callback());
  int ended = 0;
  for (const auto length : {1s, 2s, 3s}) group.spawn("sleeper", sleeping(loop.clock(), length, ended));
  EXPECT_EQ(group.size(), 3u);
  EXPECT_TRUE(loop.run(group.join(1h)));
  EXPECT_EQ(ended, 3);
  EXPECT_EQ(group.size(), 0u);
  EXPECT_TRUE(failures.seen.empty());
}

TEST(TaskGroup, cancelled_children_end_and_are_no_failures) {
  VirtualLoop loop;
  Failures failures;
  TaskGroup group(loop.executor(), failures.callback());
  int ended = 0;
  for (int i = 0; i < 5; ++i) group.spawn("sleeper", sleeping(loop.clock(), 1h, ended));
  loop.run_ready();
  group.cancel();
  EXPECT_TRUE(loop.run(group.join(1h)));
  EXPECT_EQ(ended, 0);
  EXPECT_TRUE(failures.seen.empty());
  EXPECT_EQ(loop.now(), support::kVirtualStart);
}

TEST(TaskGroup, a_child_spawned_after_the_cancellation_is_not_started) {
  VirtualLoop loop;
  Failures failures;
  TaskGroup group(loop.executor(), failures.callback());
  group.cancel();
  int ended = 0;
  group.spawn("late", sleeping(loop.clock(), 1h, ended));
  EXPECT_TRUE(loop.run(group.join(1h)));
  EXPECT_EQ(ended, 0);
}

TEST(TaskGroup, a_child_cancelled_before_the_loop_runs_is_not_started) {
  VirtualLoop loop;
  Failures failures;
  TaskGroup group(loop.executor(), failures.callback());
  int ended = 0;
  group.spawn("early", sleeping(loop.clock(), 1h, ended));
  group.cancel();
  EXPECT_TRUE(loop.run(group.join(1h)));
  EXPECT_EQ(ended, 0);
  EXPECT_TRUE(failures.seen.empty());
}

TEST(TaskGroup, an_exception_is_reported_with_the_childs_name) {
  VirtualLoop loop;
  Failures failures;
  TaskGroup group(loop.executor(), failures.callback());
  int ended = 0;
  group.spawn("tracker", breaking(loop.clock()));
  group.spawn("sleeper", sleeping(loop.clock(), 2s, ended));
  EXPECT_TRUE(loop.run(group.join(1h)));
  EXPECT_EQ(failures.seen, std::vector<std::string>{"tracker: out of cheese"});
  EXPECT_EQ(ended, 1);
}

TEST(TaskGroup, a_cancellation_that_nobody_asked_for_is_a_failure) {
  VirtualLoop loop;
  Failures failures;
  TaskGroup group(loop.executor(), failures.callback());
  auto aborting = []() -> awaitable<void> {
    throw boost::system::system_error(boost::asio::error::operation_aborted);
    co_return;
  };
  group.spawn("aborting", aborting());
  loop.run_until_idle();
  EXPECT_EQ(failures.seen.size(), 1u);
}

TEST(TaskGroup, a_failure_may_cancel_the_others) {
  VirtualLoop loop;
  std::unique_ptr<TaskGroup> group;
  int failed = 0;
  group = std::make_unique<TaskGroup>(loop.executor(), [&](const std::string&, std::exception_ptr) {
    ++failed;
    group->cancel();
  });
  int ended = 0;
  group->spawn("sleeper", sleeping(loop.clock(), 1h, ended));
  group->spawn("breaking", breaking(loop.clock()));
  EXPECT_TRUE(loop.run(group->join(2h)));
  EXPECT_EQ(failed, 1);
  EXPECT_EQ(ended, 0);
  EXPECT_EQ(loop.now(), support::kVirtualStart + 1s);
}

TEST(TaskGroup, join_gives_up_at_its_limit) {
  boost::asio::io_context context;
  Failures failures;
  SystemClock clock;
  TaskGroup group(context.get_executor(), failures.callback());
  int ended = 0;
  group.spawn("sleeper", sleeping(clock, 1h, ended));
  bool joined = true;
  auto join = [](TaskGroup& all, bool& outcome) -> awaitable<void> {
    outcome = co_await all.join(10ms);
    all.cancel();
  };
  boost::asio::co_spawn(context, join(group, joined), [](std::exception_ptr thrown) { EXPECT_FALSE(thrown); });
  context.run();
  EXPECT_FALSE(joined);
  EXPECT_EQ(group.size(), 0u);
}

TEST(TaskGroup, children_may_outlive_the_group) {
  VirtualLoop loop;
  Failures failures;
  int ended = 0;
  {
    TaskGroup group(loop.executor(), failures.callback());
    group.spawn("sleeper", sleeping(loop.clock(), 1h, ended));
    loop.run_ready();
  }
  EXPECT_TRUE(loop.run_until_idle());
  EXPECT_EQ(ended, 0);
  EXPECT_TRUE(failures.seen.empty());
}

TEST(TaskGroup, exceptions_of_any_type_are_described) {
  EXPECT_EQ(describe(std::make_exception_ptr(std::runtime_error("why"))), "why");
  EXPECT_EQ(describe(std::make_exception_ptr(42)), "an exception of an unknown type");
}

}  // namespace
}  // namespace gailou::io
