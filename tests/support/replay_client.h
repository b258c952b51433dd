// An HttpClient that asks a replay forum in the same process: the whole way from Discourse's JSON to the store, without
// a socket.
//
// It can misbehave as networks do: an answer that is lost, one that comes from a cache and is older than what was seen
// before.
#pragma once

#include <charconv>
#include <map>
#include <string>
#include <utility>

#include "daemon/io/http_client.h"
#include "daemon/io/http_server.h"
#include "daemon/io/url.h"
#include "tests/replay/site.h"

namespace gailou::support {

class ReplayClient : public io::HttpClient {
 public:
  explicit ReplayClient(replay::Site& site) : site_(site) {}

  boost::asio::awaitable<digest::Result<io::HttpResponse>> get(io::HttpRequest request) override {
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
    const auto sent = server_request(url->target);
    auto answer = co_await site_.answer(sent);
    io::HttpResponse response{
        .status = answer.status, .headers = {}, .body = answer.body ? *answer.body : "", .url = request.url};
    for (auto& [name, value] : answer.headers) response.headers[lower(name)] = value;
    if (response.status == 200 && remember) remembered_[url->target] = response;
    co_return response;
  }

  int requests = 0;
  int lose_next = 0;   // answers that never come
  int stale_next = 0;  // answers from before, where there is one
  bool remember = true;

 private:
  static std::string lower(std::string text) {
    for (auto& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
  }

  static std::string decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
      unsigned value = 0;
      if (text[i] == '%' && i + 2 < text.size() &&
          std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ec == std::errc{}) {
        plain += static_cast<char>(value);
        i += 2;
      } else {
        plain += text[i];
      }
    }
    return plain;
  }

  static io::ServerRequest server_request(const std::string& target) {
    io::ServerRequest request;
    request.method = "GET";
    request.target = target;
    const auto mark = target.find('?');
    request.path = decoded(target.substr(0, mark));
    std::string_view rest = mark == std::string::npos ? std::string_view{} : std::string_view(target).substr(mark + 1);
    while (!rest.empty()) {
      const auto end = std::min(rest.find('&'), rest.size());
      const auto pair = rest.substr(0, end);
      const auto equals = std::min(pair.find('='), pair.size());
      request.query.emplace_back(decoded(pair.substr(0, equals)),
                                 decoded(pair.substr(std::min(equals + 1, pair.size()))));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return request;
  }

  replay::Site& site_;
  std::map<std::string, io::HttpResponse> remembered_;
};

}  // namespace gailou::support
