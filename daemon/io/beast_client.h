// HttpClient over Beast and OpenSSL: bounded, verified, no further than it was told to go.
#pragma once

#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "daemon/io/client/name_lookup.h"
#include "daemon/io/http_client.h"
#include "daemon/io/proxy.h"

namespace gailou::io {

/// Keeps one idle connection per origin. Logs each request that leaves at debug level ("request"): without its query
/// and without what was read. Must be destroyed before the executor's loop. Its deadlines run on the system's monotonic
/// clock.
class BeastClient : public HttpClient {
 public:
  /// `look_up` replaces the system's resolver (tests).
  explicit BeastClient(boost::asio::any_io_executor executor, LookUp look_up = {}, Proxies proxies = {});
  BeastClient(const BeastClient&) = delete;
  BeastClient& operator=(const BeastClient&) = delete;
  ~BeastClient() override;

  boost::asio::awaitable<digest::Result<HttpResponse>> get(HttpRequest request) override;
  boost::asio::awaitable<digest::Result<HttpResponse>> post(HttpRequest request) override;

 private:
  class Exchange;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gailou::io
