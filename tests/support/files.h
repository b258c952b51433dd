// Reading test data: whole files as bytes or JSON.
#pragma once

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace gailou::tests {

/// A file of tests/data, by its path from there.
inline std::string read_data(const std::string& name) {
  std::ifstream in(std::string(GAILOU_TEST_DATA) + "/" + name, std::ios::binary);
  if (!in) throw std::runtime_error("no test data " + name);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

/// A file of the source tree, by its path from the root.
inline std::string read_source(const std::string& name) {
  std::ifstream in(std::string(GAILOU_SOURCE_DIR) + "/" + name, std::ios::binary);
  if (!in) throw std::runtime_error("no file " + name);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

inline nlohmann::json read_json(const std::string& name) {
  return nlohmann::json::parse(read_data(name));
}

/// The flat text of each floor of the recorded thread.
inline std::vector<std::string> seed_texts() {
  const auto thread = read_json("seed-thread.json");
  std::vector<std::string> texts;
  for (const auto& post : thread.at("posts")) texts.push_back(post.at("text").get<std::string>());
  return texts;
}

}  // namespace gailou::tests
