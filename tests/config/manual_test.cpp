// The manual and the sample configuration say what the table says.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "daemon/config/explain.h"
#include "daemon/config/options.h"
#include "daemon/config/toml_file.h"

namespace gailou::config {
namespace {

std::string read(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

const std::string kManual = std::string(GAILOU_SOURCE_DIR) + "/docs/man/gailou.toml.5";
const std::string kBegin = ".\\\" begin keys\n";
const std::string kEnd = ".\\\" end keys\n";

TEST(Manual, lists_each_key_as_the_table_has_it) {
  const std::string text = read(kManual);
  const std::size_t begin = text.find(kBegin);
  const std::size_t end = text.find(kEnd);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  const std::size_t start = begin + kBegin.size();
  if (std::getenv("GAILOU_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(kManual) << text.substr(0, start) << manual_entries() << text.substr(end);
    return;
  }
  EXPECT_EQ(text.substr(start, end - start), manual_entries());
}

TEST(Manual, the_sample_configuration_is_right_when_its_comments_are_taken_off) {
  std::istringstream lines(read(std::string(GAILOU_SOURCE_DIR) + "/systemd/gailou.toml"));
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    const bool is_commented = line.starts_with("# ");
    const bool is_toml = line.find(" = ") != std::string::npos || line.find("# [") == 0;
    text += (is_commented && is_toml ? line.substr(2) : line) + "\n";
  }
  const auto file = parse_toml(text, "sample");
  ASSERT_TRUE(file) << to_string(file.error());
  EXPECT_FALSE(file->keys.empty());
  EXPECT_FALSE(file->sources.empty());
  Config config;
  for (const auto& [key, value] : file->keys) {
    const Option* option = option_named(key);
    ASSERT_NE(option, nullptr) << key;
    const auto applied = apply(*option, config, value);
    EXPECT_TRUE(applied) << (applied ? "" : to_string(applied.error()));
  }
}

}  // namespace
}  // namespace gailou::config
