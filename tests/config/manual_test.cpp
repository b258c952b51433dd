// The manual and the sample configuration say what the table says.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "daemon/config/explain.h"
#include "daemon/config/options.h"
#include "daemon/config/rules.h"
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

/// What stands between two comments of the manual is `entries`.
void expect_entries(const std::string& begin_mark, const std::string& end_mark, const std::string& entries) {
  const std::string text = read(kManual);
  const std::size_t begin = text.find(begin_mark);
  const std::size_t end = text.find(end_mark);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  const std::size_t start = begin + begin_mark.size();
  if (std::getenv("GAILOU_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(kManual) << text.substr(0, start) << entries << text.substr(end);
    return;
  }
  EXPECT_EQ(text.substr(start, end - start), entries);
}

TEST(Manual, lists_each_key_as_the_table_has_it) {
  expect_entries(kBegin, kEnd, manual_entries());
}

TEST(Manual, lists_each_key_of_a_discover_rule_as_the_table_has_it) {
  expect_entries(".\\\" begin rule keys\n", ".\\\" end rule keys\n", rule_manual_entries());
}

TEST(Manual, lists_each_key_of_a_price_as_the_table_has_it) {
  expect_entries(".\\\" begin price keys\n", ".\\\" end price keys\n", price_manual_entries());
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
  std::vector<track::discover::Rule> rules;
  std::vector<digest::Error> faults;
  take_rules(file->rules, rules, faults);
  EXPECT_FALSE(rules.empty());
  for (const auto& fault : faults) ADD_FAILURE() << to_string(fault);
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
