#include "daemon/io/beast_client.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/system/system_error.hpp>

#include "daemon/io/client/connection.h"
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
constexpr auto kIdleMax = std::chrono::seconds{60};  // most servers close after 60 to 75 s
constexpr std::size_t kIdleConnectionsMax = 64;

/// For errors and logs: no query, it may hold secrets.
std::string named(std::string_view method, const std::string& url) {
  return std::string(method) + " " + url.substr(0, url.find_first_of("?#"));
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_field_text(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

Result<std::string> request_text(std::string_view method, const Url& url, const HttpRequest& request) {
  const std::string host = url.origin().substr(url.scheme.size() + 3);
  std::string text = std::string(method) + " " + url.target + " HTTP/1.1\r\nHost: " + host + "\r\n";
  text += "User-Agent: " + request.user_agent + "\r\nAccept-Encoding: gzip\r\n";
  if (!is_field_text(request.user_agent)) {
    return Error{.code = Code::internal, .what = "a user agent that can't be sent"};
  }
  for (const auto& [name, value] : request.headers) {
    if (name.empty() || !is_field_text(name) || name.find_first_of(": ") != std::string::npos ||
        !is_field_text(value)) {
      return Error{.code = Code::internal, .what = "a header field that can't be sent"};
    }
    text += name + ": " + value + "\r\n";
  }
  if (method == "POST") text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  text += "\r\n";
  if (method == "POST") text += request.body;
  return text;
}

}  // namespace

struct BeastClient::State {
  State(asio::any_io_executor ex, LookUp look_up) : executor(std::move(ex)), names(executor, std::move(look_up)) {}

  asio::any_io_executor executor;
  NameLookUp names;
  std::optional<asio::ssl::context> tls{};  // made by the first https URL: the roots take 80 ms and 2 MB
  // By origin; those to private addresses apart, so that no request inherits another's permission.
  std::map<std::string, std::unique_ptr<Connection>> idle{};

  asio::ssl::context& tls_context() {
    if (!tls) tls.emplace(make_tls_context());
    return *tls;
  }
  static std::string key(const Url& url, const HttpRequest& request) {
    return (request.allow_private_addresses ? "any " : "public ") + url.origin();
  }
  std::unique_ptr<Connection> take_idle(const std::string& key) {
    const auto found = idle.find(key);
    if (found == idle.end()) return nullptr;
    auto connection = std::move(found->second);
    idle.erase(found);
    const bool old = std::chrono::steady_clock::now() - connection->idle_since > kIdleMax;
    if (old || connection->is_stale()) return nullptr;
    return connection;
  }
  void keep(const std::string& key, std::unique_ptr<Connection> connection) {
    connection->idle_since = std::chrono::steady_clock::now();
    if (idle.size() >= kIdleConnectionsMax) idle.erase(idle.begin());
    idle[key] = std::move(connection);
  }
};

// One request to its end: redirects, connections, a second try where the first met a connection that had gone stale.
class BeastClient::Exchange {
 public:
  Exchange(State& state, std::string_view method, HttpRequest request)
      : state_(state), method_(method), request_(std::move(request)) {}

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

  asio::awaitable<Result<HttpResponse>> ask(Url url) {
    const std::string key = State::key(url, request_);
    if (method_ == "GET") {
      if (auto idle = state_.take_idle(key)) {
        bool silent = false;
        auto response = co_await talk(std::move(idle), url, silent);
        const bool again = !response && silent && response.error().code != Code::cancelled;
        if (!again) co_return response;
      }
    }
    auto fresh = std::make_unique<Connection>(state_.executor);
    ConnectFacts facts;
    facts.url = url;
    facts.allow_private_addresses = request_.allow_private_addresses;
    facts.timeout = request_.connect_timeout;
    asio::ssl::context* tls = url.scheme == "https" ? &state_.tls_context() : nullptr;
    auto opening = fresh->open(state_.names, tls, std::move(facts));
    auto opened = co_await with_deadline<void>(std::move(opening), request_.connect_timeout);
    if (!opened) co_return in_words(opened.error(), url);
    bool silent = false;
    co_return co_await talk(std::move(fresh), url, silent);
  }

  Error in_words(Error error, const Url& url) const {
    const bool bare = error.code == Code::timeout && error.what.find(url.host) == std::string::npos;
    if (bare) {
      error.what =
          "no connection to " + url.host + " within " + std::to_string(request_.connect_timeout.count()) + " ms";
    }
    return error;
  }

  /// `silent`: it failed before a byte of an answer came.
  asio::awaitable<Result<HttpResponse>> talk(std::unique_ptr<Connection> connection, Url url, bool& silent) {
    silent = true;
    auto text = request_text(method_, url, request_);
    if (!text) co_return text.error();
    const std::string bytes = std::move(*text);
    const error_code failed = co_await connection->write(bytes);
    if (failed) co_return lost(url, failed);
    ResponseReader reader(request_.body_bytes_max);
    std::array<char, kReadBytes> buffer;
    while (!reader.done()) {
      error_code ec;
      const std::size_t read = co_await connection->read_some(asio::buffer(buffer), ec);
      const bool ended = ec == asio::error::eof || ec == asio::ssl::error::stream_truncated;
      if (ec && !ended) co_return lost(url, ec);
      auto fed = ended ? reader.end(ec == asio::error::eof) : reader.feed(std::string_view(buffer.data(), read));
      silent = !reader.any();
      if (!fed) co_return of_host(fed.error(), url);
    }
    auto response = reader.take();
    if (!response) co_return of_host(response.error(), url);
    if (reader.reusable()) state_.keep(State::key(url, request_), std::move(connection));
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
};

namespace {

template <class Exchange>
asio::awaitable<Result<HttpResponse>> within_deadline(std::unique_ptr<Exchange> exchange, digest::Duration limit,
                                                      std::string where) {
  auto running = exchange->run();
  auto response = co_await with_deadline<HttpResponse>(std::move(running), limit);
  if (response) co_return response;
  co_return response.error().at(where);
}

}  // namespace

BeastClient::BeastClient(asio::any_io_executor executor, LookUp look_up)
    : state_(std::make_unique<State>(std::move(executor), std::move(look_up))) {}
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
