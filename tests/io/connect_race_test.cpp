// Happy eyeballs: order of the addresses, and who wins on real sockets.
#include "daemon/io/client/connect_race.h"

#include <chrono>
#include <memory>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <gtest/gtest.h>

#include "daemon/io/deadline.h"
#include "tests/io/black_hole.h"
#include "tests/support/loop_thread.h"

namespace gailou::io {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::make_address;
using boost::asio::ip::tcp;
using digest::Code;
using digest::Result;
using testing::BlackHole;

Addresses addresses(std::initializer_list<const char*> texts) {
  Addresses list;
  for (const char* text : texts) list.push_back(make_address(text));
  return list;
}

TEST(InTurn, both_kinds_alternate_and_ipv6_is_first) {
  EXPECT_EQ(in_turn(addresses({"192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2"})),
            addresses({"2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2"}));
  EXPECT_EQ(in_turn(addresses({"2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1"})),
            addresses({"2001:db8::1", "192.0.2.1", "2001:db8::2", "2001:db8::3"}));
  EXPECT_EQ(in_turn(addresses({"192.0.2.2", "192.0.2.1"})), addresses({"192.0.2.2", "192.0.2.1"}));
  EXPECT_TRUE(in_turn({}).empty());
}

TEST(InTurn, many_of_one_kind_leave_room_for_the_other) {
  Addresses many;
  for (int i = 1; i <= 20; ++i) many.push_back(make_address("2001:db8::" + std::to_string(i)));
  many.push_back(make_address("192.0.2.1"));
  const auto order = in_turn(many);
  ASSERT_EQ(order.size(), kAttemptsMax);
  EXPECT_EQ(order[1], make_address("192.0.2.1"));
}

/// Accepts on one address (none that anything else on this machine uses); its kernel answers, nobody needs to call
/// accept().
class Listener {
 public:
  Listener(const char* address, unsigned short port)
      : acceptor_(context_, tcp::endpoint(make_address(address), port)) {}
  unsigned short port() const { return acceptor_.local_endpoint().port(); }
  /// Connections that were made and not accepted.
  int arrived() {
    int count = 0;
    acceptor_.non_blocking(true);
    for (boost::system::error_code ec;;) {
      tcp::socket peer(context_);
      acceptor_.accept(peer, ec);
      if (ec) return count;
      ++count;
    }
  }

 private:
  boost::asio::io_context context_{1};
  tcp::acceptor acceptor_;
};

class Race : public ::testing::Test {
 protected:
  Result<void> run(Addresses list, int port, digest::Duration next = kNextAttempt) {
    return loop_.run(connect_first(socket_, facts(std::move(list), port, next)));
  }
  /// The address that the race was won by, or the error.
  std::string winner(Addresses list, int port, digest::Duration next = kNextAttempt) {
    const auto ended = run(std::move(list), port, next);
    return ended ? socket_.remote_endpoint().address().to_string() : to_string(ended.error());
  }
  static RaceFacts facts(Addresses list, int port, digest::Duration next = kNextAttempt) {
    RaceFacts made;
    made.host = "forum.example";
    made.addresses = std::move(list);
    made.port = static_cast<std::uint16_t>(port);
    made.next_attempt = next;
    return made;
  }

  support::LoopThread loop_;
  tcp::socket socket_{loop_.context()};
};

TEST_F(Race, the_first_address_that_answers_at_once_is_the_only_one_tried) {
  Listener six("::1", 0);
  Listener four("127.0.7.1", six.port());
  EXPECT_EQ(winner(addresses({"::1", "127.0.7.1"}), six.port()), "::1");
  EXPECT_EQ(six.arrived(), 1);
  EXPECT_EQ(four.arrived(), 0);
}

TEST_F(Race, an_address_that_refuses_makes_room_at_once) {
  Listener four("127.0.7.1", 0);
  // Far less than the pause that the next attempt would otherwise wait.
  EXPECT_EQ(winner(addresses({"::1", "127.0.7.2", "127.0.7.1"}), four.port(), 1h), "127.0.7.1");
}

TEST_F(Race, an_address_that_hangs_costs_a_quarter_of_a_second) {
  BlackHole hole("127.0.7.2");
  Listener four("127.0.7.1", static_cast<unsigned short>(hole.port()));
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(winner(addresses({"127.0.7.2", "127.0.7.1"}), hole.port()), "127.0.7.1");
  const auto took = std::chrono::steady_clock::now() - began;
  EXPECT_GE(took, 250ms);
  EXPECT_LT(took, 5s);
}

TEST_F(Race, several_that_hang_are_passed_one_after_the_other) {
  BlackHole one("127.0.7.2");
  BlackHole two("127.0.7.3", one.port());
  Listener four("127.0.7.1", static_cast<unsigned short>(one.port()));
  EXPECT_EQ(winner(addresses({"127.0.7.2", "127.0.7.3", "127.0.7.1"}), one.port(), 5ms), "127.0.7.1");
}

TEST_F(Race, when_all_refuse_each_is_named_with_its_cause) {
  unsigned short port = 0;
  {
    Listener gone("127.0.7.1", 0);
    port = gone.port();
  }
  const auto failed = run(addresses({"127.0.7.2", "127.0.7.1"}), port);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, Code::unavailable);
  EXPECT_EQ(failed.error().what,
            "can't connect to forum.example (127.0.7.2: Connection refused; 127.0.7.1: Connection refused)");
  EXPECT_EQ(run({}, port).error().what, "forum.example has no address");
}

TEST_F(Race, a_deadline_ends_all_attempts) {
  BlackHole hole("127.0.7.1");
  auto race = connect_first(socket_, facts(addresses({"127.0.7.1"}), hole.port()));
  const auto late = loop_.run(with_deadline<void>(std::move(race), 30ms));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Code::timeout);
}

TEST_F(Race, the_loop_may_end_in_the_middle) {
  BlackHole hole("127.0.7.1");
  boost::asio::io_context context{1};
  tcp::socket socket(context);
  bool ended = false;
  boost::asio::co_spawn(context, connect_first(socket, facts(addresses({"127.0.7.1", "127.0.7.1"}), hole.port())),
                        [&ended](std::exception_ptr, Result<void>) { ended = true; });
  context.run_for(10ms);
  EXPECT_FALSE(ended);
}

}  // namespace
}  // namespace gailou::io
