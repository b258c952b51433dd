// The folder that a site is written into.
#include "daemon/static_site/target_folder.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

namespace gailou::static_site {
namespace {

namespace fs = std::filesystem;
using digest::Code;

class SiteFolder : public testing::Test {
 protected:
  std::string path() const { return folder_.file("site"); }
  TargetFolder opened() { return TargetFolder::open(path()).value(); }
  std::string bytes(const std::string& file) const {
    std::ifstream in(path() + "/" + file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  bool has(const std::string& file) const { return fs::exists(path() + "/" + file); }

  support::TempFolder folder_;
};

TEST_F(SiteFolder, is_made_with_the_folders_of_its_files) {
  auto folder = opened();
  ASSERT_TRUE(folder.write("t/forum/7/index.html", "x"));
  ASSERT_TRUE(folder.finish());
  EXPECT_EQ(bytes("t/forum/7/index.html"), "x");
  EXPECT_EQ(folder.files(), 1);
  EXPECT_EQ(folder.written(), 1);
}

TEST_F(SiteFolder, a_file_that_has_not_changed_is_not_touched) {
  auto first = opened();
  ASSERT_TRUE(first.write("index.html", "x"));
  ASSERT_TRUE(first.finish());
  const auto before = fs::last_write_time(path() + "/index.html");
  fs::last_write_time(path() + "/index.html", before - std::chrono::hours{5});
  auto second = opened();
  ASSERT_TRUE(second.write("index.html", "x"));
  ASSERT_TRUE(second.finish());
  EXPECT_EQ(second.written(), 0);
  EXPECT_EQ(fs::last_write_time(path() + "/index.html"), before - std::chrono::hours{5});
}

TEST_F(SiteFolder, what_is_no_longer_there_goes_with_its_empty_folders) {
  auto first = opened();
  ASSERT_TRUE(first.write("index.html", "x"));
  ASSERT_TRUE(first.write("t/forum/7/index.html", "y"));
  ASSERT_TRUE(first.write("t/forum/8/index.html", "z"));
  ASSERT_TRUE(first.finish());
  std::ofstream(path() + "/t/forum/8/note.txt") << "mine";
  auto second = opened();
  ASSERT_TRUE(second.write("index.html", "x"));
  ASSERT_TRUE(second.finish());
  EXPECT_EQ(second.removed(), 2);
  EXPECT_FALSE(has("t/forum/7"));
  EXPECT_FALSE(has("t/forum/8/index.html"));
  EXPECT_TRUE(has("t/forum/8/note.txt"));
  EXPECT_TRUE(has("index.html"));
}

TEST_F(SiteFolder, a_folder_with_other_files_in_it_is_refused_and_left_alone) {
  fs::create_directories(path());
  std::ofstream(path() + "/letter.txt") << "dear";
  const auto refused = TargetFolder::open(path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::conflict);
  EXPECT_FALSE(refused.error().hint.empty());
  EXPECT_EQ(bytes("letter.txt"), "dear");
}

TEST_F(SiteFolder, a_list_that_names_files_elsewhere_removes_none_of_them) {
  auto first = opened();
  ASSERT_TRUE(first.write("index.html", "x"));
  ASSERT_TRUE(first.finish());
  const std::string outside = folder_.file("outside.txt");
  std::ofstream(outside) << "mine";
  std::ofstream(path() + "/.gailou-site", std::ios::app) << "../outside.txt\n" << outside << "\n";
  auto second = opened();
  ASSERT_TRUE(second.write("index.html", "x"));
  ASSERT_TRUE(second.finish());
  EXPECT_TRUE(fs::exists(outside));
}

TEST_F(SiteFolder, a_file_in_the_place_of_a_folder_is_an_error_that_names_it) {
  auto folder = opened();
  ASSERT_TRUE(folder.write("t", "a file"));
  const auto refused = folder.write("t/forum/7/index.html", "x");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().where.find("t/forum/7"), std::string::npos);
}

}  // namespace
}  // namespace gailou::static_site
