// The seam to other people's web servers: a request value in, a response value out. Policy (pace, cooldowns, what a
// status means) stands elsewhere.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/io/secret.h"
#include "digest/error.h"
#include "digest/time.h"

namespace gailou::io {

struct HttpRequest {
  std::string url{};                                            // absolute, http or https
  std::vector<std::pair<std::string, std::string>> headers{};   // beside Host, User-Agent, Accept-Encoding
  std::vector<std::pair<std::string, Secret>> secrets{};        // headers too, but never sent after a redirect
  digest::Duration timeout = std::chrono::seconds{30};          // the whole exchange, redirects included
  digest::Duration connect_timeout = std::chrono::seconds{10};  // DNS, connect, TLS
  std::size_t body_bytes_max = std::size_t{16} << 20;           // after decompression
  bool allow_private_addresses = false;
  std::string user_agent{};
  int redirects_max = 3;  // 0: a redirect is a response like any other
  std::string body{};     // of post() alone
  /// Called, if it is set, where an error comes back and not a byte of the request has left: what was asked for has
  /// surely not been done.
  std::function<void()> when_unsent{};
};

struct HttpResponse {
  int status = 0;
  std::map<std::string, std::string> headers{};  // names in lower case; repeated ones joined by ", "
  std::string body{};                            // decompressed
  std::string url{};                             // after redirects
  std::size_t bytes_received = 0;                // header block and body as they came, before decompression
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;

  /// GET. Follows at most 3 redirects, to the same scheme, host and port only; nothing is sent a second time by itself.
  /// Any status is a response; errors are: timeout, unavailable (DNS, refused, reset, TLS), too_large, malformed (cut
  /// short, bad gzip, not HTTP), refused (private address, foreign redirect), cancelled. A certificate or protocol that
  /// isn't to be trusted is unavailable with a retry_after_ms: it won't be mended in minutes.
  virtual boost::asio::awaitable<digest::Result<HttpResponse>> get(HttpRequest request) = 0;

  /// POST of `request.body`; redirects are never followed and nothing is sent twice. For an engine's endpoint and
  /// webhooks; a client that only reads forums needs none.
  virtual boost::asio::awaitable<digest::Result<HttpResponse>> post(HttpRequest request);
};

}  // namespace gailou::io
