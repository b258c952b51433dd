#include "daemon/serve/proxies.h"

#include <algorithm>

namespace gailou::serve {

namespace {

std::string_view without_spaces(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// "192.0.2.7:4711", "[2001:db8::1]:443" and bare addresses alike.
std::string_view without_port(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    return end == std::string_view::npos ? std::string_view{} : text.substr(1, end - 1);
  }
  const auto colon = text.find(':');
  const bool has_one = colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos;
  return has_one ? text.substr(0, colon) : text;
}

}  // namespace

Proxies::Proxies(const std::vector<std::string>& networks) {
  for (const auto& text : networks) {
    if (const auto network = io::Network::parse(text)) networks_.push_back(*network);
  }
}

bool Proxies::trusts(std::string_view address) const {
  return std::ranges::any_of(networks_, [&](const io::Network& network) { return network.contains(address); });
}

std::optional<std::string> Proxies::client_of(const io::ServerRequest& request) const {
  const bool is_local = request.peer == "unix";
  if (!is_local && !trusts(request.peer)) return io::counted_as(request.peer);
  std::string_view left = request.forwarded_for;
  while (!left.empty()) {
    const auto comma = left.rfind(',');
    const auto entry = without_spaces(comma == std::string_view::npos ? left : left.substr(comma + 1));
    const auto address = without_port(entry);
    // A trusted proxy's word, even where it isn't an address ("unknown"): all such readers count as one.
    if (!trusts(address)) return io::counted_as(address.substr(0, 64));
    left = comma == std::string_view::npos ? std::string_view{} : left.substr(0, comma);
  }
  return std::nullopt;
}

}  // namespace gailou::serve
