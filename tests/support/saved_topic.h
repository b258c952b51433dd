// What a browser saves of a topic printed whole: /t/ID.json?print=true, made from what the replay forum answers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace gailou::support {

/// `get` answers the body of a target.
inline std::string printed_topic(const std::function<std::string(const std::string&)>& get, std::int64_t topic = 1) {
  const std::string path = "/t/" + std::to_string(topic);
  auto page = nlohmann::ordered_json::parse(get(path + ".json"));
  const auto stream = page["post_stream"]["stream"];
  auto all = nlohmann::ordered_json::array();
  constexpr std::size_t kPage = 20;
  for (std::size_t first = 0; first < stream.size(); first += kPage) {
    std::string query;
    for (std::size_t i = first; i < std::min(first + kPage, stream.size()); ++i) {
      query +=
          (query.empty() ? "?" : "&") + std::string("post_ids%5B%5D=") + std::to_string(stream[i].get<std::int64_t>());
    }
    const auto posts = nlohmann::ordered_json::parse(get(path + "/posts.json" + query));
    for (const auto& post : posts["post_stream"]["posts"]) all.push_back(post);
  }
  page["post_stream"]["posts"] = std::move(all);
  return page.dump();
}

}  // namespace gailou::support
