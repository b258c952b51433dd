// An HttpClient that counts what comes of its requests: one per source, so that each has figures of its own.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "daemon/io/http_client.h"

namespace gailou::io {

struct RequestFigures {
  std::array<std::uint64_t, 6> by_class{};  // [2]: 200 to 299
  std::uint64_t failed = 0;                 // no answer came: refused, timed out, not to be trusted
  std::uint64_t bytes = 0;                  // received, before decompression
};

class CountedClient : public HttpClient {
 public:
  /// `client` must outlive it.
  explicit CountedClient(HttpClient& client) : client_(client) {}

  boost::asio::awaitable<digest::Result<HttpResponse>> get(HttpRequest request) override {
    auto asking = client_.get(std::move(request));
    auto response = co_await std::move(asking);
    count(response);
    co_return response;
  }
  boost::asio::awaitable<digest::Result<HttpResponse>> post(HttpRequest request) override {
    auto asking = client_.post(std::move(request));
    auto response = co_await std::move(asking);
    count(response);
    co_return response;
  }

  const RequestFigures& figures() const { return figures_; }

 private:
  void count(const digest::Result<HttpResponse>& response) {
    if (!response) {
      // One that was given up because the daemon stops or listens elsewhere is no failure.
      if (response.error().code != digest::Code::cancelled) ++figures_.failed;
      return;
    }
    const auto kind = static_cast<std::size_t>(response->status / 100);
    ++figures_.by_class.at(kind < figures_.by_class.size() ? kind : 0);
    figures_.bytes += response->bytes_received;
  }

  HttpClient& client_;
  RequestFigures figures_{};
};

}  // namespace gailou::io
