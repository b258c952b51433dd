#include "daemon/cli/paint.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "daemon/cli/pager.h"
#include "tests/support/temp_folder.h"

namespace gailou::cli {
namespace {

TEST(Colour, follows_the_flag_then_the_environment_then_the_terminal) {
  const ColourHabits plain;
  const ColourHabits forced{.forced = true};
  const ColourHabits refused{.refused = true};
  EXPECT_TRUE(wants_colour("auto", true, plain));
  EXPECT_FALSE(wants_colour("auto", false, plain));
  EXPECT_FALSE(wants_colour("auto", true, refused));
  EXPECT_TRUE(wants_colour("auto", false, forced));
  EXPECT_TRUE(wants_colour("always", false, refused));
  EXPECT_FALSE(wants_colour("never", true, forced));
}

TEST(Colour, without_it_nothing_is_added) {
  EXPECT_EQ(Paint(false).bold("a"), "a");
  EXPECT_EQ(Paint(true).bold("a"), "\x1b[1ma\x1b[0m");
  EXPECT_EQ(Paint(true).bold(""), "");
  EXPECT_EQ(with_bold_titles("1. 关键信息\n", Paint(false)), "1. 关键信息\n");
}

TEST(Colour, titles_floor_heads_and_markers_of_a_digest_are_bold) {
  const std::string text =
      "内容摘要\n\n一句话。\n\n1. 关键信息\n\n  • 新增#59:甲：乙。\n  • 注意:丙。\n\n2. 别的\n\n--- 第 1 楼来自 a "
      "的回复 (t) "
      "---\n没有换行";
  EXPECT_EQ(with_bold_titles(text, Paint(true)),
            "\x1b[1m内容摘要\x1b[0m\n\n一句话。\n\n\x1b[1m1. 关键信息\x1b[0m\n\n  • \x1b[1m新增#59\x1b[0m:甲：乙。\n"
            "  • 注意:丙。\n\n2. 别的\n\n\x1b[1m--- 第 1 楼来自 a 的回复 (t) ---\x1b[0m\n没有换行");
}

TEST(Pager, gets_the_whole_text) {
  const support::TempFolder folder;
  const std::string text(300'000, 'x');
  EXPECT_TRUE(show_in_pager("cat > '" + folder.file("seen") + "'", text));
  std::ostringstream seen;
  seen << std::ifstream(folder.file("seen")).rdbuf();
  EXPECT_EQ(seen.str(), text);
}

TEST(Pager, that_is_not_there_shows_nothing) {
  EXPECT_FALSE(show_in_pager("gailou-no-such-pager 2>/dev/null", "text"));
}

TEST(Pager, that_is_left_early_is_no_fault) {
  EXPECT_TRUE(show_in_pager("head -c 1 >/dev/null", std::string(1'000'000, 'x')));
}

}  // namespace
}  // namespace gailou::cli
