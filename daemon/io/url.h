// URLs, parsed once: everything that takes an address from outside goes through here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "digest/error.h"

namespace gailou::io {

struct Url {
  std::string scheme{};  // "http" or "https"
  std::string host{};    // lower case; an IPv6 address without brackets
  std::uint16_t port = 0;
  std::string target{};  // path and query, at least "/"; no fragment

  /// "https://forum.example" or "http://127.0.0.1:8080": the default port is left out.
  std::string origin() const;
  bool operator==(const Url&) const = default;
};

/// Absolute http and https URLs only. No user info, no control characters; `malformed` says what is wrong with it.
digest::Result<Url> parse_url(std::string_view text);

/// Where a redirect from `base` to `location` (absolute or relative) leads.
digest::Result<Url> resolve(const Url& base, std::string_view location);

/// Percent-encodes everything but unreserved characters.
std::string encode_component(std::string_view text);

}  // namespace gailou::io
