// The house's plan, kept: who includes whom, walked over the sources themselves.
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;

/// Rooms in the order in which they are looked up: a folder belongs to the longest name that begins its path.
const std::map<std::string, std::set<std::string>> kMayInclude{
    {"digest", {}},
    {"digest/render", {"digest"}},
    {"digest/llm", {"digest"}},
    {"storage", {"digest"}},
    {"daemon/io", {"digest", "storage"}},
    {"daemon/metrics", {"digest", "daemon/io"}},
    {"daemon/forum", {"digest", "storage", "daemon/io"}},
    {"daemon/engine", {"digest", "digest/llm", "storage", "daemon/io"}},
    {"daemon/track", {"digest", "storage", "daemon/io", "daemon/forum", "daemon/engine"}},
    {"daemon/serve", {"digest", "digest/render", "storage", "daemon/io"}},
    {"daemon/static_site", {"digest", "storage", "daemon/io", "daemon/serve"}},
    // protocol names topics by their URLs as forum reads them, and answers with the store's records.
    {"daemon/protocol", {"digest", "storage", "daemon/forum"}},
    {"daemon/admin",
     {"digest", "digest/llm", "storage", "daemon/io", "daemon/engine", "daemon/track", "daemon/forum",
      "daemon/protocol"}},
    {"daemon/cli", {"digest", "digest/render", "storage", "daemon/io", "daemon/protocol", "daemon/forum"}},
    {"daemon/config",
     {"digest", "storage", "daemon/io", "daemon/forum", "daemon/engine", "daemon/track", "daemon/serve",
      "daemon/admin"}},
};

std::string room_of(const std::string& path) {
  std::string best;
  for (const auto& [room, seen] : kMayInclude) {
    if (path.starts_with(room + "/") && room.size() > best.size()) best = room;
  }
  return best;
}

struct Include {
  std::string from;
  std::string what;
  bool quoted = false;
};

std::vector<Include> includes() {
  std::vector<Include> found;
  const fs::path root = GAILOU_SOURCE_DIR;
  for (const std::string top : {"digest", "storage", "daemon"}) {
    for (const auto& file : fs::recursive_directory_iterator(root / top)) {
      const auto extension = file.path().extension();
      if (extension != ".h" && extension != ".cpp") continue;
      std::ifstream in(file.path());
      for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("#include ")) continue;
        const auto end = line.find_last_of("\">");
        if (end == std::string::npos || end <= 10) continue;
        found.push_back({.from = fs::relative(file.path(), root).string(),
                         .what = line.substr(10, end - 10),
                         .quoted = line[9] == '"'});
      }
    }
  }
  return found;
}

TEST(House, every_include_between_rooms_is_on_the_plan) {
  const auto all = includes();
  ASSERT_GT(all.size(), 500u);
  for (const auto& include : all) {
    const auto from = room_of(include.from);
    const auto to = include.quoted ? room_of(include.what) : std::string();
    if (from.empty() || to.empty() || from == to) continue;  // daemon's root composes every room
    // config knows of the other rooms what can be set, nothing else.
    if (from == "daemon/config" && to != "digest" && to != "storage" && to != "daemon/io") {
      EXPECT_TRUE(include.what.ends_with("/settings.h")) << include.from << " includes " << include.what;
    }
    EXPECT_TRUE(kMayInclude.at(from).contains(to)) << include.from << " includes " << include.what;
  }
}

TEST(House, heavy_libraries_are_named_in_one_room_only) {
  struct Rule {
    std::string library;
    std::string allowed;
    std::string also{};
  };
  const Rule rules[] = {{"boost/beast", "daemon/io/"},
                        {"boost/asio/ssl", "daemon/io/"},
                        {"sqlite3.h", "storage/sqlite/"},
                        {"libxml/", "digest/text/"},
                        {"toml++", "daemon/config/"},
                        {"CLI/", "daemon/cli/"},
                        {"spdlog/", "daemon/io/log"},
                        {"systemd/", "daemon/io/"},
                        {"date/", "digest/local_time", "daemon/io/zone"}};
  for (const auto& include : includes()) {
    for (const auto& rule : rules) {
      if (!include.what.starts_with(rule.library)) continue;
      const bool is_also = !rule.also.empty() && include.from.starts_with(rule.also);
      EXPECT_TRUE(is_also || include.from.starts_with(rule.allowed)) << include.from << " includes " << include.what;
    }
  }
}

TEST(House, the_pure_layer_knows_no_clock_thread_or_file) {
  const std::set<std::string> refused{
      "thread", "mutex", "atomic", "future", "fstream", "filesystem", "iostream", "random", "condition_variable"};
  for (const auto& include : includes()) {
    if (!include.from.starts_with("digest/")) continue;
    EXPECT_FALSE(refused.contains(include.what)) << include.from << " includes " << include.what;
    EXPECT_FALSE(include.what.starts_with("boost/asio")) << include.from;
  }
}

}  // namespace
