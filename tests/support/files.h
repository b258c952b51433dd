// Reading test data: whole files as bytes or JSON.
#pragma once

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

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

inline nlohmann::json read_json(const std::string& name) {
  return nlohmann::json::parse(read_data(name));
}

}  // namespace gailou::tests
