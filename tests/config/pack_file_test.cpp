// The owner's words for the offline engine: read, refused with the line, never half taken.
#include "daemon/config/pack_file.h"

#include <fstream>

#include <gtest/gtest.h>

#include "digest/compose/cues.h"
#include "tests/support/temp_folder.h"

namespace gailou::config {
namespace {

using digest::Code;
using digest::Cue;

class PackFile : public testing::Test {
 protected:
  std::string write(const std::string& text) {
    const std::string path = folder_.file("own.pack");
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  support::TempFolder folder_;
};

TEST_F(PackFile, adds_its_words_to_the_built_in_ones) {
  const auto pack = read_pack(write("# ours\n[advice]\n速办 | 走起\n"));
  ASSERT_TRUE(pack) << to_string(pack.error());
  EXPECT_TRUE(has_cue(**pack, cue_form(**pack, "这周速办"), Cue::advice));
  EXPECT_TRUE(has_cue(**pack, cue_form(**pack, "建议早办"), Cue::advice));
  EXPECT_FALSE(has_cue(digest::standard_pack(), cue_form(digest::standard_pack(), "这周速办"), Cue::advice));
}

TEST_F(PackFile, names_the_line_that_is_no_pack) {
  const auto path = write("[advice]\n速办\n[advise]\n走起\n");
  const auto pack = read_pack(path);
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error().code, Code::config);
  EXPECT_EQ(pack.error().where, path + ": line 3");
  EXPECT_NE(pack.error().what.find("[advise]"), std::string::npos);
  EXPECT_NE(pack.error().hint.find("advice"), std::string::npos);
}

TEST_F(PackFile, that_is_not_there_or_no_file_is_an_error_of_the_configuration) {
  for (const auto& path : {folder_.file("none"), folder_.path()}) {
    const auto pack = read_pack(path);
    ASSERT_FALSE(pack) << path;
    EXPECT_EQ(pack.error().code, Code::config);
    EXPECT_EQ(pack.error().where, path);
  }
}

TEST_F(PackFile, of_more_than_its_bound_is_not_read) {
  const auto pack = read_pack(write("[advice]\n" + std::string(300'000, 'x') + "\n"));
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error().what, "is larger than 256 KiB");
}

}  // namespace
}  // namespace gailou::config
