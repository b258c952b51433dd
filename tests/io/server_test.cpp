// What the HTTP server promises beyond parsing: order, lengths, deadlines, limits, streams, a clean stop.
#include <thread>

#include <gtest/gtest.h>

#include "daemon/io/http_date.h"
#include "daemon/io/server/request_path.h"
#include "daemon/io/server/response_head.h"
#include "tests/io/test_server.h"

namespace gailou::io {
namespace {

using namespace std::chrono_literals;
using digest::Code;
using support::exchange;
using support::RawClient;
using testing::bytes_of;
using testing::Gate;
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
