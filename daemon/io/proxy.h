// The way out through a web proxy, as the environment names it: which proxy a request takes, if any. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/io/secret.h"
#include "daemon/io/url.h"
#include "digest/error.h"

namespace gailou::io {

/// A proxy that is spoken to in plain HTTP: CONNECT for https, absolute targets for http.
struct Proxy {
  std::string host{};
  std::uint16_t port = 0;
  Secret login{};  // "user:password"; empty = none is sent

  /// "proxy.example:3128", for messages.
  std::string name() const;
};

struct Proxies {
  std::optional<Proxy> http{};
  std::optional<Proxy> https{};
  std::vector<std::string> direct{};  // no_proxy's entries, in lower case
};

/// Reads `https_proxy` or HTTPS_PROXY, `http_proxy` (not HTTP_PROXY: a web server's child may have it from a request),
/// and `no_proxy` or NO_PROXY; an empty variable counts as unset. `config`, naming the variable, for what is no URL of
/// an HTTP proxy; nothing of a password is repeated.
digest::Result<Proxies> proxies_of(const std::map<std::string, std::string>& environment);

/// Null: the way is direct. So it always is to "localhost" and loopback addresses, which mean this machine, and to
/// what no_proxy lists: "*", a host or the domain above it, with a port or without, an address, a network
/// ("10.0.0.0/8").
const Proxy* proxy_for(const Proxies& proxies, const Url& url);

}  // namespace gailou::io
