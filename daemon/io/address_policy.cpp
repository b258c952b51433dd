#include "daemon/io/address_policy.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace gailou::io {

namespace ip = boost::asio::ip;

namespace {

using Bytes6 = std::array<std::uint8_t, 16>;

// IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates), as far as nothing public is there.
struct Range4 {
  std::uint32_t first;
  int prefix;
  std::string_view words;
};

constexpr std::uint32_t v4(unsigned a, unsigned b, unsigned c, unsigned d) {
  return (a << 24) | (b << 16) | (c << 8) | d;
}

constexpr Range4 kRanges4[] = {
    {v4(0, 0, 0, 0), 8, "this network"},
    {v4(10, 0, 0, 0), 8, "a private network"},
    {v4(100, 64, 0, 0), 10, "a carrier's private network"},
    {v4(127, 0, 0, 0), 8, "loopback"},
    {v4(169, 254, 0, 0), 16, "link-local"},
    {v4(172, 16, 0, 0), 12, "a private network"},
    {v4(192, 0, 0, 0), 24, "reserved for protocols"},
    {v4(192, 0, 2, 0), 24, "reserved for documentation"},
    {v4(192, 168, 0, 0), 16, "a private network"},
    {v4(198, 18, 0, 0), 15, "reserved for benchmarks"},
    {v4(198, 51, 100, 0), 24, "reserved for documentation"},
    {v4(203, 0, 113, 0), 24, "reserved for documentation"},
    {v4(224, 0, 0, 0), 4, "multicast"},
    {v4(240, 0, 0, 0), 4, "reserved"},
};

struct Range6 {
  std::array<std::uint8_t, 8> first;  // no prefix below is longer than 64 bits
  int prefix;
  std::string_view words;
};

constexpr Range6 kRanges6[] = {
    {{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48, "a private network"},
    {{0x01, 0x00}, 64, "reserved"},
    {{0x20, 0x01, 0x0d, 0xb8}, 32, "reserved for documentation"},
    {{0xfc}, 7, "a private network"},
    {{0xfe, 0x80}, 10, "link-local"},
    {{0xfe, 0xc0}, 10, "a private network"},
    {{0xff}, 8, "multicast"},
};

// IPv6 prefixes that carry an IPv4 address, and where in the 16 bytes it stands.
struct Embedding {
  std::array<std::uint8_t, 12> first;
  int prefix;
  std::size_t at;
};

constexpr Embedding kEmbeddings[] = {
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, 12},  // ::ffff:0:0/96, mapped
    {{0x00, 0x64, 0xff, 0x9b}, 96, 12},                    // 64:ff9b::/96, NAT64
    {{0x20, 0x02}, 16, 2},                                 // 2002::/16, 6to4
    {{}, 96, 12},                                          // ::/96, compatible; :: and ::1 fall into 0/8
};

std::string_view refused4(std::uint32_t address) {
  for (const Range4& range : kRanges4) {
    const std::uint32_t mask = ~std::uint32_t{0} << (32 - range.prefix);
    if ((address & mask) == range.first) return range.words;
  }
  return {};
}

template <std::size_t N>
bool in_prefix(const Bytes6& bytes, const std::array<std::uint8_t, N>& first, int prefix) {
  for (int bit = 0; bit < prefix; bit += 8) {
    const auto i = static_cast<std::size_t>(bit / 8);
    const int left = prefix - bit;
    const auto mask = static_cast<std::uint8_t>(left >= 8 ? 0xff : 0xff << (8 - left));
    if ((bytes[i] & mask) != (first[i] & mask)) return false;
  }
  return true;
}

std::string_view refused6(const Bytes6& bytes) {
  if (bytes == Bytes6{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}) return "loopback";
  for (const Embedding& form : kEmbeddings) {
    if (!in_prefix(bytes, form.first, form.prefix)) continue;
    return refused4(v4(bytes[form.at], bytes[form.at + 1], bytes[form.at + 2], bytes[form.at + 3]));
  }
  for (const Range6& range : kRanges6) {
    if (in_prefix(bytes, range.first, range.prefix)) return range.words;
  }
  return {};
}

}  // namespace

std::string_view refused_range(const ip::address& address) {
  if (address.is_v4()) return refused4(address.to_v4().to_uint());
  // A scope id ("fe80::1%eth0") means an interface of this machine.
  if (address.to_v6().scope_id() != 0) return "link-local";
  return refused6(address.to_v6().to_bytes());
}

}  // namespace gailou::io
