// An HttpClient that asks a stand-in in the same process: for virtual time, where no socket may be.
#pragma once

#include <string>
#include <utility>

#include "daemon/io/clock.h"
#include "daemon/io/deadline.h"
#include "daemon/io/http_client.h"
#include "tests/endpoint/stand_in.h"

namespace gailou::endpoint {

class Client : public io::HttpClient {
 public:
  using Answer = digest::Result<io::HttpResponse>;
  static constexpr digest::Duration kHang = std::chrono::hours{24};  // longer than anybody waits

  Client(StandIn& stand_in, io::Clock& clock) : stand_in_(stand_in), clock_(clock) {}

  boost::asio::awaitable<Answer> get(io::HttpRequest request) override {
    co_return digest::Error{.code = digest::Code::internal,
                            .what = "an endpoint is never asked by GET: " + request.url};
  }

  /// As if nobody listened there.
  bool is_unreachable = false;

  boost::asio::awaitable<Answer> post(io::HttpRequest request) override {
    if (is_unreachable) {
      if (request.when_unsent) request.when_unsent();
      co_return digest::Error{.code = digest::Code::unavailable, .what = "can't connect to 127.0.0.1 (refused)"};
    }
    const auto limit = request.timeout;
    auto asking = ask(std::move(request));
    co_return co_await io::with_deadline<io::HttpResponse>(std::move(asking), limit, clock_);
  }

 private:
  boost::asio::awaitable<Answer> ask(io::HttpRequest request) {
    std::string key;
    std::string authorization;
    for (const auto& [name, value] : request.headers) {
      if (name == "Idempotency-Key") key = value;
    }
    for (const auto& [name, value] : request.secrets) {
      if (name == "Authorization") authorization = value.reveal();
    }
    const auto reply = stand_in_.answer(request.body, authorization, key);
    co_await clock_.sleep_for(reply.delay);
    switch (reply.delivery) {
      case Delivery::whole:
        break;
      case Delivery::reset:
        co_return digest::Error{.code = digest::Code::unavailable, .what = "the connection was lost"};
      case Delivery::hang:
        co_await clock_.sleep_for(kHang);
        break;
      case Delivery::endless:
        co_return digest::Error{.code = digest::Code::too_large, .what = "more than 1 MiB"};
    }
    io::HttpResponse response{.status = reply.status, .headers = {}, .body = reply.body, .url = request.url};
    for (auto [name, value] : reply.headers) {
      for (auto& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      response.headers[name] = value;
    }
    co_return response;
  }

  StandIn& stand_in_;
  io::Clock& clock_;
};

}  // namespace gailou::endpoint
