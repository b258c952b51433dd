// The site behind the real listener, over loopback: what goes over the wire.
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "daemon/io/clock.h"
#include "daemon/io/http_server.h"
#include "daemon/io/store_thread.h"
#include "daemon/serve/site.h"
#include "storage/store.h"
#include "tests/support/temp_folder.h"

namespace gailou::serve {
namespace {

namespace asio = boost::asio;

class ServerTest : public ::testing::Test {
 protected:
  ServerTest()
      : store_(storage::open_store(folder_.path(), digest::from_ms(1'777'593'600'000)).value()),
        reader_(storage::open_reader(folder_.path()).value()),
        site_(Settings{}, clock_, reader_, "0.1.0") {
    const auto now = digest::from_ms(1'777'593'600'000);
    const auto source = store_->ensure_source({.name = "forum", .origin = "https://forum.example"}).value();
    EXPECT_TRUE(store_->add_thread(source.name, digest::TopicId{7}, now).has_value());
  }

  static asio::awaitable<std::string> talk(unsigned short port, std::string request) {
    asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
    const asio::ip::tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
    co_await socket.async_connect(endpoint, asio::use_awaitable);
    co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
    std::string answer;
    auto buffer = asio::dynamic_buffer(answer);
    co_await asio::async_read(socket, buffer, asio::as_tuple(asio::use_awaitable));
    co_return answer;
  }

  std::unique_ptr<io::HttpServer> listen() {
    const io::Handler handler = [this](const io::ServerRequest& request) { return site_.answer(request); };
    const io::ErrorPage error_page = [this](int status, std::string_view detail, const io::ServerRequest& request) {
      return site_.error_page(status, detail, request);
    };
    const io::Endpoint endpoint{.address = "127.0.0.1:0"};
    return io::HttpServer::listen(loop_.get_executor(), endpoint, io::ServerSettings{}, handler, error_page).value();
  }

  /// Sends the bytes to a fresh listener, returns all that comes until it closes.
  std::string exchange(std::string request) {
    const auto server = listen();
    const auto address = server->local_address();
    const auto port = static_cast<unsigned short>(std::stoi(address.substr(address.rfind(':') + 1)));
    std::string answer;
    asio::co_spawn(loop_, server->serve(), asio::detached);
    asio::co_spawn(loop_, talk(port, std::move(request)), [&](std::exception_ptr thrown, std::string got) {
      EXPECT_FALSE(thrown);
      answer = std::move(got);
      server->stop(digest::Duration::zero());
    });
    loop_.run();
    loop_.restart();
    return answer;
  }

  static std::string request_of(std::string_view line, std::string_view fields = "Host: localhost\r\n") {
    return std::string(line) + " HTTP/1.1\r\n" + std::string(fields) + "Connection: close\r\n\r\n";
  }
  static std::string header_in(const std::string& answer, const std::string& name) {
    const auto at = answer.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const auto start = at + name.size() + 4;
    return answer.substr(start, answer.find("\r\n", start) - start);
  }
  static std::string body_in(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

  support::TempFolder folder_;
  std::unique_ptr<storage::Store> store_;
  io::OwningThread<storage::Reader> reader_;
  io::SystemClock clock_;
  asio::io_context loop_{1};
  Site site_;
};

TEST_F(ServerTest, a_page_goes_over_the_wire) {
  const auto answer = exchange(request_of("GET /t/forum/7"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer.substr(0, 200);
  EXPECT_EQ(header_in(answer, "Content-Length"), std::to_string(body_in(answer).size()));
  EXPECT_EQ(header_in(answer, "X-Content-Type-Options"), "nosniff");
  EXPECT_FALSE(header_in(answer, "Date").empty());
  EXPECT_FALSE(header_in(answer, "ETag").empty());
  EXPECT_EQ(header_in(answer, "Server"), "");
}

TEST_F(ServerTest, head_sends_the_length_without_the_bytes) {
  const auto answer = exchange(request_of("HEAD /t/forum/7"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_GT(std::stoul(header_in(answer, "Content-Length")), 0U);
  EXPECT_EQ(body_in(answer), "");
}

TEST_F(ServerTest, a_request_id_is_echoed) {
  const auto answer = exchange(request_of("GET /nope", "Host: localhost\r\nX-Request-Id: abc-123\r\n"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 404 "));
  EXPECT_EQ(header_in(answer, "X-Request-Id"), "abc-123");
  EXPECT_NE(body_in(answer).find("\"request_id\":\"abc-123\""), std::string::npos);
}

TEST_F(ServerTest, what_the_parser_refuses_is_a_problem_of_the_site) {
  const auto twice = exchange(request_of("GET /", "Host: localhost\r\nHost: evil.example\r\n"));
  EXPECT_TRUE(twice.starts_with("HTTP/1.1 400 "));
  EXPECT_NE(body_in(twice).find("/problems/bad-request"), std::string::npos);
}

TEST_F(ServerTest, a_write_is_refused) {
  const auto answer = exchange(request_of("POST /"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 405 "));
  EXPECT_EQ(header_in(answer, "Allow"), "GET, HEAD");
}

TEST_F(ServerTest, encoded_paths_mean_what_they_decode_to) {
  EXPECT_TRUE(exchange(request_of("GET /t/%66orum/7")).starts_with("HTTP/1.1 200 "));
}

TEST_F(ServerTest, tricks_with_paths_are_refused) {
  for (const auto* path : {"/t/forum%2F7", "/../etc/passwd", "/%00", "/%zz", "/%ff"}) {
    const auto answer = exchange(request_of("GET " + std::string(path)));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << path << answer.substr(0, 60);
  }
}

}  // namespace
}  // namespace gailou::serve
