// An HttpClient that asks a replay forum in the same process: the whole way from Discourse's JSON to the store, without
// a socket.
//
// It can misbehave as networks do: an answer that is lost, one that comes from a cache and is older than what was seen
// before.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "daemon/io/clock.h"
#include "daemon/io/deadline.h"
#include "daemon/io/http_client.h"
#include "daemon/io/http_server.h"
#include "daemon/io/url.h"
#include "tests/replay/site.h"
#include "tests/support/percent.h"

namespace gailou::support {

class ReplayClient : public io::HttpClient {
 public:
  using Answer = digest::Result<io::HttpResponse>;

  explicit ReplayClient(replay::Site& site) : site_(site) {}
  /// With a clock a request has its deadline and the bus can hold it. The site should have the same.
  ReplayClient(replay::Site& site, io::Clock& clock) : site_(site), clock_(&clock) {}

  boost::asio::awaitable<Answer> get(io::HttpRequest request) override { return send("GET", std::move(request)); }
  boost::asio::awaitable<Answer> post(io::HttpRequest request) override { return send("POST", std::move(request)); }

  int requests = 0;
  int lose_next = 0;   // answers that never come
  int stale_next = 0;  // answers from before, where there is one
  bool remember = true;

 private:
  boost::asio::awaitable<Answer> send(std::string method, io::HttpRequest request) {
    ++requests;
    const auto url = io::parse_url(request.url);
    if (!url) co_return url.error();
    if (lose_next > 0) {
      --lose_next;
      co_return digest::Error{
          .code = digest::Code::timeout, .what = "no answer in time", .where = request.url, .hint = {}};
    }
    if (stale_next > 0 && remembered_.contains(url->target)) {
      --stale_next;
      co_return remembered_[url->target];
    }
    auto answer = co_await in_time(std::move(method), url->target, request);
    if (answer && answer->status == 200 && remember) remembered_[url->target] = *answer;
    co_return answer;
  }

  boost::asio::awaitable<Answer> in_time(std::string method, std::string target, io::HttpRequest request) {
    const auto limit = request.timeout;
    auto asking = ask(std::move(method), std::move(target), std::move(request));
    if (clock_ == nullptr) co_return co_await std::move(asking);
    co_return co_await io::with_deadline<io::HttpResponse>(std::move(asking), limit, *clock_);
  }

  /// Redirects are followed as a client does: within the site, three at most, GET alone.
  boost::asio::awaitable<Answer> ask(std::string method, std::string target, io::HttpRequest request) {
    const auto origin = io::parse_url(request.url)->origin();
    for (int hops = 0;; ++hops) {
      auto sent = server_request(target);
      sent.method = method;
      sent.body = request.body;
      auto answer = co_await site_.answer_to(sent, has_key(request));
      io::HttpResponse response;
      response.status = answer.status;
      response.body = answer.body ? *answer.body : "";
      response.url = origin + target;
      for (auto& [name, value] : answer.headers) response.headers[lower(name)] = value;
      const auto location = response.headers.find("location");
      const bool leads_on = response.status >= 300 && response.status < 400 && location != response.headers.end();
      if (!leads_on || method != "GET" || hops == request.redirects_max) co_return response;
      if (!location->second.starts_with("/"))
        co_return digest::Error{.code = digest::Code::refused, .what = "redirects to another site"};
      target = location->second;
    }
  }

  static bool has_key(const io::HttpRequest& request) {
    return std::any_of(request.headers.begin(), request.headers.end(),
                       [](const auto& header) { return header.first == "User-Api-Key" || header.first == "Api-Key"; });
  }

  static std::string lower(std::string text) {
    for (auto& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
  }

  static io::ServerRequest server_request(const std::string& target) {
    io::ServerRequest request;
    request.target = target;
    const auto mark = target.find('?');
    request.path = percent_decoded(target.substr(0, mark));
    std::string_view rest = mark == std::string::npos ? std::string_view{} : std::string_view(target).substr(mark + 1);
    while (!rest.empty()) {
      const auto end = std::min(rest.find('&'), rest.size());
      const auto pair = rest.substr(0, end);
      const auto equals = std::min(pair.find('='), pair.size());
      request.query.emplace_back(percent_decoded(pair.substr(0, equals)),
                                 percent_decoded(pair.substr(std::min(equals + 1, pair.size()))));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return request;
  }

  replay::Site& site_;
  io::Clock* clock_ = nullptr;
  std::map<std::string, io::HttpResponse> remembered_;
};

}  // namespace gailou::support
