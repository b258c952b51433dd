#include "daemon/io/client/connection.h"

#include <algorithm>
#include <array>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <poll.h>
#include <sys/socket.h>

#include "daemon/io/address_policy.h"
#include "daemon/io/client/connect_race.h"
#include "daemon/io/client/tunnel.h"

namespace gailou::io {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr digest::Duration kLookUpMax = std::chrono::seconds{8};

Error inside(const std::string& host, const std::string& where) {
  return Error{
      .code = Code::refused, .what = host + where, .hint = "set poll.allow_private_addresses if that is meant"};
}

/// Every address is judged before any is connected to: a name may point outside and inside at once.
std::optional<Error> refused(const Addresses& addresses, const std::string& host) {
  for (const auto& address : addresses) {
    const auto range = refused_range(address);
    if (!range.empty()) return inside(host, " leads to " + address.to_string() + ": " + std::string(range));
  }
  return std::nullopt;
}

std::optional<Addresses> written_as_address(const std::string& host) {
  error_code not_an_address;
  const auto literal = asio::ip::make_address(host, not_an_address);
  if (not_an_address) return std::nullopt;
  return Addresses{literal};
}

/// What can be said of a host that a proxy resolves.
std::optional<Error> refused_by_text(const std::string& host) {
  if (const auto literal = written_as_address(host)) return refused(*literal, host);
  if (host == "localhost" || host.ends_with(".localhost")) return inside(host, " is loopback");
  return std::nullopt;
}

asio::awaitable<Result<Addresses>> addresses_of(NameLookUp& names, std::string host, digest::Duration timeout) {
  if (auto literal = written_as_address(host)) co_return std::move(*literal);
  co_return co_await names.find(host, std::min(timeout, kLookUpMax));
}

constexpr std::size_t kTlsRecordHead = 5;

/// TLS 1.2 says so; a record of TLS 1.3 is an alert if it has room for one and nothing else (RFC 8446, 5.2: two bytes,
/// the type, 16 of the tag).
bool is_alert(const std::array<unsigned char, kTlsRecordHead>& head) {
  constexpr unsigned kAlert = 21;
  constexpr unsigned kHidden = 23;
  const auto length = static_cast<unsigned>(head[3]) << 8U | static_cast<unsigned>(head[4]);
  return head[0] == kAlert || (head[0] == kHidden && length == 2 + 1 + 16);
}

std::string authority_of(const Url& url) {
  const bool v6 = url.host.find(':') != std::string::npos;
  return (v6 ? "[" + url.host + "]" : url.host) + ":" + std::to_string(url.port);
}

}  // namespace

Connection::~Connection() {
  if (tls_ && is_open_) settle(*tls_);
}

asio::awaitable<Result<void>> Connection::open(NameLookUp& names, TlsClient* tls, ConnectFacts facts) {
  if (facts.proxy && !facts.allow_private_addresses) {
    if (auto error = refused_by_text(facts.url.host)) co_return std::move(*error);
  }
  auto connected = co_await connect(names, facts);
  if (!connected || tls == nullptr) co_return connected;
  if (facts.proxy) {
    auto opened = co_await open_tunnel(socket_, *facts.proxy, authority_of(facts.url));
    if (!opened) co_return opened;
  }
  co_return co_await shake_hands(*tls, facts.url);
}

asio::awaitable<Result<void>> Connection::connect(NameLookUp& names, ConnectFacts facts) {
  const std::string host = facts.proxy ? facts.proxy->host : facts.url.host;
  auto addresses = co_await addresses_of(names, host, facts.timeout);
  if (!addresses) {
    Error error = addresses.error();
    if (facts.proxy) error.what = "the proxy " + facts.proxy->name() + ": " + error.what;
    co_return error;
  }
  // The proxy was named by the owner: it may well stand inside.
  if (!facts.allow_private_addresses && !facts.proxy) {
    if (auto error = refused(*addresses, host)) co_return std::move(*error);
  }
  RaceFacts race;
  race.host = facts.proxy ? "the proxy " + facts.proxy->name() : host;
  race.addresses = in_turn(*addresses);
  race.port = facts.proxy ? facts.proxy->port : facts.url.port;
  co_return co_await connect_first(socket_, std::move(race));
}

asio::awaitable<Result<void>> Connection::shake_hands(TlsClient& tls, Url url) {
  tls_.emplace(socket_, tls.context());
  tls.prepare(*tls_, url, fault_);
  const auto [ec] = co_await tls_->async_handshake(asio::ssl::stream_base::client, kAwait);
  if (ec == asio::error::operation_aborted) co_return Error{.code = Code::cancelled, .what = "cancelled"};
  if (ec) co_return tls_error(url.host, ec, fault_);
  is_open_ = true;
  co_return Result<void>{};
}

asio::awaitable<error_code> Connection::write(const std::string& bytes) {
  if (tls_) {
    const auto [ec, written] = co_await asio::async_write(*tls_, asio::buffer(bytes), kAwait);
    co_return ec;
  }
  const auto [ec, written] = co_await asio::async_write(socket_, asio::buffer(bytes), kAwait);
  co_return ec;
}

asio::awaitable<std::size_t> Connection::read_some(asio::mutable_buffer buffer, error_code& ec) {
  if (tls_) {
    const auto [failed, read] = co_await tls_->async_read_some(buffer, kAwait);
    ec = failed;
    co_return read;
  }
  const auto [failed, read] = co_await socket_.async_read_some(buffer, kAwait);
  ec = failed;
  co_return read;
}

bool Connection::is_stale() {
  pollfd look{.fd = socket_.native_handle(), .events = POLLIN | POLLRDHUP, .revents = 0};
  if (::poll(&look, 1, 0) < 0) return true;
  if ((look.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0) return true;
  if ((look.revents & POLLIN) == 0) return false;
  if (!tls_) return true;
  // Session tickets may wait there, or the alert by which the other side takes its leave.
  std::array<unsigned char, kTlsRecordHead> head{};
  const auto got = ::recv(socket_.native_handle(), head.data(), head.size(), MSG_PEEK | MSG_DONTWAIT);
  return got < static_cast<ssize_t>(head.size()) || is_alert(head);
}

}  // namespace gailou::io
