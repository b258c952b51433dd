// What a browser saves of a topic printed whole: /t/ID.json?print=true, made from what the replay forum answers.
#pragma once

#include <functional>
#include <string>

#include <nlohmann/json.hpp>

namespace gailou::support {

/// `get` answers the body of a target.
inline std::string printed_topic(const std::function<std::string(const std::string&)>& get, std::int64_t topic = 1) {
  const std::string path = "/t/" + std::to_string(topic);
  auto page = nlohmann::ordered_json::parse(get(path + ".json"));
  std::string query;
  for (const auto& id : page["post_stream"]["stream"]) {
    query += (query.empty() ? "?" : "&") + std::string("post_ids%5B%5D=") + std::to_string(id.get<std::int64_t>());
  }
  const auto posts = nlohmann::ordered_json::parse(get(path + "/posts.json" + query));
  page["post_stream"]["posts"] = posts["post_stream"]["posts"];
  return page.dump();
}

}  // namespace gailou::support
