// An HttpClient between a tracker and a forum that writes down every post it sees go by: what was served must be what
// is stored.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "daemon/io/http_client.h"
#include "digest/text/body.h"
#include "digest/text/cooked.h"

namespace gailou::simulation {

class ServedPosts : public io::HttpClient {
 public:
  explicit ServedPosts(io::HttpClient& next) : next_(next) {}

  boost::asio::awaitable<digest::Result<io::HttpResponse>> get(io::HttpRequest request) override {
    auto answer = co_await next_.get(std::move(request));
    if (answer && answer->status == 200) note(nlohmann::json::parse(answer->body, nullptr, false));
    co_return answer;
  }
  boost::asio::awaitable<digest::Result<io::HttpResponse>> post(io::HttpRequest request) override {
    return next_.post(std::move(request));
  }

  /// Every text that went by, by topic and post id.
  std::map<std::pair<std::int64_t, std::int64_t>, std::set<std::string>> texts{};
  /// Posts that were ever served as withdrawn or hidden.
  std::set<std::int64_t> marked{};

 private:
  void note(const nlohmann::json& answer) {
    if (!answer.is_object() || !answer.contains("post_stream") || !answer["post_stream"].contains("posts")) return;
    for (const auto& post : answer["post_stream"]["posts"]) {
      const auto id = post.value("id", std::int64_t{0});
      if (post.value("user_deleted", false) || post.value("hidden", false)) {
        marked.insert(id);
      } else if (post.value("post_type", 1) < 3) {
        const auto body = digest::parse_cooked(post.value("cooked", std::string()), "http://127.0.0.1:1");
        texts[{answer.value("id", std::int64_t{0}), id}].insert(digest::text_of(body));
      }
    }
  }

  io::HttpClient& next_;
};

}  // namespace gailou::simulation
