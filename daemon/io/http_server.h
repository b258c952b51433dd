// Listener and sessions over TCP or a Unix socket: strict parsing, deadlines, limits; shared by serve and admin. What a
// URL means stands in their routers.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "daemon/io/clock.h"
#include "daemon/io/open_stream.h"
#include "digest/error.h"

namespace gailou::io {

struct ServerSettings {
  std::size_t max_connections = 1024;  // without streams: those have a budget of their own, kept by who takes them over
  digest::Duration header_timeout = std::chrono::seconds{10};
  digest::Duration idle_timeout = std::chrono::seconds{60};
  digest::Duration write_timeout = std::chrono::seconds{30};
  std::size_t header_bytes_max = std::size_t{16} << 10;
  std::size_t body_bytes_max = 0;                // 0: a request with a body is refused (400, close)
  bool any_method = false;                       // false: only GET and HEAD reach the handler, all else is 405
  std::size_t connections_per_address_max = 32;  // streams too; of IPv6, per /64 network; more get 503
  /// Peers without that limit: many readers come through them. Unset: loopback, where a reverse proxy stands.
  std::function<bool(const std::string& peer)> is_proxy{};
};

/// A request as the router sees it. Everything in it is hostile.
struct ServerRequest {
  std::string method{};
  std::string target{};  // as sent: origin form
  std::string
      path{};  // percent-decoded; no NUL, no "..", no encoded slash, valid UTF-8: else the session has answered 400
  std::vector<std::pair<std::string, std::string>> query{};  // decoded, in order
  std::string host{};
  std::string accept{};
  std::string accept_encoding{};
  std::string if_none_match{};
  std::string if_modified_since{};
  std::string last_event_id{};
  std::string forwarded_for{};  // X-Forwarded-For and its relatives: to be believed only from a trusted `peer`
  std::string forwarded_proto{};
  std::string forwarded_host{};
  std::string forwarded_prefix{};
  std::string forwarded{};   // RFC 7239's field, as sent
  std::string request_id{};  // the client's if it is [A-Za-z0-9-]{1,64}, else made
  std::string body{};        // admin only
  bool has_forwarded_header = false;
  std::string peer{};  // "192.0.2.7", without port; "unix" on a Unix socket

  bool head() const { return method == "HEAD"; }
  /// First value of a query parameter; nullptr if there is none.
  const std::string* parameter(std::string_view name) const;
};

using Bytes = std::shared_ptr<const std::string>;

struct ServerResponse {
  int status = 200;
  std::vector<std::pair<std::string, std::string>>
      headers{};         // without Date, Content-Length, Connection: the session adds them
  Bytes body{};          // null = empty; not sent to HEAD, but its length is
  StreamTaker stream{};  // set: `body` is ignored, there is no Content-Length; not called for HEAD
  bool close = false;
};

/// Called on the loop; must not block. What it throws becomes a 500 with the request id and a log line.
using Handler = std::function<boost::asio::awaitable<ServerResponse>(const ServerRequest&)>;
/// The answer to what never reached a handler (400, 405, 408, 413, 414, 431, 500, 503), so that serve and admin word it
/// their way.
using ErrorPage = std::function<ServerResponse(int status, std::string_view detail, const ServerRequest&)>;

/// Where to listen. "127.0.0.1:8488", "[::1]:0", "unix:/path"; "systemd:NAME" takes the socket that systemd passed
/// under that name ("systemd" alone: "http"), which is then neither unlinked nor changed.
struct Endpoint {
  std::string address{};
  unsigned unix_mode = 0660;
};

class HttpServer {
 public:
  /// Binds and listens at once. busy if the address is in use, permission, malformed.
  static digest::Result<std::unique_ptr<HttpServer>> listen(boost::asio::any_io_executor executor,
                                                            const Endpoint& endpoint, const ServerSettings& settings,
                                                            Handler handler, ErrorPage error_page);
  virtual ~HttpServer() = default;

  /// Accepts until cancelled (terminal) or stop(); then returns when the sessions have ended.
  virtual boost::asio::awaitable<void> serve() = 0;
  /// Stops accepting; idle connections are closed at once, those in a request after it, all after `drain` at the
  /// latest. Streams are for their takers to end before that.
  virtual void stop(digest::Duration drain) = 0;
  /// Limits and deadlines from now on, also of connections that are open; what is over a smaller limit ends by itself.
  virtual void apply(const ServerSettings& settings) = 0;
  /// "127.0.0.1:41233": with the port that the system chose.
  virtual std::string local_address() const = 0;
  /// Streams too.
  virtual std::size_t connections() const = 0;
};

}  // namespace gailou::io
