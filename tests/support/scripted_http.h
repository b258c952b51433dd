// An HttpClient that answers from a script: what stands next for the asked address, or else what stands next at all.
//
//   support::ScriptedHttp http;
//   http.reply(support::json_reply(R"({"post_ids":[]})"));         // the next request
//   http.reply_to("/t/7.json", support::http_sample("429-b-json"));   // the next one for this path and query
//   http.fail(digest::Error{.code = digest::Code::timeout});
//   EXPECT_EQ(http.requests.at(0).url, "https://forum.example/t/7.json");
//
// A request that the script doesn't know fails with Code::internal, which no test expects.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/io/http_client.h"
#include "tests/support/http_sample.h"

namespace gailou::support {

inline io::HttpResponse json_reply(std::string body, int status = 200) {
  return {.status = status, .headers = {{"content-type", "application/json; charset=utf-8"}}, .body = std::move(body)};
}

class ScriptedHttp : public io::HttpClient {
 public:
  using Answer = digest::Result<io::HttpResponse>;

  void reply(io::HttpResponse response) { next_.emplace_back(std::move(response)); }
  void fail(digest::Error error) { next_.emplace_back(std::move(error)); }
  /// `target`: path and query. Goes before what reply() queued.
  void reply_to(const std::string& target, io::HttpResponse response) {
    by_target_[target].emplace_back(std::move(response));
  }

  boost::asio::awaitable<Answer> get(io::HttpRequest request) override {
    requests.push_back(request);
    Answer answer = take(request.url);
    if (answer && answer->url.empty()) answer->url = request.url;
    co_return answer;
  }

  boost::asio::awaitable<Answer> post(io::HttpRequest request) override { return get(std::move(request)); }

  std::vector<io::HttpRequest> requests{};  // of both methods

 private:
  Answer take(const std::string& url) {
    const auto path_at = url.find('/', url.find("//") + 2);
    const auto own = by_target_.find(path_at == std::string::npos ? "/" : url.substr(path_at));
    if (own != by_target_.end() && !own->second.empty()) return pop(own->second);
    if (!next_.empty()) return pop(next_);
    return digest::Error{.code = digest::Code::internal, .what = "the script has no answer", .where = "GET " + url};
  }

  static Answer pop(std::deque<Answer>& from) {
    Answer answer = std::move(from.front());
    from.pop_front();
    return answer;
  }

  std::deque<Answer> next_{};
  std::map<std::string, std::deque<Answer>> by_target_{};
};

}  // namespace gailou::support
