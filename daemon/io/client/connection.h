// A connection to a web server's checked address, with TLS or without. No HTTP.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "daemon/io/client/name_lookup.h"
#include "daemon/io/client/tls.h"
#include "daemon/io/url.h"
#include "digest/error.h"

namespace gailou::io {

struct ConnectFacts {
  Url url{};
  bool allow_private_addresses = false;
  digest::Duration timeout{};  // of the whole of it; of each address a part
};

class Connection {
 public:
  explicit Connection(boost::asio::any_io_executor executor) : socket_(std::move(executor)) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Resolves, checks every address, connects to the first that answers; with `tls`, shakes hands.
  boost::asio::awaitable<digest::Result<void>> open(NameLookUp& names, boost::asio::ssl::context* tls,
                                                    ConnectFacts facts);

  /// Writes all of it; `bytes` must outlive the await.
  boost::asio::awaitable<boost::system::error_code> write(const std::string& bytes);
  /// Bytes read; 0 with an error code.
  boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer buffer, boost::system::error_code& ec);

  /// Whether the other side has closed or sent what nobody asked for; by a look that doesn't block. Plain only: under
  /// TLS session tickets may wait there.
  bool is_stale();

  std::chrono::steady_clock::time_point idle_since{};

 private:
  boost::asio::awaitable<digest::Result<void>> connect(Addresses addresses, ConnectFacts facts);
  boost::asio::awaitable<digest::Result<void>> connect_one(boost::asio::ip::tcp::endpoint endpoint, std::string host);
  boost::asio::awaitable<digest::Result<void>> shake_hands(boost::asio::ssl::context& tls, std::string host);

  boost::asio::ip::tcp::socket socket_;
  CertificateFault fault_{};
  std::optional<TlsStream> tls_{};
};

}  // namespace gailou::io
