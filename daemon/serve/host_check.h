// Which Host a request may name. A page on another site can make a browser talk to a loopback port under a name of its
// own (DNS rebinding); such a request names a host that isn't ours and is told so (421). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gailou::serve {

class HostCheck {
 public:
  /// `localhost` and loopback addresses are always accepted, beside the host of `public_url` and `hosts` (with or
  /// without a port). Ports are not compared: a tunnel or a proxy may well have another.
  HostCheck(std::string_view public_url, const std::vector<std::string>& hosts);

  /// `host` as the header has it: "localhost:8488", "[::1]".
  bool accepts(std::string_view host) const;

 private:
  std::vector<std::string> names_;
};

/// Host part of "name:port" or "[address]:port", lower case, without brackets and a final dot; empty if it isn't one.
std::string host_name(std::string_view host);

}  // namespace gailou::serve
