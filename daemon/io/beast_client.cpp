#include "daemon/io/beast_client.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/system/system_error.hpp>

#include "daemon/io/client/connection.h"
#include "daemon/io/client/idle_connections.h"
#include "daemon/io/client/request_log.h"
#include "daemon/io/client/request_text.h"
#include "daemon/io/client/response_reader.h"
#include "daemon/io/client/tls.h"
#include "daemon/io/deadline.h"
#include "daemon/io/url.h"

namespace gailou::io {

namespace asio = boost::asio;
using boost::system::error_code;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr std::size_t kReadBytes = 16 * 1024;
/// For errors and logs: no query, it may hold secrets.
std::string named(std::string_view method, const std::string& url) {
  return std::string(method) + " " + url.substr(0, url.find_first_of("?#"));
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

}  // namespace

struct BeastClient::State {
  State(asio::any_io_executor ex, LookUp look_up, Proxies by_scheme)
      : executor(std::move(ex)), names(executor, std::move(look_up)), proxies(std::move(by_scheme)) {}

  asio::any_io_executor executor;
  NameLookUp names;
  Proxies proxies;
  std::optional<TlsClient> tls{};  // made by the first https URL: the roots take 80 ms and 2 MB
  IdleConnections idle{};

  TlsClient& tls_client() {
    if (!tls) tls.emplace();
    return *tls;
  }
  /// By origin; those to private addresses apart, so that no request inherits another's permission.
  static std::string key(const Url& url, const HttpRequest& request) {
    return (request.allow_private_addresses ? "any " : "public ") + url.origin();
  }
};

// One request to its end, redirects included. Nothing is sent twice: a server that closes a kept connection at the very
// moment of the next request costs that request.
class BeastClient::Exchange {
 public:
  Exchange(State& state, std::string_view method, HttpRequest request)
      : state_(state), method_(method), request_(std::move(request)) {}

  void tell_if_unsent() const {
    if (!has_left_ && request_.when_unsent) request_.when_unsent();
  }

  asio::awaitable<Result<HttpResponse>> run() {
    auto parsed = parse_url(request_.url);
    if (!parsed) co_return parsed.error();
    Url url = std::move(*parsed);
    for (int followed = 0;; ++followed) {
      auto response = co_await ask(url);
      if (!response) co_return response;
      response->url = url.origin() + url.target;
      const auto location = response->headers.find("location");
      const bool leads_on = is_redirect(response->status) && location != response->headers.end();
      if (!leads_on || method_ != "GET" || request_.redirects_max == 0) co_return response;
      auto next = next_hop(url, location->second, followed);
      if (!next) co_return next.error();
      url = std::move(*next);
      request_.secrets.clear();
    }
  }

 private:
  Result<Url> next_hop(const Url& from, const std::string& location, int followed) const {
    if (followed == request_.redirects_max) {
      return Error{.code = Code::refused,
                   .what = from.host + " redirects more than " + std::to_string(followed) + " times"};
    }
    auto next = resolve(from, location);
    if (!next) return Error{.code = Code::malformed, .what = from.host + " redirects to what is no URL"};
    if (next->origin() != from.origin()) {
      return Error{.code = Code::refused,
                   .what = from.host + " redirects to another site, " + next->origin(),
                   .hint = "track it by that address if it is meant"};
    }
    return next;
  }

  /// One request that leaves, told to the log.
  asio::awaitable<Result<HttpResponse>> ask(Url url) {
    const auto began = Line::Clock::now();
    auto line = state_.idle.take(State::key(url, request_), began);
    const bool reused = line.has_value();
    if (!line) {
      auto opened = co_await open(url);
      if (!opened) {
        tell(url, opened.error(), began, false);
        co_return opened.error();
      }
      line.emplace(std::move(*opened));
    }
    auto response = co_await talk(std::move(*line), url);
    tell(url, response, began, reused);
    co_return response;
  }

  asio::awaitable<Result<Line>> open(Url url) {
    Line line;
    line.connection = std::make_unique<Connection>(state_.executor);
    line.opened = Line::Clock::now();
    ConnectFacts facts;
    facts.url = url;
    if (const Proxy* proxy = proxy_for(state_.proxies, url)) facts.proxy = *proxy;
    facts.allow_private_addresses = request_.allow_private_addresses;
    facts.timeout = request_.connect_timeout;
    TlsClient* tls = url.scheme == "https" ? &state_.tls_client() : nullptr;
    auto opening = line.connection->open(state_.names, tls, std::move(facts));
    auto opened = co_await with_deadline<void>(std::move(opening), request_.connect_timeout);
    if (!opened) co_return in_words(opened.error(), url);
    co_return line;
  }

