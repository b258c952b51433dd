// Happy eyeballs (RFC 8305): the addresses of a host are tried one after the other at short notice, without waiting for
// those that don't answer; the first connection stands, the others are closed. Nothing is sent on any of them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "daemon/io/client/name_lookup.h"
#include "digest/error.h"
#include "digest/time.h"

namespace gailou::io {

/// How long an attempt has before the next address is tried as well (RFC 8305, 5: 250 ms).
inline constexpr digest::Duration kNextAttempt = std::chrono::milliseconds{250};
/// Most addresses of one host that are tried.
inline constexpr std::size_t kAttemptsMax = 8;

/// The order of the attempts: IPv6 and IPv4 in turn, IPv6 first, each kind as the resolver has it (RFC 8305, 4); at
/// most kAttemptsMax. Pure.
Addresses in_turn(const Addresses& addresses);

struct RaceFacts {
  std::string host{};     // for messages
  Addresses addresses{};  // checked, in the order of the attempts
  std::uint16_t port = 0;
  digest::Duration next_attempt = kNextAttempt;
};

/// Connects `socket`, which must outlive the await; unavailable, naming each address and why, when all have failed. Has
/// no deadline of its own: cancelling it closes every attempt.
boost::asio::awaitable<digest::Result<void>> connect_first(boost::asio::ip::tcp::socket& socket, RaceFacts facts);

}  // namespace gailou::io
