// Which connections are kept between two requests, and for how long. The clock is the test's.
#include "daemon/io/client/idle_connections.h"

#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "tests/support/loop_thread.h"

namespace gailou::io {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;

class Idle : public ::testing::Test {
 protected:
  ~Idle() override {
    loop_.call([this] {
      idle_ = {};
      names_.reset();
      return 0;
    });
  }

  /// A connection to a server that never says a word, as it is after a request.
  Line line(int requests = 1) {
    Line made;
    made.connection = std::make_unique<Connection>(loop_.context().get_executor());
    ConnectFacts facts;
    facts.url = parse_url("http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/").value();
    facts.allow_private_addresses = true;
    facts.timeout = 10s;
    EXPECT_TRUE(loop_.run(made.connection->open(*names_, nullptr, std::move(facts))));
    made.opened = kBegin;
    made.idle_since = kBegin;
    made.keep_for = kIdleMax;
    made.requests = requests;
    return made;
  }

  static constexpr Line::Clock::time_point kBegin{24h};
  support::LoopThread loop_;
  boost::asio::io_context server_{1};
  tcp::acceptor acceptor_{server_, tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), 0)};
  std::unique_ptr<NameLookUp> names_ = std::make_unique<NameLookUp>(loop_.context().get_executor(), LookUp{});
  IdleConnections idle_;
};

TEST_F(Idle, a_connection_is_taken_once) {
  idle_.keep("a", line());
  EXPECT_FALSE(idle_.take("b", kBegin));
  EXPECT_TRUE(idle_.take("a", kBegin));
  EXPECT_FALSE(idle_.take("a", kBegin));
}

TEST_F(Idle, it_is_good_for_as_long_as_the_server_keeps_it) {
  Line brief = line();
  brief.keep_for = 4s;
  idle_.keep("a", std::move(brief));
  EXPECT_TRUE(idle_.take("a", kBegin + 3999ms));
  brief = line();
  brief.keep_for = 4s;
  idle_.keep("a", std::move(brief));
  EXPECT_FALSE(idle_.take("a", kBegin + 4s));
  idle_.keep("a", line());
  EXPECT_FALSE(idle_.take("a", kBegin + kIdleMax));
}

TEST_F(Idle, it_grows_no_older_than_ten_minutes_so_that_a_name_is_looked_up_again) {
  Line busy = line();
  busy.idle_since = kBegin + kConnectionAgeMax - 1s;
  idle_.keep("a", std::move(busy));
  EXPECT_TRUE(idle_.take("a", kBegin + kConnectionAgeMax - 1ms));
  busy = line();
  busy.idle_since = kBegin + kConnectionAgeMax - 1s;
  idle_.keep("a", std::move(busy));
  EXPECT_FALSE(idle_.take("a", kBegin + kConnectionAgeMax));
}

TEST_F(Idle, it_carries_so_many_requests_and_no_more) {
  idle_.keep("a", line(kRequestsPerConnectionMax - 1));
  EXPECT_TRUE(idle_.take("a", kBegin));
  idle_.keep("a", line(kRequestsPerConnectionMax));
  EXPECT_FALSE(idle_.take("a", kBegin));
}

TEST_F(Idle, one_that_the_server_closed_is_no_good) {
  idle_.keep("a", line());
  tcp::socket peer(server_);
  acceptor_.accept(peer);
  peer.close();
  EXPECT_FALSE(idle_.take("a", kBegin));
}

TEST_F(Idle, one_that_talks_by_itself_is_no_good) {
  idle_.keep("a", line());
  tcp::socket peer(server_);
  acceptor_.accept(peer);
  boost::asio::write(peer, boost::asio::buffer("HTTP/1.1 408 Request Timeout\r\n\r\n", 31));
  EXPECT_FALSE(idle_.take("a", kBegin));
}

TEST_F(Idle, the_one_that_idled_longest_goes_when_there_are_too_many) {
  for (int i = 0; i < 64; ++i) {
    Line each = line();
    each.idle_since = kBegin + std::chrono::milliseconds{i == 7 ? 0 : i + 1};
    idle_.keep(std::to_string(i), std::move(each));
  }
  Line one_more = line();
  one_more.idle_since = kBegin + 1s;
  idle_.keep("64", std::move(one_more));
  EXPECT_FALSE(idle_.take("7", kBegin + 1s));
  EXPECT_TRUE(idle_.take("0", kBegin + 1s));
  EXPECT_TRUE(idle_.take("64", kBegin + 1s));
}

}  // namespace
}  // namespace gailou::io
