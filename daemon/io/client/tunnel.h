// The way through a proxy to a TLS server: CONNECT (RFC 9110, 9.3.6).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "daemon/io/proxy.h"
#include "digest/error.h"

namespace gailou::io {

/// "Basic …" for Proxy-Authorization; empty without a login. The caller wipes it.
std::string login_field(const Proxy& proxy);

/// Asks `proxy`, which `socket` is connected to, for a way to `target` ("forum.example:443"). unavailable: it refused,
/// in words; malformed: it answered what is no HTTP or began to talk by itself.
boost::asio::awaitable<digest::Result<void>> open_tunnel(boost::asio::ip::tcp::socket& socket, Proxy proxy,
                                                         std::string target);

}  // namespace gailou::io
