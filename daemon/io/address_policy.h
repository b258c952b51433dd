// Which IP addresses no request may go to unless private addresses are allowed: those that lead into the machine, its
// network or nowhere. The guard against server-side request forgery.
#pragma once

#include <string_view>

#include <boost/asio/ip/address.hpp>

namespace gailou::io {

/// What kind of inside address it is ("loopback", "a private network"); empty for one that may be connected to. IPv6
/// forms that embed an IPv4 address are judged by it.
std::string_view refused_range(const boost::asio::ip::address& address);

}  // namespace gailou::io
