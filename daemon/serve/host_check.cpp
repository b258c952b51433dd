#include "daemon/serve/host_check.h"

#include <algorithm>

#include <boost/asio/ip/address.hpp>

#include "daemon/io/url.h"

namespace gailou::serve {

namespace {

// RFC 1035: no name is longer; an address is shorter.
constexpr std::size_t kHostLengthMax = 253;

bool is_port(std::string_view text) {
  return text.size() <= 5 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == ':';
}

bool is_loopback(const std::string& name) {
  boost::system::error_code ec;
  const auto address = boost::asio::ip::make_address(name, ec);
  if (ec) return false;
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6()).is_loopback();
  }
  return address.is_loopback();
}

}  // namespace

std::string host_name(std::string_view host) {
  std::string_view name = host;
  if (name.starts_with('[')) {
    const auto end = name.find(']');
    if (end == std::string_view::npos) return {};
    const auto rest = name.substr(end + 1);
    if (!rest.empty() && (rest[0] != ':' || !is_port(rest.substr(1)))) return {};
    name = name.substr(1, end - 1);
  } else if (const auto colon = name.find(':'); colon != std::string_view::npos) {
    if (!is_port(name.substr(colon + 1))) return {};
    name = name.substr(0, colon);
  }
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.size() > kHostLengthMax) return {};
  std::string lower(name);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return std::ranges::all_of(lower, is_name_character) ? lower : std::string{};
}

HostCheck::HostCheck(std::string_view public_url, const std::vector<std::string>& hosts) : names_{"localhost"} {
  if (const auto url = io::parse_url(public_url)) names_.push_back(url->host);
  for (const auto& host : hosts) {
    if (auto name = host_name(host); !name.empty()) names_.push_back(std::move(name));
  }
}

bool HostCheck::accepts(std::string_view host) const {
  const auto name = host_name(host);
  return !name.empty() && (std::ranges::find(names_, name) != names_.end() || is_loopback(name));
}

}  // namespace gailou::serve
