// Who really asks: behind a reverse proxy the peer is the proxy, and the reader's address stands in a field that only a
// trusted proxy's word makes true. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/io/http_server.h"
#include "daemon/io/network.h"

namespace gailou::serve {

class Proxies {
 public:
  /// Networks and addresses as configured; what is none is passed over (the configuration has refused it).
  explicit Proxies(const std::vector<std::string>& networks);

  bool trusts(std::string_view address) const;
  /// By X-Forwarded-For, without one by Forwarded: the first from the right that isn't trusted itself, as its limits
  /// count it (counted_as). Nothing: a trusted peer that forwards for nobody, or a Unix socket's; such a one has no
  /// limits.
  std::optional<std::string> client_of(const io::ServerRequest& request) const;
  /// "https" if the proxy next to us says that readers reach it so; else "http".
  std::string_view scheme_of(const io::ServerRequest& request) const;
  /// The host, with its port, that readers name: by X-Forwarded-Host, without one by Forwarded, of the proxy next to
  /// us. Nothing: it says none, what it says is no host, or it isn't believed.
  std::optional<std::string> host_of(const io::ServerRequest& request) const;
  /// What the proxy next to us took off the path, "/gailou", by X-Forwarded-Prefix; empty if nothing, if it isn't a
  /// plain path, or if it isn't believed.
  std::string prefix_of(const io::ServerRequest& request) const;

 private:
  bool is_believed(const io::ServerRequest& request) const;

  std::vector<io::Network> networks_;
};

}  // namespace gailou::serve
