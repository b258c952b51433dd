// No two types of one name in one namespace, walked over the headers themselves.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;

/// "gailou::digest::Clause" and the header that says what it is.
std::multimap<std::string, std::string> types_of_headers() {
  std::multimap<std::string, std::string> found;
  const fs::path root = GAILOU_SOURCE_DIR;
  for (const std::string top : {"digest", "storage", "daemon"}) {
    for (const auto& file : fs::recursive_directory_iterator(root / top)) {
      if (file.path().extension() != ".h") continue;
      std::ifstream in(file.path());
      std::string space;
      for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        std::string kind;
        std::string name;
        words >> kind >> name;
        if (kind == "namespace" && line.ends_with('{')) space = name;
        const bool is_type = line.starts_with("struct ") || line.starts_with("class ");
        if (!is_type || line.find('{') == std::string::npos) continue;
        found.emplace(space + "::" + name, fs::relative(file.path(), root).string());
      }
    }
  }
  return found;
}

// Two types of one name in one namespace compile and link, and then one's code runs on the other's objects.
TEST(House, a_types_name_stands_for_one_type) {
  const auto all = types_of_headers();
  ASSERT_GT(all.size(), 300u);
  for (auto at = all.begin(); at != all.end(); at = all.upper_bound(at->first)) {
    EXPECT_EQ(all.count(at->first), 1u) << at->first << " is in " << at->second << " and in " << std::next(at)->second;
  }
}

}  // namespace
