// One call at a time: who waits, who is next, what a cancelled one leaves behind.
#include "daemon/engine/chat/turns.h"

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/virtual_loop.h"

namespace gailou::engine {
namespace {

using namespace std::chrono_literals;

class TurnsTest : public ::testing::Test {
 protected:
  /// Holds a turn for a second and notes who did.
  boost::asio::awaitable<digest::Result<void>> work(std::string name) {
    const auto turn = co_await turns_.take();
    if (!turn) co_return turn.error();
    ++holders_;
    most_ = std::max(most_, holders_);
    order_.push_back(name);
    Leave leave{*this};
    co_await loop_.clock().sleep_for(1s);
    co_return digest::Result<void>{};
  }

  struct Leave {
    TurnsTest& test;
    explicit Leave(TurnsTest& of) : test(of) {}
    Leave(const Leave&) = delete;
    Leave& operator=(const Leave&) = delete;
    ~Leave() { --test.holders_; }
  };

  support::VirtualLoop loop_{};
  Turns turns_{loop_.executor()};
  std::vector<std::string> order_{};
  int holders_ = 0;
  int most_ = 0;
};

TEST_F(TurnsTest, they_are_taken_one_at_a_time_in_the_order_of_coming) {
  for (const char* name : {"a", "b", "c"}) loop_.spawn(work(name));
  loop_.run_until_idle();
  EXPECT_EQ(order_, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(most_, 1);
}

TEST_F(TurnsTest, one_that_is_cancelled_while_it_waits_is_passed_over) {
  auto first = loop_.spawn(work("a"));
  auto second = loop_.spawn(work("b"));
  auto third = loop_.spawn(work("c"));
  loop_.run_ready();
  second.cancel();
  loop_.run_until_idle();
  EXPECT_TRUE(second.cancelled());
  EXPECT_EQ(order_, (std::vector<std::string>{"a", "c"}));
  EXPECT_EQ(turns_.waiting(), 0u);
}

TEST_F(TurnsTest, one_that_is_cancelled_while_it_holds_a_turn_hands_it_on) {
  auto first = loop_.spawn(work("a"));
  auto second = loop_.spawn(work("b"));
  loop_.run_ready();
  first.cancel();
  loop_.run_until_idle();
  EXPECT_TRUE(second.done());
  EXPECT_EQ(order_, (std::vector<std::string>{"a", "b"}));
}

TEST_F(TurnsTest, beyond_sixty_four_the_next_one_is_told_to_come_back) {
  std::vector<support::Spawned<digest::Result<void>>> all;
  for (int i = 0; i < 66; ++i) all.push_back(loop_.spawn(work(std::to_string(i))));
  loop_.run_ready();
  ASSERT_TRUE(all.back().done());
  const auto refused = all.back().get();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, digest::Code::unavailable);
  EXPECT_GT(refused.error().retry_after_ms, 0);
  loop_.run_until_idle();
  EXPECT_EQ(order_.size(), 65u);
}

}  // namespace
}  // namespace gailou::engine
