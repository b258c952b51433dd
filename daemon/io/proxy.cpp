#include "daemon/io/proxy.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace gailou::io {

namespace ip = boost::asio::ip;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr std::size_t kEntriesMax = 256;  // more than anybody lists
constexpr std::size_t kLoginBytesMax = 512;
constexpr std::uint16_t kDefaultPort = 1080;  // as curl has it where the URL names none

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char l = static_cast<char>(c | 0x20);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool encoded =
        text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
    out += encoded ? static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])) : text[i];
    if (encoded) i += 2;
  }
  return out;
}

Error wrong(const std::string& variable, std::string what) {
  return Error{.code = Code::config,
               .what = std::move(what),
               .where = "$" + variable,
               .hint = "give it as http://HOST:PORT, or unset it"};
}

/// "http://user:password@host:port/": the login apart, for no other URL may have one.
Result<Proxy> proxy_of(const std::string& variable, std::string_view text) {
  const auto scheme_end = text.find("://");
  const std::string scheme = scheme_end == std::string_view::npos ? "http" : lower(text.substr(0, scheme_end));
  if (scheme != "http") return wrong(variable, "is no proxy of a kind that is supported: only http:// is");
  std::string_view rest = scheme_end == std::string_view::npos ? text : text.substr(scheme_end + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  Proxy proxy;
  if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
    std::string login = decoded(rest.substr(0, at));
    const bool sendable = std::ranges::none_of(login, [](char c) { return static_cast<unsigned char>(c) < ' '; });
    if (login.size() > kLoginBytesMax || !sendable) {
      wipe(login);
      return wrong(variable, "holds a user name or password that can't be sent");
    }
    if (login.find(':') == std::string::npos) login += ':';
    proxy.login = Secret::take(login);
    rest.remove_prefix(at + 1);
  }
  const auto url = parse_url("http://" + std::string(rest) + "/");
  if (!url) return wrong(variable, "isn't a proxy's URL: " + url.error().what);
  const auto bracket = rest.rfind(']');
  const bool names_port = rest.find(':', bracket == std::string_view::npos ? 0 : bracket) != std::string_view::npos;
  proxy.host = url->host;
  proxy.port = names_port ? url->port : kDefaultPort;
  return proxy;
}

Result<std::vector<std::string>> entries_of(const std::string& variable, std::string_view text) {
  std::vector<std::string> entries;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(", \t"), text.size());
    if (end > 0) entries.push_back(lower(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (entries.size() > kEntriesMax) return wrong(variable, "has over 256 entries");
  }
  return entries;
}

bool is_this_machine(const std::string& host) {
  if (host == "localhost" || host.ends_with(".localhost")) return true;
  boost::system::error_code no_address;
  const auto address = ip::make_address(host, no_address);
  return !no_address && address.is_loopback();
}

bool in_network(const std::string& network, const std::string& host) {
  boost::system::error_code ec;
  const auto address = ip::make_address(host, ec);
  if (ec) return false;
  if (address.is_v4()) {
    const auto range = ip::make_network_v4(network, ec);
    return !ec && ip::network_v4(address.to_v4(), range.prefix_length()).canonical() == range.canonical();
  }
  const auto range = ip::make_network_v6(network, ec);
  return !ec && ip::network_v6(address.to_v6(), range.prefix_length()).canonical() == range.canonical();
}

/// "[::1]:8080", "host:8080" without their port, if that is the port asked for; nothing if it is another.
std::optional<std::string_view> host_part(std::string_view entry, std::uint16_t port) {
  const auto bracket = entry.rfind(']');
  const auto colon = entry.rfind(':');
  const bool several = bracket == std::string_view::npos && entry.find(':') != colon;  // a bare IPv6 address
  if (colon != std::string_view::npos && !several && (bracket == std::string_view::npos || colon > bracket)) {
    if (entry.substr(colon + 1) != std::to_string(port)) return std::nullopt;
    entry = entry.substr(0, colon);
  }
  if (entry.starts_with('[') && entry.ends_with(']')) entry = entry.substr(1, entry.size() - 2);
  return entry;
}

bool goes_direct(const std::string& entry, const Url& url) {
  if (entry == "*") return true;
  if (entry.find('/') != std::string::npos) return in_network(entry, url.host);
  auto host = host_part(entry, url.port);
  if (!host) return false;
  while (host->starts_with('.') || host->starts_with("*.")) host->remove_prefix(host->front() == '.' ? 1 : 2);
  if (host->empty()) return false;
  if (url.host == *host) return true;
  const bool address = url.host.find(':') != std::string::npos || (url.host.back() >= '0' && url.host.back() <= '9');
  return !address && url.host.ends_with("." + std::string(*host));
}

const std::string* first_of(const std::map<std::string, std::string>& environment,
                            std::initializer_list<const char*> names, std::string& found) {
  for (const char* name : names) {
    const auto at = environment.find(name);
    if (at == environment.end() || at->second.empty()) continue;
    found = name;
    return &at->second;
  }
  return nullptr;
}

}  // namespace

std::string Proxy::name() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<Proxies> proxies_of(const std::map<std::string, std::string>& environment) {
  Proxies proxies;
  std::string variable;
  if (const auto* text = first_of(environment, {"https_proxy", "HTTPS_PROXY"}, variable)) {
    auto proxy = proxy_of(variable, *text);
    if (!proxy) return proxy.error();
    proxies.https = std::move(*proxy);
  }
  if (const auto* text = first_of(environment, {"http_proxy"}, variable)) {
    auto proxy = proxy_of(variable, *text);
    if (!proxy) return proxy.error();
    proxies.http = std::move(*proxy);
  }
  if (const auto* text = first_of(environment, {"no_proxy", "NO_PROXY"}, variable)) {
    auto entries = entries_of(variable, *text);
    if (!entries) return entries.error();
    proxies.direct = std::move(*entries);
  }
  return proxies;
}

const Proxy* proxy_for(const Proxies& proxies, const Url& url) {
  const auto& proxy = url.scheme == "https" ? proxies.https : proxies.http;
  if (!proxy || is_this_machine(url.host)) return nullptr;
  const bool direct =
      std::ranges::any_of(proxies.direct, [&](const std::string& entry) { return goes_direct(entry, url); });
  return direct ? nullptr : &*proxy;
}

}  // namespace gailou::io
