// Networks of addresses: whose word is believed, and for whom a client counts. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gailou::io {

class Network {
 public:
  /// "10.0.0.0/8", "fd00::/8"; a bare address is a network of one.
  static std::optional<Network> parse(std::string_view text);

  /// False for what is no address. An IPv4 address in IPv6's clothes (::ffff:192.0.2.1) is that IPv4 address.
  bool contains(std::string_view address) const;

 private:
  std::array<std::uint8_t, 16> bytes_{};  // IPv4 as ::ffff:a.b.c.d
  unsigned bits_ = 0;                     // of the 128
};

/// Whom a client's connections and requests are counted for: an IPv6 user has a /64 network to choose from. What is no
/// address stays as it is.
std::string counted_as(std::string_view address);

}  // namespace gailou::io
