#include "daemon/io/task_group.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

namespace gailou::io {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> end_at_once() {
  co_return;
}

asio::awaitable<void> wait_for_long(asio::io_context& loop) {
  asio::steady_timer timer(loop, std::chrono::hours{1});
  co_await timer.async_wait(asio::use_awaitable);
}

TEST(TaskGroup, a_child_that_ends_before_its_signal_arrives_is_left_alone) {
  asio::io_context loop;
  int failures = 0;
  TaskGroup group(loop.get_executor(), [&](const std::string&, std::exception_ptr) { ++failures; });
  for (int i = 0; i < 20; ++i) group.spawn("short", end_at_once());
  // From outside of the loop, while all of them are about to end.
  group.cancel();
  loop.run();
  EXPECT_EQ(group.size(), 0U);
  EXPECT_EQ(failures, 0);
}

TEST(TaskGroup, cancelling_ends_those_who_wait) {
  asio::io_context loop;
  int failures = 0;
  TaskGroup group(loop.get_executor(), [&](const std::string&, std::exception_ptr) { ++failures; });
  for (int i = 0; i < 5; ++i) group.spawn("long", wait_for_long(loop));
  loop.poll();
  EXPECT_EQ(group.size(), 5U);
  group.cancel();
  loop.restart();
  loop.run();
  EXPECT_EQ(group.size(), 0U);
  EXPECT_EQ(failures, 0);
}

}  // namespace
}  // namespace gailou::io
