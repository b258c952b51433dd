// Malformed requests over a real socket: each gets its refusal, and a good request on a new connection is served after
// it.
#include <string>

#include <gtest/gtest.h>

#include "daemon/io/server/request_check.h"
#include "tests/io/test_server.h"

namespace gailou::io {
namespace {

using support::exchange;
using support::RawClient;

constexpr char kGood[] = "GET /ok HTTP/1.1\r\nHost: localhost\r\n\r\n";

struct Shape {
  std::string name;
  std::string bytes;
  int status;
};

std::string get(const std::string& target, const std::string& fields = "Host: localhost\r\n") {
  return "GET " + target + " HTTP/1.1\r\n" + fields + "\r\n";
}

std::vector<Shape> framing_shapes() {
  const std::string host = "Host: a\r\n";
  return {
      {"folded field", get("/", host + "X: a\r\n b\r\n"), 400},
      {"field folded by a tab", get("/", host + "X: a\r\n\tb\r\n"), 400},
      {"folded first field", get("/", " x\r\n" + host), 400},
      {"two different lengths", get("/", host + "Content-Length: 0\r\nContent-Length: 5\r\n"), 400},
      {"two equal lengths", get("/", host + "Content-Length: 0\r\nContent-Length: 0\r\n"), 400},
      {"a list of lengths", get("/", host + "Content-Length: 0, 0\r\n"), 400},
      {"negative length", get("/", host + "Content-Length: -1\r\n"), 400},
      {"signed length", get("/", host + "Content-Length: +0\r\n"), 400},
      {"hexadecimal length", get("/", host + "Content-Length: 0x0\r\n"), 400},
      {"length with blanks inside", get("/", host + "Content-Length: 1 0\r\n"), 400},
      {"huge length", get("/", host + "Content-Length: 99999999999999999999999\r\n"), 400},
      {"empty length", get("/", host + "Content-Length:\r\n"), 400},
      {"body on GET", get("/", host + "Content-Length: 5\r\n") + "hello", 400},
      {"length and transfer encoding",
       get("/", host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400},
      {"chunked", get("/", host + "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400},
      {"identity encoding", get("/", host + "Transfer-Encoding: identity\r\n"), 400},
      {"unknown encoding", get("/", host + "Transfer-Encoding: xchunked\r\n"), 400},
      {"encoding with a vertical tab",
       get("/", host + "Transfer-Encoding: \x0b"
                       "chunked\r\n"),
       400},
      {"blank before the colon", get("/", host + "Content-Length : 0\r\n"), 400},
      {"tab before the colon", get("/", host + "X\t: 0\r\n"), 400},
      {"chunked POST", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
  };
}

std::vector<Shape> byte_shapes() {
  const std::string host = "Host: a\r\n";
  return {
      {"bare line feeds", "GET / HTTP/1.1\nHost: a\n\n", 400},
      {"one bare line feed", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400},
      {"bare carriage return in a value", get("/", host + "X: a\rb\r\n"), 400},
      {"bare carriage return in the request line", "GET /\rHTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"two carriage returns", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", 400},
      {"NUL in a value", get("/", host + std::string("X: a\0b\r\n", 8)), 400},
      {"NUL in a name", get("/", host + std::string("X\0: a\r\n", 7)), 400},
      {"NUL in the target", get(std::string("/a\0b", 4)), 400},
      {"escape character in a value", get("/", host + "X: \x1b[31m\r\n"), 400},
      {"DEL in a value", get("/", host + "X: \x7f\r\n"), 400},
      {"empty name", get("/", host + ": a\r\n"), 400},
      {"no colon", get("/", host + "nonsense\r\n"), 400},
      {"parentheses in a name", get("/", host + "X(y): a\r\n"), 400},
      {"name above ASCII", get("/", host + "X\xc3\xa9: a\r\n"), 400},
      {"leading empty line", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"leading blank", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"TLS hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), 400},
      {"SSH", "SSH-2.0-OpenSSH_9.2\r\n\r\n", 400},
      {"nothing but a word", "hello\r\n\r\n", 400},
  };
}

std::vector<Shape> line_shapes() {
  const std::string host = "\r\nHost: a\r\n\r\n";
  return {
      {"no version", "GET /" + host, 400},
      {"HTTP/0.9", "GET / HTTP/0.9" + host, 400},
      {"HTTP/2.0", "GET / HTTP/2.0" + host, 400},
      {"HTTP/1.2", "GET / HTTP/1.2" + host, 400},
      {"HTTP/01.1", "GET / HTTP/01.1" + host, 400},
      {"lower-case version", "GET / http/1.1" + host, 400},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
      {"two blanks", "GET  / HTTP/1.1" + host, 400},
      {"tab instead of a blank", "GET\t/ HTTP/1.1" + host, 400},
      {"blank in the target", "GET /a b HTTP/1.1" + host, 400},
      {"blank after the version", "GET / HTTP/1.1 " + host, 400},
      {"no target", "GET HTTP/1.1" + host, 400},
      {"absolute target", "GET http://a/ HTTP/1.1" + host, 400},
      {"asterisk", "GET * HTTP/1.1" + host, 400},
      {"authority", "GET a:80 HTTP/1.1" + host, 400},
      {"POST", "POST / HTTP/1.1" + host, 405},
      {"PUT", "PUT / HTTP/1.1" + host, 405},
      {"DELETE", "DELETE / HTTP/1.1" + host, 405},
      {"OPTIONS *", "OPTIONS * HTTP/1.1" + host, 405},
      {"CONNECT", "CONNECT a:80 HTTP/1.1" + host, 405},
      {"TRACE", "TRACE / HTTP/1.1" + host, 405},
      {"lower-case method", "get / HTTP/1.1" + host, 405},
      {"unknown method", "BREW /pot HTTP/1.1" + host, 405},
      {"POST with a body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na=b", 405},
      {"long request line", "GET /" + std::string(9000, 'a') + " HTTP/1.1" + host, 414},
      {"long method", std::string(9000, 'A'), 414},
      {"many bytes of fields", get("/", "Host: a\r\nX: " + std::string(17000, 'a') + "\r\n"), 431},
      {"endless field name", "GET / HTTP/1.1\r\nHost: a\r\n" + std::string(17000, 'x'), 431},
  };
}

std::vector<Shape> host_and_target_shapes() {
  std::string many = "Host: a\r\n";
  for (int i = 0; i < 120; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
  return {
      {"no host", get("/", ""), 400},
      {"no host, HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", 400},
      {"two hosts", get("/", "Host: a\r\nHost: b\r\n"), 400},
      {"two equal hosts", get("/", "Host: a\r\nhost: a\r\n"), 400},
      {"empty host", get("/", "Host:\r\n"), 400},
      {"host with a path", get("/", "Host: a/b\r\n"), 400},
      {"host with a user", get("/", "Host: u@a\r\n"), 400},
      {"host list", get("/", "Host: a, b\r\n"), 400},
      {"120 fields", get("/", many), 431},
      {"dot-dot", get("/a/../b"), 400},
      {"encoded dot-dot", get("/a/%2e%2E/b"), 400},
      {"final dot-dot", get("/.."), 400},
      {"encoded slash", get("/a%2fb"), 400},
      {"encoded backslash", get("/a%5cb"), 400},
      {"backslash", get("/a\\b"), 400},
      {"encoded NUL", get("/a%00b"), 400},
      {"encoded line feed", get("/a%0ab"), 400},
      {"half an escape", get("/a%2"), 400},
      {"escape of no digits", get("/a%zz"), 400},
      {"overlong UTF-8", get("/%c0%af"), 400},
      {"surrogate", get("/%ed%a0%80"), 400},
      {"cut UTF-8", get("/%e6%a5"), 400},
      {"fragment", get("/a#b"), 400},
      {"bad escape in the query", get("/a?b=%"), 400},
      {"bad UTF-8 in the query", get("/a?b=%ff"), 400},
  };
}

class RequestBattery : public ::testing::Test {
 protected:
  void expect_refused(const std::vector<Shape>& shapes) {
    for (const Shape& shape : shapes) {
      RawClient client(server_.address());
      client.send(shape.bytes);
      const auto response = client.receive(shape.bytes.starts_with("HEAD"));
      EXPECT_EQ(response.status, shape.status) << shape.name << "\n" << response.head << response.body;
      if (shape.status != 405 || shape.name == "POST with a body") {
        EXPECT_EQ(response.header("connection"), "close") << shape.name;
        EXPECT_TRUE(client.receive_all().empty()) << shape.name << ": a second response";
      }
      EXPECT_EQ(exchange(server_.address(), kGood).status, 200) << "after " << shape.name;
    }
  }

  io::testing::TestServer server_;
};

TEST_F(RequestBattery, ambiguous_framing_is_refused) {
  expect_refused(framing_shapes());
}

TEST_F(RequestBattery, bytes_that_may_not_stand_there_are_refused) {
  expect_refused(byte_shapes());
}

TEST_F(RequestBattery, request_lines_and_methods_are_judged) {
  expect_refused(line_shapes());
}

TEST_F(RequestBattery, hosts_and_targets_are_judged) {
  expect_refused(host_and_target_shapes());
}

TEST_F(RequestBattery, the_verdict_does_not_depend_on_how_the_bytes_are_cut) {
  std::vector<Shape> shapes = framing_shapes();
  for (const auto& more : {byte_shapes(), host_and_target_shapes()})
    shapes.insert(shapes.end(), more.begin(), more.end());
  for (const Shape& shape : shapes) {
    for (const std::size_t step : {std::size_t{1}, std::size_t{7}}) {
      if (shape.bytes.size() > 400) continue;
      HeaderScan scan(16 * 1024);
      auto state = HeaderScan::State::more;
      for (std::size_t end = 0; end <= shape.bytes.size() && state == HeaderScan::State::more; end += step) {
        state = scan.feed(std::string_view(shape.bytes).substr(0, end));
      }
      if (state == HeaderScan::State::more) state = scan.feed(shape.bytes);
      HeaderScan whole(16 * 1024);
      ASSERT_EQ(whole.feed(shape.bytes), state) << shape.name;
      EXPECT_EQ(whole.refusal().detail, scan.refusal().detail) << shape.name;
      if (state == HeaderScan::State::complete) {
        EXPECT_EQ(whole.size(), scan.size()) << shape.name;
      }
    }
  }
}

TEST_F(RequestBattery, good_requests_in_unusual_forms_are_served) {
  const std::vector<Shape> shapes = {
      {"HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\n\r\n", 200},
      {"length of zero", get("/", "Host: a\r\nContent-Length: 0\r\n"), 200},
      {"blanks around a value", get("/", "Host:   a  \r\nX:\t y \r\n"), 200},
      {"no blank after the colon", get("/", "Host:a\r\n"), 200},
      {"empty value", get("/", "Host: a\r\nX:\r\n"), 200},
      {"host with port", get("/", "Host: [::1]:8488\r\n"), 200},
      {"encoded characters", get("/%e6%a5%bc/a%20b"), 200},
      {"raw UTF-8", get("/\xe6\xa5\xbc?q=\xe6\xa5\xbc"), 200},
      {"value above ASCII", get("/", "Host: a\r\nX: \xe6\xa5\xbc\r\n"), 200},
      {"dots that are no parts", get("/a..b/...c/.d"), 200},
      {"encoded slash in the query", get("/?next=%2Fa"), 200},
  };
  for (const Shape& shape : shapes) {
    EXPECT_EQ(exchange(server_.address(), shape.bytes).status, shape.status) << shape.name;
  }
}

}  // namespace
}  // namespace gailou::io
