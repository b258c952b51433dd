// A server on loopback whose handler says what it was asked.
#pragma once

#include <future>
#include <memory>
#include <stdexcept>
#include <string>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "daemon/io/http_server.h"
#include "tests/support/loop_thread.h"
#include "tests/support/raw_client.h"

namespace gailou::io::testing {

inline Bytes bytes_of(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

/// "/throw" throws, "/big" is 8 MiB, "/huge" 32, "/stream" streams three lines; anything else echoes method, path and
/// body.
inline boost::asio::awaitable<ServerResponse> echo(const ServerRequest& request) {
  ServerResponse response;
  response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  if (request.path == "/throw") throw std::runtime_error("handler failed");
  if (request.path == "/bad-field") response.headers.emplace_back("X-Bad", "a\r\nSet-Cookie: b");
  if (request.path == "/304") response.status = 304;
  if (request.path == "/close") response.close = true;
  if (request.path == "/big" || request.path == "/huge") {
    response.body = bytes_of(std::string(std::size_t{request.path == "/big" ? 8u : 32u} << 20, 'x'));
  } else if (request.path == "/stream") {
    response.stream = [](const SharedStream& out) {
      for (const char* line : {"one\n", "two\n", "three\n"}) static_cast<void>(out->write_some(line));
      out->close();
    };
  } else {
    response.body = bytes_of(request.method + " " + request.path + " " + request.body + "\n");
  }
  co_return response;
}

inline ServerResponse error_page(int status, std::string_view detail, const ServerRequest& request) {
  ServerResponse response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  response.body = bytes_of(std::string(detail) + " [" + request.request_id + "]\n");
  return response;
}

// A handler that waits until the test lets it go on.
struct Gate {
  boost::asio::steady_timer* timer = nullptr;  // while the handler waits
  std::promise<void> entered;

  Handler handler() {
    return [this](const ServerRequest&) { return wait(*this); };
  }
  static boost::asio::awaitable<ServerResponse> wait(Gate& gate) {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor,
                                    boost::asio::steady_timer::time_point::max());
    gate.timer = &timer;
    gate.entered.set_value();
    boost::system::error_code ec;
    co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    ServerResponse response;
    response.body = bytes_of("let go");
    co_return response;
  }
};

/// Listens at once, serves until destroyed.
class TestServer {
 public:
  explicit TestServer(const ServerSettings& settings = {}, Handler handler = echo,
                      Endpoint endpoint = {.address = "127.0.0.1:0"}) {
    server_ = loop_.call([&] {
      return HttpServer::listen(loop_.context().get_executor(), endpoint, settings, std::move(handler), error_page)
          .value();
    });
    serving_ = loop_.start(server_->serve());
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;
  ~TestServer() {
    stop(digest::Duration::zero());
    loop_.call([this] {
      server_.reset();
      return 0;
    });
  }

  std::string address() const { return server_->local_address(); }
  std::size_t connections() {
    return loop_.call([this] { return server_->connections(); });
  }
  /// Returns when serve() has.
  void stop(digest::Duration drain) {
    begin_stop(drain);
    if (serving_.valid()) serving_.get();
  }
  void begin_stop(digest::Duration drain) {
    loop_.call([this, drain] {
      server_->stop(drain);
      return 0;
    });
  }
  support::LoopThread& loop() { return loop_; }

 private:
  support::LoopThread loop_;
  std::unique_ptr<HttpServer> server_;
  std::future<void> serving_;
};

}  // namespace gailou::io::testing
