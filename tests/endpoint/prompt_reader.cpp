#include "tests/endpoint/prompt_reader.h"

#include <sstream>

namespace gailou::endpoint {

namespace {

using Json = nlohmann::json;

std::string between(const std::string& text, const std::string& before, const std::string& after) {
  const auto at = text.find(before);
  if (at == std::string::npos) return {};
  const auto start = at + before.size();
  const auto end = text.find(after, start);
  return end == std::string::npos ? std::string() : text.substr(start, end - start);
}

std::vector<ReadFloor> fenced_floors(const std::string& message) {
  std::vector<ReadFloor> floors;
  const std::string nonce = between(message, "【新楼层 ", " 开始】");
  std::istringstream lines(between(message, "【新楼层 " + nonce + " 开始】", "【新楼层 " + nonce + " 结束】"));
  for (std::string line; std::getline(lines, line);) {
    const auto json = Json::parse(line, nullptr, false);
    if (!json.is_object() || !json.contains("floor")) continue;
    floors.push_back({.floor = json["floor"].get<std::int64_t>(),
                      .author = json.value("author", ""),
                      .text = json.value("text", "")});
  }
  return floors;
}

std::string canary_of(const std::string& message) {
  const std::string mark = "canary: ";
  const auto at = message.rfind(mark);
  if (at == std::string::npos) return {};
  const auto start = at + mark.size();
  return message.substr(start, message.find_first_not_of("c-0123456789abdef", start) - start);
}

}  // namespace

std::optional<ReadPrompt> read_prompt(const std::string& body) {
  const auto json = Json::parse(body, nullptr, false);
  if (!json.is_object() || !json.contains("messages") || !json["messages"].is_array()) return std::nullopt;
  ReadPrompt prompt;
  for (const char* name : {"max_tokens", "max_completion_tokens"}) {
    if (json.contains(name)) prompt.output_limit = json[name].get<std::int64_t>();
  }
  if (const auto at = json.find("response_format"); at != json.end()) prompt.format = at->value("type", "");
  prompt.effort = json.value("reasoning_effort", "");
  for (const auto& message : json["messages"]) {
    const auto content = message.value("content", "");
    const auto role = message.value("role", "");
    prompt.all += content + "\n";
    prompt.is_repair = prompt.is_repair || role == "assistant";
    if (role != "user" || !prompt.floors.empty()) continue;
    prompt.floors = fenced_floors(content);
    prompt.canary = canary_of(content);
    prompt.title = between(content, "【主题】\"", "\"");
  }
  return prompt;
}

std::int64_t counted_tokens(const std::string& text) {
  std::int64_t cjk = 0;
  std::int64_t others = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;
    (byte >= 0xE3 ? cjk : others) += 1;
  }
  return (cjk * 6 + 9) / 10 + (others + 3) / 4;
}

}  // namespace gailou::endpoint
