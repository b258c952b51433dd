// Connections that have left their session: what their takers are told, and how they are counted.
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/io/test_server.h"

namespace gailou::io {
namespace {

using namespace std::chrono_literals;
using support::exchange;
using support::RawClient;
using testing::bytes_of;
using testing::TestServer;

std::string get(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

/// Keeps every stream that it is given; touched on the server's loop only, but for the figures.
class Taker {
 public:
  struct Kept final : OpenStream::Watcher {
    explicit Kept(SharedStream given, Taker& owner) : stream(std::move(given)), taker(owner) {}
    void may_write() override { ++taker.may_write; }
    void has_gone() override { ++taker.gone; }
    SharedStream stream;
    Taker& taker;
  };

  /// "/plain" is no stream.
  Handler handler() {
    return [this](const ServerRequest& request) { return answer(*this, request); };
  }
  static boost::asio::awaitable<ServerResponse> answer(Taker& taker, const ServerRequest& request) {
    ServerResponse response;
    if (request.path == "/plain") {
      response.body = bytes_of("plain");
    } else {
      response.stream = [&taker](SharedStream given) {
        auto& kept = taker.streams.emplace_back(std::make_unique<Kept>(std::move(given), taker));
        kept->stream->watch(*kept);
        ++taker.taken;
      };
    }
    co_return response;
  }

  std::vector<std::unique_ptr<Kept>> streams{};
  std::atomic<int> taken{0};
  std::atomic<int> may_write{0};
  std::atomic<int> gone{0};
};

void wait_for(const std::atomic<int>& figure, int value) {
  while (figure < value) std::this_thread::yield();
}

ServerSettings hasty_streams() {
  ServerSettings settings;
  settings.write_timeout = 200ms;
  return settings;
}

class OpenStreams : public ::testing::Test {
 protected:
  explicit OpenStreams(const ServerSettings& settings = {}) : server_(settings, taker_.handler()) {}
  ~OpenStreams() override {
    server_.loop().call([this] {
      for (const auto& kept : taker_.streams) kept->stream->close();
      return 0;
    });
  }

  /// A client whose stream has been taken over; its head is read.
  std::unique_ptr<RawClient> connect() {
    auto client = std::make_unique<RawClient>(server_.address());
    const int before = taker_.taken;
    client->send(get("/"));
    EXPECT_EQ(client->receive(true).status, 200);
    wait_for(taker_.taken, before + 1);
    return client;
  }
  /// What the newest stream's kernel took of `bytes`; -1 if the reader has gone.
  std::ptrdiff_t write(const std::string& bytes, std::size_t which = 0) {
    return server_.loop().call([&]() -> std::ptrdiff_t {
      const auto written = taker_.streams[which]->stream->write_some(bytes);
      return written ? static_cast<std::ptrdiff_t>(*written) : -1;
    });
  }
  void close(std::size_t which = 0) {
    server_.loop().call([&] {
      taker_.streams[which]->stream->close();
      return 0;
    });
  }

  Taker taker_;
  TestServer server_;
};

TEST_F(OpenStreams, what_is_written_arrives_after_the_head) {
  const auto client = connect();
  EXPECT_EQ(write("one\n"), 4);
  EXPECT_EQ(client->receive_some(), "one\n");
  EXPECT_EQ(write("two\n"), 4);
  close();
  EXPECT_EQ(client->receive_all(), "two\n");
}

TEST_F(OpenStreams, a_connection_stays_counted_until_its_stream_is_closed) {
  const auto client = connect();
  EXPECT_EQ(server_.connections(), 1u);
  close();
  EXPECT_EQ(server_.connections(), 0u);
  EXPECT_TRUE(client->closed());
  close();
  EXPECT_EQ(write("late"), -1);
}

TEST_F(OpenStreams, what_was_written_before_the_end_still_arrives) {
  const auto client = connect();
  const std::string much(50'000, 'x');
  EXPECT_EQ(write(much), 50'000);
  close();
  EXPECT_EQ(client->receive_all(), much);
}

TEST_F(OpenStreams, a_reader_that_leaves_is_noticed_without_a_write) {
  auto client = connect();
  client.reset();
  wait_for(taker_.gone, 1);
  while (server_.connections() > 0) std::this_thread::yield();
  EXPECT_EQ(write("anyone?"), -1);
}

TEST_F(OpenStreams, a_full_kernel_takes_nothing_and_says_when_it_has_room) {
  const auto client = connect();
  const std::string piece(20'000, 'x');
  std::size_t sent = 0;
  // The reader's side of loopback takes some megabytes by itself.
  for (;;) {
    const auto written = write(piece);
    ASSERT_GE(written, 0);
    sent += static_cast<std::size_t>(written);
    if (written == 0) break;
    ASSERT_LT(sent, std::size_t{64} << 20) << "the kernel holds without an end";
  }
  server_.loop().call([this] {
    taker_.streams[0]->stream->ask_may_write();
    return 0;
  });
  std::size_t received = 0;
  while (received < sent) received += client->receive_some().size();
  wait_for(taker_.may_write, 1);
  EXPECT_EQ(write("more"), 4);
  EXPECT_EQ(client->receive_some(), "more");
}

TEST_F(OpenStreams, what_a_reader_says_is_passed_over) {
  const auto client = connect();
  EXPECT_TRUE(client->send("GET /again HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_EQ(write("still here"), 10);
  EXPECT_EQ(client->receive_some(), "still here");
  EXPECT_EQ(taker_.gone, 0);
}

TEST_F(OpenStreams, a_reader_that_talks_without_an_end_is_left) {
  const auto client = connect();
  const std::string chatter(16'384, 'y');
  for (int i = 0; i < 100 && client->send(chatter); ++i) {
  }
  wait_for(taker_.gone, 1);
  while (server_.connections() > 0) std::this_thread::yield();
}

TEST_F(OpenStreams, a_stop_without_a_drain_closes_them) {
  const auto client = connect();
  server_.stop(0ms);
  EXPECT_EQ(taker_.gone, 1);
  EXPECT_TRUE(client->closed());
}

TEST_F(OpenStreams, a_drain_leaves_them_to_their_takers) {
  const auto client = connect();
  server_.begin_stop(10min);
  EXPECT_EQ(write("goodbye"), 7);
  close();
  EXPECT_EQ(client->receive_all(), "goodbye");
  server_.stop(10min);
}

TEST_F(OpenStreams, the_end_of_the_drain_ends_them) {
  const auto client = connect();
  server_.stop(20ms);
  EXPECT_EQ(taker_.gone, 1);
  EXPECT_TRUE(client->closed());
}

class FewConnections : public OpenStreams {
 protected:
  static ServerSettings few() {
    ServerSettings settings = hasty_streams();
    settings.max_connections = 1;
    return settings;
  }
  FewConnections() : OpenStreams(few()) {}
};

TEST_F(FewConnections, streams_leave_the_pages_their_connections) {
  const auto first = connect();
  while (exchange(server_.address(), get("/plain")).status == 503) std::this_thread::yield();
  const auto second = connect();
  EXPECT_EQ(exchange(server_.address(), get("/plain")).body, "plain");
  EXPECT_EQ(taker_.taken, 2);
}

class FewOfAnAddress : public OpenStreams {
 protected:
  static ServerSettings few() {
    ServerSettings settings;
    settings.connections_per_address_max = 2;
    settings.is_proxy = [](const std::string&) { return false; };
    return settings;
  }
  FewOfAnAddress() : OpenStreams(few()) {}
};

TEST_F(FewOfAnAddress, streams_count_for_their_address) {
  auto first = connect();
  const auto second = connect();
  EXPECT_EQ(exchange(server_.address(), "").status, 503);
  first.reset();
  while (server_.connections() > 1) std::this_thread::yield();
  EXPECT_EQ(exchange(server_.address(), get("/plain")).status, 200);
}

}  // namespace
}  // namespace gailou::io
