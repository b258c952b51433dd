#include "daemon/cli/table.h"

#include <gtest/gtest.h>

#include "daemon/cli/width.h"

namespace gailou::cli {
namespace {

TEST(Width, a_character_is_as_wide_as_a_terminal_draws_it) {
  EXPECT_EQ(display_width(""), 0);
  EXPECT_EQ(display_width("abc"), 3);
  EXPECT_EQ(display_width("盖楼"), 4);
  EXPECT_EQ(display_width("Ａ，"), 4);
  EXPECT_EQ(display_width("e\u0301"), 1);
  EXPECT_EQ(display_width("한국"), 4);
  EXPECT_EQ(display_width("😀"), 2);
  EXPECT_EQ(display_width("👨\u200d👩\u200d👧"), 2);
  EXPECT_EQ(display_width("🇨🇳"), 2);
  EXPECT_EQ(display_width("❤\ufe0f"), 2);
  EXPECT_EQ(display_width("\u200b"), 0);
}

TEST(Width, ambiguous_characters_are_as_wide_as_told) {
  EXPECT_EQ(display_width("…"), 1);
  EXPECT_EQ(display_width("…", 2), 2);
  EXPECT_EQ(display_width("α", 2), 2);
}

TEST(Width, cutting_ends_at_a_clusters_border) {
  EXPECT_EQ(cut_to("盖楼盖楼", 8), "盖楼盖楼");
  EXPECT_EQ(cut_to("盖楼盖楼", 7), "盖楼盖…");
  EXPECT_EQ(cut_to("盖楼盖楼", 6), "盖楼…");
  EXPECT_EQ(cut_to("abc", 2), "a…");
  EXPECT_EQ(cut_to("ae\u0301b", 2), "a…");
  EXPECT_EQ(cut_to("abc", 1), "…");
  EXPECT_EQ(cut_to("abc", 0), "");
}

TEST(Width, bytes_that_are_no_utf8_are_survived) {
  EXPECT_EQ(display_width("a\xff"
                          "b"),
            3);
}

const std::vector<Column> kColumns{
    {.header = "#", .right = true}, {.header = "TITLE", .yields = true}, {.header = "STATE"}};

TEST(Table, a_pipe_gets_tabs_without_headers_and_whole) {
  const std::string title(300, 'x');
  EXPECT_EQ(table(kColumns, {{"1", title, "active"}, {"12", "盖楼", "closed"}}, {}),
            "1\t" + title + "\tactive\n12\t盖楼\tclosed\n");
}

TEST(Table, a_terminal_gets_aligned_columns_under_headers) {
  EXPECT_EQ(table(kColumns, {{"1", "盖楼", "active"}, {"12", "ab", "gone"}}, {.terminal = true, .columns = 80}),
            " #  TITLE  STATE\n"
            " 1  盖楼   active\n"
            "12  ab     gone\n");
}

TEST(Table, a_narrow_terminal_cuts_the_column_that_yields) {
  const std::string text =
      table(kColumns, {{"1", "盖楼盖楼盖楼盖楼盖楼", "active"}}, {.terminal = true, .columns = 24});
  EXPECT_EQ(text,
            "#  TITLE          STATE\n"
            "1  盖楼盖楼盖楼…  active\n");
}

TEST(Table, a_narrow_terminal_is_spared_the_columns_that_matter_least) {
  const std::vector<Column> columns{{.header = "#"},
                                    {.header = "TITLE", .yields = true},
                                    {.header = "FLOORS", .right = true, .rank = 1},
                                    {.header = "REV", .right = true, .rank = 2},
                                    {.header = "STATE"}};
  const std::vector<std::vector<std::string>> rows{{"1", std::string(60, 'x'), "58", "r1", "active"}};
  const auto header_at = [&](int width) {
    const std::string text = table(columns, rows, {.terminal = true, .columns = width});
    return text.substr(0, text.find('\n'));
  };
  EXPECT_NE(header_at(80).find("REV"), std::string::npos);
  EXPECT_EQ(header_at(46).find("REV"), std::string::npos);
  EXPECT_NE(header_at(46).find("FLOORS"), std::string::npos);
  EXPECT_EQ(header_at(30).find("FLOORS"), std::string::npos);
  EXPECT_NE(header_at(10).find("STATE"), std::string::npos);
  const std::string piped = table(columns, rows, {.columns = 10});
  EXPECT_EQ(piped, "1\t" + rows[0][1] + "\t58\tr1\tactive\n");
}

TEST(Table, headers_are_bold_where_wanted) {
  EXPECT_EQ(table({{.header = "T"}}, {{"x"}}, {.terminal = true, .bold_headers = true}), "\x1b[1mT\x1b[0m\nx\n");
}

TEST(Table, cells_cannot_steer_the_terminal_or_break_the_row) {
  const std::string hostile = "a\tb\nc\x1b[2J\u202e";
  for (const bool terminal : {false, true}) {
    const std::string text = table({{.header = "T"}}, {{hostile}}, {.terminal = terminal, .columns = 200});
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find("\u202e"), std::string::npos);
    EXPECT_EQ(text.find('\t'), std::string::npos);
    EXPECT_NE(text.find("a b c"), std::string::npos);
  }
}

}  // namespace
}  // namespace gailou::cli
