#include "daemon/io/network.h"

#include <algorithm>
#include <charconv>

#include <boost/asio/ip/address.hpp>

namespace gailou::io {

namespace {

using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;

constexpr unsigned kMappedBits = 96;  // before an IPv4 address in IPv6's clothes

std::optional<address_v6> wide_address(std::string_view text) {
  boost::system::error_code not_an_address;
  const auto address = boost::asio::ip::make_address(text, not_an_address);
  if (not_an_address) return std::nullopt;
  if (address.is_v4()) return boost::asio::ip::make_address_v6(boost::asio::ip::v4_mapped, address.to_v4());
  return address.to_v6();
}

std::optional<unsigned> number_upto(std::string_view text, unsigned most) {
  unsigned number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = fault == std::errc{} && end == text.data() + text.size();
  if (!is_whole || number > most) return std::nullopt;
  return number;
}

}  // namespace

std::optional<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto name = text.substr(0, slash);
  const auto address = wide_address(name);
  if (!address || address->scope_id() != 0) return std::nullopt;
  const bool is_narrow = name.find(':') == std::string_view::npos;
  Network network;
  network.bytes_ = address->to_bytes();
  network.bits_ = 128;
  if (slash == std::string_view::npos) return network;
  const auto bits = number_upto(text.substr(slash + 1), is_narrow ? 32 : 128);
  if (!bits) return std::nullopt;
  network.bits_ = *bits + (is_narrow ? kMappedBits : 0);
  return network;
}

bool Network::contains(std::string_view address) const {
  const auto wide = wide_address(address);
  if (!wide) return false;
  const auto other = wide->to_bytes();
  const std::size_t whole = bits_ / 8;
  if (!std::equal(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(whole), other.begin())) return false;
  const unsigned rest = bits_ % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff00U >> rest);
  return (bytes_[whole] & mask) == (other[whole] & mask);
}

std::string counted_as(std::string_view address) {
  const auto wide = wide_address(address);
  if (!wide) return std::string(address);
  if (wide->is_v4_mapped()) {
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, *wide).to_string();
  }
  auto bytes = wide->to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return address_v6(bytes).to_string();
}

}  // namespace gailou::io
