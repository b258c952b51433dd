// A connection to a web server's checked address, directly or through a proxy, with TLS or without. No HTTP but the
// proxy's.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "daemon/io/client/name_lookup.h"
#include "daemon/io/client/tls.h"
#include "daemon/io/proxy.h"
#include "daemon/io/url.h"
#include "digest/error.h"

namespace gailou::io {

struct ConnectFacts {
  Url url{};
  std::optional<Proxy> proxy{};  // absent: the way is direct
  bool allow_private_addresses = false;
  digest::Duration timeout{};  // of the look-up; the whole is the caller's to limit
};

class Connection {
 public:
  explicit Connection(boost::asio::any_io_executor executor) : socket_(std::move(executor)) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// Resolves, checks every address, connects to the first that answers; with `tls`, shakes hands. Through a proxy only
  /// the target's text can be judged: its name is resolved there, out of our sight.
  boost::asio::awaitable<digest::Result<void>> open(NameLookUp& names, TlsClient* tls, ConnectFacts facts);

  /// Writes all of it; `bytes` must outlive the await.
  boost::asio::awaitable<boost::system::error_code> write(const std::string& bytes);
  /// Bytes read; 0 with an error code.
  boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer buffer, boost::system::error_code& ec);

  /// Whether the other side has closed, is about to, or has sent what nobody asked for; by a look that doesn't block.
  bool is_stale();

 private:
  boost::asio::awaitable<digest::Result<void>> connect(NameLookUp& names, ConnectFacts facts);
  boost::asio::awaitable<digest::Result<void>> shake_hands(TlsClient& tls, Url url);

  boost::asio::ip::tcp::socket socket_;
  CertificateFault fault_{};
  std::optional<TlsStream> tls_{};
  bool is_open_ = false;  // TLS hands were shaken
};

}  // namespace gailou::io
