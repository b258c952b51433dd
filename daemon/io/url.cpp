#include "daemon/io/url.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <boost/url/url_view.hpp>

#include "digest/text/percent.h"

namespace gailou::io {

namespace urls = boost::urls;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr std::size_t kUrlBytesMax = 8192;  // what servers take as a request line at most
constexpr std::size_t kHostBytesMax = 253;  // RFC 1035
constexpr std::size_t kLabelBytesMax = 63;

Error wrong(std::string what, std::string hint = {}) {
  return Error{.code = Code::malformed, .what = std::move(what), .where = "URL", .hint = std::move(hint)};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

/// Length and characters, before any parser sees the text. A path may hold what a browser shows decoded ("/t/中文/1"):
/// its bytes above ASCII are percent-encoded. A host may not: look-alikes hide there.
Result<std::string> ascii_form(std::string_view text) {
  if (text.empty()) return wrong("it is empty");
  if (text.size() > kUrlBytesMax) return wrong("it is longer than 8192 bytes");
  const auto authority = text.find("//");
  const auto host_end =
      authority == std::string_view::npos ? 0 : std::min(text.size(), text.find_first_of("/?#", authority + 2));
  std::string ascii;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_ascii(c) && (c <= ' ' || c == 0x7f)) return wrong("it holds a blank or a control character");
    if (c == '\\') return wrong("it holds a backslash");
    if (is_ascii(c)) {
      ascii += c;
    } else if (i < host_end) {
      return wrong("its host is not ASCII", "write the host in its xn-- form");
    } else {
      digest::append_percent(ascii, c);
    }
  }
  return ascii;
}

/// What some resolvers take for an IPv4 address although it isn't four plain decimal numbers: 2130706433, 0x7f.1,
/// 127.1.
bool looks_numeric(std::string_view host) {
  const auto dot = host.rfind('.');
  const auto last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  if (std::all_of(last.begin(), last.end(), is_digit)) return true;
  if (last.size() < 2 || last[0] != '0' || (last[1] != 'x' && last[1] != 'X')) return false;
  return std::all_of(last.begin() + 2, last.end(), is_hex);
}

std::optional<std::string> what_is_wrong_with_name(std::string_view host) {
  if (host.empty()) return "it has no host";
  if (host.size() > kHostBytesMax) return "its host is longer than 253 bytes";
  if (looks_numeric(host)) return "its host is an IP address in an unusual notation";
  std::size_t label = 0;
  for (std::size_t i = 0; i <= host.size(); ++i) {
    if (i == host.size() || host[i] == '.') {
      if (i - label == 0 || i - label > kLabelBytesMax) return "its host has an empty or too long part";
      label = i + 1;
      continue;
    }
    const char c = host[i];
    const bool fits = is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
    if (!fits) return "its host holds a character that no host name has";
  }
  return std::nullopt;
}

Result<std::string> host_of(const urls::url_view& view) {
  switch (view.host_type()) {
    case urls::host_type::ipv4:
      return view.host_address();
    case urls::host_type::ipv6: {
      const std::string text = view.host_ipv6_address().to_string();
      return text;
    }
    case urls::host_type::name: {
      const auto encoded = view.encoded_host();
      std::string host(encoded.data(), encoded.size());
      std::transform(host.begin(), host.end(), host.begin(),
                     [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
      if (auto problem = what_is_wrong_with_name(host)) return wrong(*problem);
      return host;
    }
    case urls::host_type::none:
    case urls::host_type::ipvfuture:
      break;
  }
  return wrong("it has no host");
}

std::uint16_t default_port(std::string_view scheme) {
  return scheme == "https" ? 443 : 80;
}

Result<std::uint16_t> port_of(const urls::url_view& view, std::string_view scheme) {
  if (!view.has_port()) return default_port(scheme);
  const auto text = view.port();
  unsigned port = 0;
  const char* end = text.data() + text.size();
  const auto [rest, ec] = std::from_chars(text.data(), end, port);
  if (text.empty() || ec != std::errc{} || rest != end || port < 1 || port > 65535) {
    return wrong("its port is not a number from 1 to 65535");
  }
  return static_cast<std::uint16_t>(port);
}

Result<std::string> target_of(const urls::url_view& view) {
  const auto path = view.encoded_path();
  std::string target(path.data(), path.size());
  if (target.empty()) target = "/";
  // Boost.URL 1.81 reads "host:8a/" as port 8 and the path "a/".
  if (target.front() != '/') return wrong("its port is not a number from 1 to 65535");
  // Its resolve() leaves the ".." that lead above the root, where RFC 3986 drops them.
  while (target.starts_with("/../")) target.erase(0, 3);
  if (target == "/..") target = "/";
  if (view.has_query()) {
    const auto query = view.encoded_query();
    target += '?';
    target.append(query.data(), query.size());
  }
  return target;
}

}  // namespace

std::string Url::origin() const {
  const bool v6 = host.find(':') != std::string::npos;
  std::string text = scheme + "://" + (v6 ? "[" + host + "]" : host);
  if (port != default_port(scheme)) text += ":" + std::to_string(port);
  return text;
}

Result<Url> parse_url(std::string_view text) {
  auto ascii = ascii_form(text);
  if (!ascii) return ascii.error();
  const auto parsed = urls::parse_uri(urls::string_view(ascii->data(), ascii->size()));
  if (!parsed) {
    const bool bare = text.find("://") == std::string_view::npos;
    return wrong("it can't be read as one", bare ? "write it with https:// in front" : "");
  }
  const urls::url_view view = *parsed;
  Url url;
  if (view.scheme_id() == urls::scheme::http) url.scheme = "http";
  if (view.scheme_id() == urls::scheme::https) url.scheme = "https";
  if (url.scheme.empty()) return wrong("its scheme is neither http nor https");
  if (!view.has_authority()) return wrong("it has no host");
  if (view.has_userinfo()) return wrong("it holds a user name or password");
  auto host = host_of(view);
  if (!host) return host.error();
  auto port = port_of(view, url.scheme);
  if (!port) return port.error();
  auto target = target_of(view);
  if (!target) return target.error();
  url.host = std::move(*host);
  url.port = *port;
  url.target = std::move(*target);
  return url;
}

Result<Url> resolve(const Url& base, std::string_view location) {
  auto ascii = ascii_form(location);
  if (!ascii) return ascii.error();
  const std::string base_text = base.origin() + base.target;
  const auto base_view = urls::parse_uri(urls::string_view(base_text.data(), base_text.size()));
  const auto reference = urls::parse_uri_reference(urls::string_view(ascii->data(), ascii->size()));
  if (!base_view || !reference) return wrong("it can't be read as one");
  urls::url destination;
  if (!urls::resolve(*base_view, *reference, destination)) return wrong("it can't be resolved");
  const auto text = destination.buffer();
  return parse_url(std::string_view(text.data(), text.size()));
}

std::string encode_component(std::string_view text) {
  return digest::percent_encoded(text);
}

}  // namespace gailou::io
