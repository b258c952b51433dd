#include "daemon/serve/proxies.h"

#include <algorithm>

#include "daemon/serve/forwarded.h"
#include "daemon/serve/host_check.h"

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

std::vector<std::string> parted_by_commas(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const auto comma = text.find(',');
    parts.emplace_back(without_spaces(text.substr(0, comma)));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

constexpr std::size_t kPrefixBytesMax = 200;

/// Segments of letters, digits and "-_.~", none of them a step up: what can't become a host, a query or a script.
bool is_plain_path(std::string_view text) {
  if (!text.starts_with('/') || text.size() > kPrefixBytesMax) return false;
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.' || c == '~' || c == '/';
  };
  const std::string closed = std::string(text) + "/";
  return std::ranges::all_of(text, is_plain) && closed.find("//") == std::string::npos &&
         closed.find("/./") == std::string::npos && closed.find("/../") == std::string::npos;
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

bool Proxies::is_believed(const io::ServerRequest& request) const {
  return request.peer == "unix" || trusts(request.peer);
}

std::optional<std::string> Proxies::client_of(const io::ServerRequest& request) const {
  if (!is_believed(request)) return io::counted_as(request.peer);
  const auto hops = request.forwarded_for.empty() ? forwarded_values(request.forwarded, "for")
                                                  : parted_by_commas(request.forwarded_for);
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    const auto address = without_port(*hop);
    // A trusted proxy's word, even where it isn't an address ("unknown"): all such readers count as one.
    if (!trusts(address)) return io::counted_as(address.substr(0, 64));
  }
  return std::nullopt;
}

std::string_view Proxies::scheme_of(const io::ServerRequest& request) const {
  if (!is_believed(request)) return "http";
  const auto hops = request.forwarded_proto.empty() ? forwarded_values(request.forwarded, "proto")
                                                    : parted_by_commas(request.forwarded_proto);
  return !hops.empty() && hops.back() == "https" ? "https" : "http";
}

std::optional<std::string> Proxies::host_of(const io::ServerRequest& request) const {
  if (!is_believed(request)) return std::nullopt;
  const auto hops = request.forwarded_host.empty() ? forwarded_values(request.forwarded, "host")
                                                   : parted_by_commas(request.forwarded_host);
  if (hops.empty() || host_name(hops.back()).empty()) return std::nullopt;
  return hops.back();
}

std::string Proxies::prefix_of(const io::ServerRequest& request) const {
  if (request.forwarded_prefix.empty() || !is_believed(request)) return {};
  auto prefix = parted_by_commas(request.forwarded_prefix).back();
  while (prefix.ends_with('/')) prefix.pop_back();
  return is_plain_path(prefix) ? prefix : std::string{};
}

}  // namespace gailou::serve
