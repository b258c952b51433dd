#include <array>

#include <boost/asio/ip/address.hpp>

#include "daemon/engine/chat/settings.h"
#include "daemon/io/address_policy.h"
#include "daemon/io/url.h"

namespace gailou::engine {

using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr std::string_view kPath = "/chat/completions";

Error wrong_endpoint(std::string what) {
  return Error{.code = Code::malformed,
               .what = std::move(what),
               .where = "endpoint",
               .hint = "write the base address of the API, as in https://api.example/v1 or http://127.0.0.1:11434/v1"};
}

/// By its name alone: nothing is looked up.
bool is_local_host(const std::string& host) {
  if (host == "localhost" || host.ends_with(".localhost") || host.ends_with(".local") || host.ends_with(".lan")) {
    return true;
  }
  boost::system::error_code ec;
  const auto address = boost::asio::ip::make_address(host, ec);
  if (!ec) return !io::refused_range(address).empty();
  return host.find('.') == std::string::npos;  // a machine of the own network
}

}  // namespace

Result<ChatEndpoint> parse_chat_endpoint(std::string_view text) {
  const auto url = io::parse_url(text);
  if (!url && text.find("://") == std::string_view::npos) {
    return wrong_endpoint("it has neither https:// nor http:// in front");
  }
  if (!url) return wrong_endpoint(url.error().what);
  if (url->target.find('?') != std::string::npos || text.find('#') != std::string_view::npos) {
    return wrong_endpoint("it has a query or a fragment");
  }
  std::string path = url->target;
  while (path.ends_with('/')) path.pop_back();
  if (path.ends_with(kPath)) path.resize(path.size() - kPath.size());
  while (path.ends_with('/')) path.pop_back();
  ChatEndpoint endpoint;
  endpoint.name = url->origin() + path;
  endpoint.url = endpoint.name + std::string(kPath);
  endpoint.host = url->host;
  endpoint.is_local = is_local_host(url->host);
  return endpoint;
}

}  // namespace gailou::engine
