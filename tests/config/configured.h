// A configuration read from files of a folder of its own.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "daemon/config/load.h"
#include "tests/support/temp_folder.h"

namespace gailou::config {

class Configured : public testing::Test {
 protected:
  Configured() {
    around_.environment = {{"HOME", folder_.path()}};
    around_.folder = folder_.path();
    around_.etc = folder_.file("etc");
    around_.run = folder_.file("run");
    around_.var_lib = folder_.file("var");
    std::filesystem::create_directories(around_.etc);
  }

  Loaded read(const std::string& text, Role role = Role::daemon) {
    std::ofstream(around_.etc + "/gailou.toml") << text;
    return load({}, around_, role);
  }
  /// Of a configuration that has no fault.
  Config config(const std::string& text, Role role = Role::daemon) {
    auto loaded = read(text, role);
    for (const auto& fault : loaded.faults) ADD_FAILURE() << to_string(fault);
    return std::move(loaded.config);
  }
  /// Of a configuration that has exactly one.
  std::string fault(const std::string& text, Role role = Role::daemon) {
    const auto loaded = read(text, role);
    EXPECT_EQ(loaded.faults.size(), 1U) << text;
    return loaded.faults.empty() ? "" : to_string(loaded.faults.front());
  }
  std::string key_file(const std::string& name, const std::string& text, mode_t mode = 0600) {
    const std::string path = folder_.file(name);
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
    return path;
  }

  support::TempFolder folder_;
  Surroundings around_{};
};

inline bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace gailou::config
