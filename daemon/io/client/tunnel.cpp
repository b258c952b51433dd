#include "daemon/io/client/tunnel.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

namespace gailou::io {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kHeadBytesMax = 16 * 1024;
constexpr int kInterimMax = 8;

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8U | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    }
    const std::size_t digits = std::min<std::size_t>(bytes.size() - i, 3) + 1;
    for (std::size_t j = 0; j < 4; ++j) out += j < digits ? kDigits[group >> (18 - 6 * j) & 63U] : '=';
  }
  return out;
}

Error failed(const Proxy& proxy, std::string what, std::string hint = {}) {
  return Error{
      .code = Code::unavailable, .what = "the proxy " + proxy.name() + " " + std::move(what), .hint = std::move(hint)};
}

Result<void> verdict_on(int status, const Proxy& proxy, const std::string& target) {
  if (status >= 200 && status < 300) return {};
  if (status == 407) {
    return failed(proxy, proxy.login.empty() ? "wants a user name and password (407)" : "refuses our password (407)",
                  "write them into its URL: http://USER:PASSWORD@HOST:PORT");
  }
  return failed(proxy, "gives no way to " + target + " (status " + std::to_string(status) + ")");
}

// The head of the proxy's answer; interim ones are skipped. A tunnel's answer has no body, whatever its fields say.
class Reply {
 public:
  Reply() { begin(); }

  /// True when the head is complete.
  Result<bool> feed(std::string_view bytes) {
    pending_ += bytes;
    while (!pending_.empty()) {
      error_code ec;
      const std::size_t used = parser_->put(asio::buffer(pending_), ec);
      pending_.erase(0, used);
      if (ec == http::error::need_more) break;
      if (ec) return Error{.code = Code::malformed, .what = ec.message()};
      if (!parser_->is_header_done()) break;
      if (status() / 100 != 1) return true;
      if (++interim_ > kInterimMax) return Error{.code = Code::malformed, .what = "interim answers without end"};
      begin();
    }
    return false;
  }
  int status() const { return static_cast<int>(parser_->get().result_int()); }
  bool has_more() const { return !pending_.empty(); }

 private:
  void begin() {
    parser_.emplace();
    parser_->skip(true);
    parser_->header_limit(kHeadBytesMax);
  }

  std::optional<http::response_parser<http::empty_body>> parser_{};
  std::string pending_{};
  int interim_ = 0;
};

}  // namespace

std::string login_field(const Proxy& proxy) {
  return proxy.login.empty() ? std::string() : "Basic " + base64(proxy.login.reveal());
}

asio::awaitable<Result<void>> open_tunnel(tcp::socket& socket, Proxy proxy, std::string target) {
  std::string login = login_field(proxy);
  std::string request;
  request.reserve(2 * target.size() + login.size() + 100);  // grows no second time: no copy of the login stays behind
  request.append("CONNECT ").append(target).append(" HTTP/1.1\r\nHost: ").append(target).append("\r\n");
  if (!login.empty()) request.append("Proxy-Authorization: ").append(login).append("\r\n");
  request += "\r\n";
  const auto [unsent, written] = co_await asio::async_write(socket, asio::buffer(request), kAwait);
  wipe(request);
  wipe(login);
  if (unsent == asio::error::operation_aborted) co_return Error{.code = Code::cancelled, .what = "cancelled"};
  if (unsent) co_return failed(proxy, "closed the connection: " + unsent.message());

  Reply reply;
  std::array<char, 4096> buffer;
  while (true) {
    const auto [ec, read] = co_await socket.async_read_some(asio::buffer(buffer), kAwait);
    if (ec == asio::error::operation_aborted) co_return Error{.code = Code::cancelled, .what = "cancelled"};
    if (ec) co_return failed(proxy, "closed the connection without an answer");
    const auto complete = reply.feed(std::string_view(buffer.data(), read));
    if (!complete) {
      co_return Error{.code = Code::malformed,
                      .what = "the proxy " + proxy.name() + " doesn't speak HTTP: " + complete.error().what};
    }
    if (*complete) break;
  }
  // A TLS server waits for the client: bytes before that are nobody's.
  const bool open = reply.status() / 100 == 2;
  if (open && reply.has_more()) {
    co_return Error{.code = Code::malformed, .what = "the proxy " + proxy.name() + " sends what nobody asked for"};
  }
  co_return verdict_on(reply.status(), proxy, target);
}

}  // namespace gailou::io
