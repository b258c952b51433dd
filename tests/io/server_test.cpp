// What the HTTP server promises beyond parsing: order, lengths, deadlines, limits, streams, a clean stop.
#include <filesystem>
#include <thread>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "daemon/io/server/request_path.h"
#include "daemon/io/server/response_head.h"
#include "daemon/io/unix_client.h"
#include "tests/io/test_server.h"
#include "tests/support/temp_folder.h"

namespace gailou::io {
namespace {

using namespace std::chrono_literals;
using digest::Code;
using support::exchange;
using support::RawClient;
using testing::bytes_of;
using testing::TestServer;

std::string get(const std::string& target, const std::string& fields = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

TEST(HttpServer, an_answer_has_date_length_and_connection) {
  TestServer server;
  const auto response = exchange(server.address(), get("/a%20b?x=1"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "GET /a b \n");
  EXPECT_EQ(response.header("content-length"), std::to_string(response.body.size()));
  EXPECT_EQ(response.header("connection"), "keep-alive");
  EXPECT_TRUE(response.header("date").ends_with(" GMT"));
  EXPECT_EQ(response.header("date").size(), 29u);
}

TEST(HttpServer, head_sends_the_fields_of_get_and_no_body) {
  TestServer server;
  RawClient client(server.address());
  client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n" + get("/y"));
  const auto head = client.receive(true);
  EXPECT_EQ(head.header("content-length"), "9");  // "HEAD /x \n"
  EXPECT_EQ(client.receive().body, "GET /y \n");
}

TEST(HttpServer, pipelined_requests_are_answered_in_order) {
  TestServer server;
  RawClient client(server.address());
  std::string many;
  for (int i = 0; i < 200; ++i) many += get("/" + std::to_string(i));
  client.send(many);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(client.receive().body, "GET /" + std::to_string(i) + " \n");
}

TEST(HttpServer, a_connection_serves_on_after_405_and_closes_when_asked) {
  TestServer server;
  RawClient client(server.address());
  client.send("POST / HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto refused = client.receive();
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.header("allow"), "GET, HEAD");
  client.send(get("/", "Connection: close\r\n"));
  EXPECT_EQ(client.receive().header("connection"), "close");
  EXPECT_TRUE(client.closed());
}

TEST(HttpServer, http_1_0_closes_unless_it_asks_to_stay) {
  TestServer server;
  RawClient plain(server.address());
  plain.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
  EXPECT_EQ(plain.receive().header("connection"), "close");
  EXPECT_TRUE(plain.closed());
  RawClient staying(server.address());
  staying.send("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(staying.receive().header("connection"), "keep-alive");
}

TEST(HttpServer, not_modified_has_neither_body_nor_length) {
  TestServer server;
  RawClient client(server.address());
  client.send(get("/304") + get("/next"));
  const auto response = client.receive();
  EXPECT_EQ(response.status, 304);
  EXPECT_TRUE(response.header("content-length").empty());
  EXPECT_EQ(client.receive().body, "GET /next \n");
}

TEST(HttpServer, a_handler_that_throws_costs_its_request_only) {
  TestServer server;
  RawClient client(server.address());
  client.send(get("/throw") + get("/next"));
  EXPECT_EQ(client.receive().status, 500);
  EXPECT_EQ(client.receive().body, "GET /next \n");
}

TEST(HttpServer, a_field_that_would_start_a_line_is_never_sent) {
  TestServer server;
  const auto response = exchange(server.address(), get("/bad-field"));
  EXPECT_EQ(response.status, 500);
  EXPECT_TRUE(response.header("set-cookie").empty());
}

TEST(HttpServer, a_handler_can_close_the_connection) {
  TestServer server;
  RawClient client(server.address());
  client.send(get("/close") + get("/never"));
  EXPECT_EQ(client.receive().header("connection"), "close");
  EXPECT_TRUE(client.receive_all().empty());
}

TEST(HttpServer, a_large_body_arrives_whole) {
  TestServer server;
  const auto response = exchange(server.address(), get("/big"));
  EXPECT_EQ(response.body.size(), std::size_t{8} << 20);
}

TEST(HttpServer, a_half_closed_connection_is_still_answered) {
  TestServer server;
  RawClient client(server.address());
  client.send(get("/last"));
  client.half_close();
  EXPECT_EQ(client.receive().body, "GET /last \n");
  EXPECT_TRUE(client.closed());
}

TEST(HttpServer, the_request_reaches_the_handler_decoded) {
  ServerRequest seen;
  Handler record = [&seen](const ServerRequest& request) -> boost::asio::awaitable<ServerResponse> {
    seen = request;
    co_return ServerResponse{};
  };
  TestServer server({}, std::move(record));
  exchange(server.address(),
           get("/t/%E6%A5%BC?q=a+b%26c&q=2&flag&=x&",
               "Accept: text/html\r\nAccept: */*;q=0.1\r\nIf-None-Match: \"a\"\r\nX-Forwarded-For: 1.2.3.4\r\n"
               "Last-Event-ID: 7\r\nAccept-Encoding: gzip\r\nX-Request-Id: abc-123\r\n"));
  EXPECT_EQ(seen.path, "/t/楼");
  EXPECT_EQ(seen.target, "/t/%E6%A5%BC?q=a+b%26c&q=2&flag&=x&");
  const std::vector<std::pair<std::string, std::string>> query{{"q", "a b&c"}, {"q", "2"}, {"flag", ""}, {"", "x"}};
  EXPECT_EQ(seen.query, query);
  ASSERT_NE(seen.parameter("q"), nullptr);
  EXPECT_EQ(*seen.parameter("q"), "a b&c");
  EXPECT_EQ(seen.parameter("none"), nullptr);
  EXPECT_EQ(seen.accept, "text/html, */*;q=0.1");
  EXPECT_EQ(seen.if_none_match, "\"a\"");
  EXPECT_EQ(seen.last_event_id, "7");
  EXPECT_EQ(seen.host, "localhost");
  EXPECT_EQ(seen.forwarded_for, "1.2.3.4");
  EXPECT_TRUE(seen.has_forwarded_header);
  EXPECT_EQ(seen.request_id, "abc-123");
  EXPECT_EQ(seen.peer, "127.0.0.1");
}

TEST(HttpServer, a_request_id_is_echoed_or_made) {
  TestServer server;
  EXPECT_EQ(exchange(server.address(), get("/", "X-Request-Id: my-id-7\r\n")).header("x-request-id"), "my-id-7");
  for (const char* bad :
       {"", "X-Request-Id: a b\r\n", "X-Request-Id: <script>\r\n", "X-Request-Id: a\r\nX-Request-Id: b\r\n"}) {
    const auto made = exchange(server.address(), get("/", bad)).header("x-request-id");
    EXPECT_EQ(made.size(), 16u) << bad;
    EXPECT_NE(made, exchange(server.address(), get("/", bad)).header("x-request-id"));
  }
}

// ---- deadlines and limits

ServerSettings hasty() {
  ServerSettings settings;
  settings.header_timeout = 60ms;
  settings.idle_timeout = 60ms;
  settings.write_timeout = 60ms;
  return settings;
}

TEST(HttpServer, half_a_request_is_answered_408_at_the_deadline) {
  TestServer server(hasty());
  RawClient client(server.address());
  client.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
  const auto response = client.receive();
  EXPECT_EQ(response.status, 408);
  EXPECT_EQ(response.header("connection"), "close");
  EXPECT_TRUE(client.closed());
}

TEST(HttpServer, an_idle_connection_is_closed_without_a_word) {
  TestServer server(hasty());
  RawClient silent(server.address());
  EXPECT_TRUE(silent.receive_all().empty());
  RawClient served(server.address());
  served.send(get("/"));
  EXPECT_EQ(served.receive().status, 200);
  EXPECT_TRUE(served.receive_all().empty());
}

TEST(HttpServer, a_reader_that_stops_reading_is_cut) {
  TestServer server(hasty());
  RawClient client(server.address());
  client.send(get("/huge"));  // more than the kernel's buffers hold
  const std::size_t first = client.receive_some().size();
  EXPECT_GT(first, 0u);
  while (server.connections() > 0) std::this_thread::yield();
  EXPECT_LT(first + client.receive_all().size(), std::size_t{32} << 20);
}

TEST(HttpServer, over_the_cap_a_connection_gets_503) {
  ServerSettings settings;
  settings.max_connections = 2;
  TestServer server(settings);
  RawClient first(server.address());
  RawClient second(server.address());
  first.send(get("/"));
  second.send(get("/"));
  EXPECT_EQ(first.receive().status, 200);
  EXPECT_EQ(second.receive().status, 200);
  const auto refused = exchange(server.address(), "");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.header("retry-after"), "5");
  EXPECT_EQ(refused.header("connection"), "close");
  EXPECT_EQ(server.connections(), 2u);
  first.send(get("/again"));
  EXPECT_EQ(first.receive().status, 200);
}

TEST(HttpServer, one_address_gets_its_share_of_the_connections) {
  ServerSettings settings;
  settings.connections_per_address_max = 2;
  settings.is_proxy = [](const std::string&) { return false; };
  TestServer server(settings);
  auto first = std::make_unique<RawClient>(server.address());
  RawClient second(server.address());
  first->send(get("/"));
  second.send(get("/"));
  EXPECT_EQ(first->receive().status, 200);
  EXPECT_EQ(second.receive().status, 200);
  EXPECT_EQ(exchange(server.address(), "").status, 503);
  first.reset();
  while (server.connections() > 1) std::this_thread::yield();
  EXPECT_EQ(exchange(server.address(), get("/")).status, 200);
}

TEST(HttpServer, a_proxy_on_loopback_may_take_all) {
  ServerSettings settings;
  settings.connections_per_address_max = 1;
  TestServer server(settings);
  RawClient first(server.address());
  first.send(get("/"));
  EXPECT_EQ(first.receive().status, 200);
  EXPECT_EQ(exchange(server.address(), get("/")).status, 200);
}

// ---- streams

TEST(HttpServer, a_stream_has_no_length_and_ends_with_the_connection) {
  TestServer server;
  const auto response = exchange(server.address(), get("/stream"));
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(response.header("content-length").empty());
  EXPECT_EQ(response.header("connection"), "close");
  EXPECT_EQ(response.body, "one\ntwo\nthree\n");
}

TEST(HttpServer, head_of_a_stream_ends_after_the_fields) {
  TestServer server;
  RawClient client(server.address());
  client.send("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.receive(true).status, 200);
  EXPECT_TRUE(client.receive_all().empty());
}

boost::asio::awaitable<ServerResponse> endless(const ServerRequest&) {
  ServerResponse response;
  response.stream = [](StreamWriter& out) -> boost::asio::awaitable<void> {
    const auto bytes = bytes_of(std::string(100'000, 'x'));
    for (;;) {
      const auto written = co_await out.write(bytes);
      if (!written) co_return;
    }
  };
  co_return response;
}

TEST(HttpServer, a_stream_whose_reader_stops_reading_is_told_so) {
  TestServer server(hasty(), endless);
  RawClient client(server.address());
  client.send(get("/"));
  while (server.connections() > 0 || client.receive_some().empty()) std::this_thread::yield();
}

TEST(HttpServer, a_stream_whose_reader_has_gone_ends) {
  TestServer server({}, endless);
  {
    RawClient client(server.address());
    client.send(get("/"));
    EXPECT_FALSE(client.receive_some().empty());
  }
  while (server.connections() > 0) std::this_thread::yield();
}

// ---- stop

TEST(HttpServer, a_stop_closes_idle_connections_at_once) {
  TestServer server;
  RawClient idle(server.address());
  idle.send(get("/"));
  EXPECT_EQ(idle.receive().status, 200);
  server.stop(10min);
  EXPECT_TRUE(idle.closed());
  EXPECT_FALSE(RawClient(server.address()).connected());
}

// A handler that waits until the test lets it go on.
struct Gate {
  std::unique_ptr<boost::asio::steady_timer> timer;
  std::promise<void> entered;

  Handler handler() {
    return [this](const ServerRequest&) { return wait(*this); };
  }
  static boost::asio::awaitable<ServerResponse> wait(Gate& gate) {
    gate.timer = std::make_unique<boost::asio::steady_timer>(co_await boost::asio::this_coro::executor);
    gate.timer->expires_at(boost::asio::steady_timer::time_point::max());
    gate.entered.set_value();
    boost::system::error_code ec;
    co_await gate.timer->async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    ServerResponse response;
    response.body = bytes_of("let go");
    co_return response;
  }
};

TEST(HttpServer, a_stop_lets_a_request_end_and_then_closes) {
  Gate gate;
  TestServer server({}, gate.handler());
  RawClient client(server.address());
  client.send(get("/"));
  gate.entered.get_future().get();
  server.begin_stop(10min);
  server.loop().call([&] { return gate.timer->cancel(); });
  const auto response = client.receive();
  EXPECT_EQ(response.body, "let go");
  EXPECT_EQ(response.header("connection"), "close");
  server.stop(10min);
}

TEST(HttpServer, a_stop_cuts_what_outlasts_the_drain) {
  Gate gate;
  TestServer server({}, gate.handler());
  RawClient client(server.address());
  client.send(get("/"));
  gate.entered.get_future().get();
  server.stop(20ms);  // returns: nothing waits for the handler any longer
  EXPECT_EQ(client.receive().status, 0);
  server.loop().call([&] {
    gate.timer.reset();
    return 0;
  });
}

// ---- addresses

TEST(HttpServer, an_address_in_use_is_busy) {
  TestServer server;
  support::LoopThread loop;
  const Endpoint taken{.address = server.address()};
  const auto second = HttpServer::listen(loop.context().get_executor(), taken, {}, testing::echo, testing::error_page);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::busy);
}

TEST(HttpServer, what_is_no_address_is_malformed) {
  support::LoopThread loop;
  for (const char* text :
       {"", "8488", "127.0.0.1", "forum.example:80", "127.0.0.1:65536", "[::1", "[::1]", "::1:80", ":80", "1.2.3:80"}) {
    const Endpoint endpoint{.address = text};
    const auto server =
        HttpServer::listen(loop.context().get_executor(), endpoint, {}, testing::echo, testing::error_page);
    ASSERT_FALSE(server) << text;
    EXPECT_EQ(server.error().code, Code::malformed) << text;
  }
}

TEST(HttpServer, a_socket_that_systemd_did_not_pass_is_a_configuration_error) {
  support::LoopThread loop;
  const Endpoint endpoint{.address = "systemd"};
  const auto server =
      HttpServer::listen(loop.context().get_executor(), endpoint, {}, testing::echo, testing::error_page);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, Code::config);
}

// ---- Unix sockets and their blocking client

class AdminSocket : public ::testing::Test {
 protected:
  AdminSocket() : path_(folder_.file("admin.sock")) {}

  Endpoint endpoint() const { return {.address = "unix:" + path_.string(), .unix_mode = 0640}; }
  static ServerSettings admin() {
    ServerSettings settings;
    settings.any_method = true;
    settings.body_bytes_max = 100'000;
    return settings;
  }
  digest::Result<LocalAnswer> ask(std::string_view method, std::string_view target, std::string_view body = "") const {
    return local_request(path_.string(), method, target, body, 10s);
  }

  support::TempFolder folder_;
  std::filesystem::path path_;
};

TEST_F(AdminSocket, any_method_and_a_body_arrive) {
  TestServer server(admin(), testing::echo, endpoint());
  const auto answer = ask("POST", "/admin/v1/add", "{\"url\":\"x\"}");
  ASSERT_TRUE(answer) << to_string(answer.error());
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "POST /admin/v1/add {\"url\":\"x\"}\n");
  EXPECT_EQ(ask("GET", "/x")->body, "GET /x \n");
  EXPECT_EQ(ask("DELETE", "/x")->body, "DELETE /x \n");
}

TEST_F(AdminSocket, a_large_body_arrives_whole_and_a_larger_one_is_refused) {
  TestServer server(admin(), testing::echo, endpoint());
  EXPECT_EQ(ask("POST", "/x", std::string(100'000, 'b'))->body.size(), 100'000u + 9);
  EXPECT_EQ(ask("POST", "/x", std::string(100'001, 'b'))->status, 413);
  EXPECT_EQ(ask("GET", "/x", "body")->status, 400);
}

TEST_F(AdminSocket, a_client_that_expects_it_is_told_to_continue) {
  TestServer server(admin(), testing::echo, endpoint());
  RawClient client("unix:" + path_.string());
  client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive().status, 100);
  client.send("ok");
  EXPECT_EQ(client.receive().body, "POST /x ok\n");
}

TEST_F(AdminSocket, the_file_has_its_mode_and_goes_with_the_server) {
  {
    TestServer server(admin(), testing::echo, endpoint());
    struct stat st {};
    ASSERT_EQ(::lstat(path_.c_str(), &st), 0);
    EXPECT_EQ(st.st_mode & 0777, 0640u);
    EXPECT_EQ(server.address(), "unix:" + path_.string());
  }
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(AdminSocket, a_left_over_file_is_replaced_and_a_live_one_is_busy) {
  // A file that a killed process left behind: bound, and nobody listens.
  const int dead = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path_.string().copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::close(dead);
  TestServer server(admin(), testing::echo, endpoint());
  EXPECT_EQ(ask("GET", "/")->status, 200);
  support::LoopThread loop;
  const auto second =
      HttpServer::listen(loop.context().get_executor(), endpoint(), {}, testing::echo, testing::error_page);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::busy);
  EXPECT_EQ(ask("GET", "/")->status, 200);
}

TEST_F(AdminSocket, another_file_in_the_way_is_left_alone) {
  std::filesystem::create_directory(path_);
  support::LoopThread loop;
  const auto server =
      HttpServer::listen(loop.context().get_executor(), endpoint(), {}, testing::echo, testing::error_page);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, Code::config);
  EXPECT_TRUE(std::filesystem::exists(path_));
}

TEST_F(AdminSocket, a_path_over_107_bytes_is_a_configuration_error_on_both_ends) {
  const std::string path = "/tmp/" + std::string(110, 'x');
  support::LoopThread loop;
  const Endpoint endpoint{.address = "unix:" + path};
  const auto server =
      HttpServer::listen(loop.context().get_executor(), endpoint, {}, testing::echo, testing::error_page);
  EXPECT_EQ(server.error().code, Code::config);
  EXPECT_EQ(local_request(path, "GET", "/", "", 1s).error().code, Code::config);
}

TEST_F(AdminSocket, without_a_daemon_the_client_says_unavailable) {
  const auto answer = ask("GET", "/");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::unavailable);
  EXPECT_NE(answer.error().hint.find("gailou serve"), std::string::npos);
}

TEST_F(AdminSocket, the_client_gives_up_at_its_deadline) {
  Gate gate;
  TestServer server(admin(), gate.handler(), endpoint());
  EXPECT_EQ(local_request(path_.string(), "GET", "/", "", 50ms).error().code, Code::timeout);
}

// ---- pure parts

TEST(ResponseHead, dates_are_in_the_fixed_form) {
  EXPECT_EQ(http_date(digest::from_ms(784'111'777'000)), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(digest::from_ms(1'777'593'600'999)), "Fri, 01 May 2026 00:00:00 GMT");
}

TEST(RequestPath, more_than_64_parameters_are_refused) {
  std::string query = "/?a";
  for (int i = 1; i < 64; ++i) query += "&a";
  EXPECT_TRUE(parse_target(query));
  EXPECT_FALSE(parse_target(query + "&a"));
}

}  // namespace
}  // namespace gailou::io