  void tell(const Url& url, const Result<HttpResponse>& response, Line::Clock::time_point began, bool reused) const {
    log_request({.method = method_,
                 .url = &url,
                 .status = response ? response->status : 0,
                 .outcome = response ? "answered" : digest::name_of(response.error().code),
                 .bytes = received_,
                 .took = std::chrono::duration_cast<std::chrono::milliseconds>(Line::Clock::now() - began),
                 .reused = reused});
  }

  Error in_words(Error error, const Url& url) const {
    const bool bare = error.code == Code::timeout && error.what.find(url.host) == std::string::npos;
    if (bare) {
      error.what =
          "no connection to " + url.host + " within " + std::to_string(request_.connect_timeout.count()) + " ms";
    }
    return error;
  }

  asio::awaitable<Result<HttpResponse>> talk(Line line, Url url) {
    received_ = 0;
    const Proxy* via = url.scheme == "http" ? proxy_for(state_.proxies, url) : nullptr;
    auto text = request_text(method_, url, request_, via);
    if (!text) co_return text.error();
    std::string bytes = std::move(*text);
    has_left_ = true;
    const error_code failed = co_await line.connection->write(bytes);
    if (!request_.secrets.empty() || via != nullptr) wipe(bytes);
    if (failed) co_return lost(url, failed);
    ResponseReader reader(request_.body_bytes_max);
    std::array<char, kReadBytes> buffer;
    while (!reader.done()) {
      error_code ec;
      const std::size_t read = co_await line.connection->read_some(asio::buffer(buffer), ec);
      received_ += read;
      const bool ended = ec == asio::error::eof || ec == asio::ssl::error::stream_truncated;
      if (ec && !ended) co_return lost(url, ec);
      auto fed = ended ? reader.end(ec == asio::error::eof) : reader.feed(std::string_view(buffer.data(), read));
      if (!fed) co_return of_host(fed.error(), url);
    }
    auto response = reader.take();
    if (!response) co_return of_host(response.error(), url);
    response->bytes_received = received_;
    if (reader.reusable()) {
      ++line.requests;
      line.idle_since = Line::Clock::now();
      line.keep_for = keep_for(*response);
      state_.idle.keep(State::key(url, request_), std::move(line));
    }
    co_return response;
  }

  static Error lost(const Url& url, const error_code& ec) {
    if (ec == asio::error::operation_aborted) return Error{.code = Code::cancelled, .what = "cancelled"};
    return Error{.code = Code::unavailable, .what = "the connection to " + url.host + " was lost: " + ec.message()};
  }
  static Error of_host(Error error, const Url& url) {
    error.what = url.host + ": " + error.what;
    return error;
  }

  State& state_;
  std::string method_;
  HttpRequest request_;
  std::size_t received_ = 0;  // of the request under way
  bool has_left_ = false;     // as far as can be known: a byte of it may have
};

namespace {

template <class Exchange>
asio::awaitable<Result<HttpResponse>> within_deadline(std::unique_ptr<Exchange> exchange, digest::Duration limit,
                                                      std::string where) {
  auto running = exchange->run();
  auto response = co_await with_deadline<HttpResponse>(std::move(running), limit);
  if (response) co_return response;
  exchange->tell_if_unsent();
  co_return response.error().at(where);
}

}  // namespace

BeastClient::BeastClient(asio::any_io_executor executor, LookUp look_up, Proxies proxies)
    : state_(std::make_unique<State>(std::move(executor), std::move(look_up), std::move(proxies))) {}
BeastClient::~BeastClient() = default;

asio::awaitable<Result<HttpResponse>> BeastClient::get(HttpRequest request) {
  const auto limit = request.timeout;
  std::string where = named("GET", request.url);
  auto exchange = std::make_unique<Exchange>(*state_, "GET", std::move(request));
  return within_deadline(std::move(exchange), limit, std::move(where));
}

asio::awaitable<Result<HttpResponse>> BeastClient::post(HttpRequest request) {
  const auto limit = request.timeout;
  std::string where = named("POST", request.url);
  auto exchange = std::make_unique<Exchange>(*state_, "POST", std::move(request));
  return within_deadline(std::move(exchange), limit, std::move(where));
}

}  // namespace gailou::io
