#include "daemon/io/client/connection.h"

#include <algorithm>
#include <cerrno>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <sys/socket.h>

#include "daemon/io/address_policy.h"
#include "daemon/io/deadline.h"

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
constexpr digest::Duration kAttemptMin = std::chrono::seconds{1};

Error cancelled() {
  return Error{.code = Code::cancelled, .what = "cancelled"};
}

/// Every address is judged before any is connected to: a name may point outside and inside at once.
std::optional<Error> refused(const Addresses& addresses, const std::string& host) {
  for (const auto& address : addresses) {
    const auto range = refused_range(address);
    if (range.empty()) continue;
    return Error{.code = Code::refused,
                 .what = host + " leads to " + address.to_string() + ": " + std::string(range),
                 .hint = "set poll.allow_private_addresses if that is meant"};
  }
  return std::nullopt;
}

}  // namespace

asio::awaitable<Result<void>> Connection::open(NameLookUp& names, asio::ssl::context* tls, ConnectFacts facts) {
  const Url& url = facts.url;
  Addresses addresses;
  error_code not_an_address;
  const auto literal = asio::ip::make_address(url.host, not_an_address);
  if (not_an_address) {
    auto found = co_await names.find(url.host, std::min(facts.timeout, kLookUpMax));
    if (!found) co_return found.error();
    addresses = std::move(*found);
  } else {
    addresses.push_back(literal);
  }
  if (addresses.empty()) co_return Error{.code = Code::unavailable, .what = url.host + " has no address"};
  if (addresses.size() > kAddressesMax) addresses.resize(kAddressesMax);
  if (!facts.allow_private_addresses) {
    if (auto error = refused(addresses, url.host)) co_return std::move(*error);
  }
  auto connected = co_await connect(std::move(addresses), facts);
  if (!connected || tls == nullptr) co_return connected;
  co_return co_await shake_hands(*tls, url.host);
}

asio::awaitable<Result<void>> Connection::connect(Addresses addresses, ConnectFacts facts) {
  // One address that swallows packets must not eat the time of the others.
  const auto share = facts.timeout / static_cast<int>(addresses.size());
  const auto limit = std::max(share, std::min(kAttemptMin, facts.timeout));
  Result<void> last = Error{.code = Code::unavailable, .what = facts.url.host + " has no address"};
  for (const auto& address : addresses) {
    const tcp::endpoint endpoint(address, facts.url.port);
    auto attempt = connect_one(endpoint, facts.url.host);
    last = co_await with_deadline<void>(std::move(attempt), limit);
    if (last || last.error().code == Code::cancelled) co_return last;
    if (last.error().code == Code::timeout) {
      last = Error{.code = Code::timeout,
                   .what = "no connection to " + facts.url.host + " (" + address.to_string() + ") within " +
                           std::to_string(limit.count()) + " ms"};
    }
  }
  co_return last;
}

asio::awaitable<Result<void>> Connection::connect_one(tcp::endpoint endpoint, std::string host) {
  error_code ignored;
  socket_.close(ignored);
  const auto [ec] = co_await socket_.async_connect(endpoint, kAwait);
  if (ec == asio::error::operation_aborted) co_return cancelled();
  if (ec) {
    co_return Error{.code = Code::unavailable,
                    .what = "can't connect to " + host + " (" + endpoint.address().to_string() + "): " + ec.message()};
  }
  error_code failed;
  const auto peer = socket_.remote_endpoint(failed);
  if (failed || peer.address() != endpoint.address()) {
    co_return Error{.code = Code::unavailable, .what = "the connection to " + host + " was lost at once"};
  }
  socket_.set_option(tcp::no_delay(true), ignored);
  co_return Result<void>{};
}

asio::awaitable<Result<void>> Connection::shake_hands(asio::ssl::context& tls, std::string host) {
  tls_.emplace(socket_, tls);
  expect_host(*tls_, host, fault_);
  const auto [ec] = co_await tls_->async_handshake(asio::ssl::stream_base::client, kAwait);
  if (ec == asio::error::operation_aborted) co_return cancelled();
  if (ec) co_return tls_error(host, ec, fault_);
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
  if (tls_) return false;
  char byte = 0;
  const auto got = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got >= 0 || errno != EAGAIN;
}

}  // namespace gailou::io
