// What no TOML text holds: control characters, and what is beyond ASCII outside of quotes and comments.
#include "daemon/config/toml_text.h"

#include <gtest/gtest.h>

#include "daemon/config/toml_file.h"

namespace gailou::config {
namespace {

std::string place_of(std::string_view text) {
  const auto fault = stray_character(text, "f");
  if (!fault) return "";
  EXPECT_EQ(fault->code, digest::Code::config);
  EXPECT_FALSE(fault->hint.empty());
  return fault->where;
}

TEST(StrayCharacter, full_width_marks_are_found_where_they_stand) {
  EXPECT_EQ(place_of("[site]\ntitle = “盖楼”\n"), "f:2:9");
  EXPECT_EQ(place_of("a = [\"一\"，\"二\"]"), "f:1:9");
  EXPECT_EQ(place_of("a ＝ 1"), "f:1:3");
  EXPECT_EQ(place_of("[引擎]"), "f:1:2");
  EXPECT_EQ(place_of("a = 1 # 好\nb = 'x' 好"), "f:2:9");
  EXPECT_EQ(place_of("\xEF\xBB\xBF\xEF\xBB\xBF"), "f:1:2");
}

TEST(StrayCharacter, quotes_and_comments_hold_any_text) {
  for (const char* text :
       {"# 注释", "a = \"好\"", "a = '好'", "a = \"\"\"\n好 \"引\" 好\n\"\"\"\n", "a = '''好'好''' # 好", "\"键\" = 1",
        "a = \"\\\"好\"", "a = '\\' # 好", "a = \"\"\"好\\\"\"\"\"", "a = \"\" # 好", "a = '''好'''''", "", "a = 1\r\n",
        "\xEF\xBB\xBF"
        "a = 1"}) {
    EXPECT_EQ(place_of(text), "") << text;
  }
  for (const char* broken : {"a = \"好", "a = '''好", "\"\\", "'", "\"\"", "\"\"\""}) EXPECT_EQ(place_of(broken), "");
}

TEST(StrayCharacter, a_line_that_leaves_its_quotes_open_does_not_hide_the_next) {
  EXPECT_EQ(place_of("a = \"好\n好 = 1"), "f:2:1");
}

TEST(StrayCharacter, controls_are_found_in_quotes_and_comments_too) {
  EXPECT_EQ(place_of("# \x08"), "f:1:3");
  EXPECT_EQ(place_of("a = '\x1b'"), "f:1:6");
}

TEST(TomlFile, letters_beyond_ascii_may_follow_a_broken_line_of_a_long_text) {
  for (const char* letter : {"é", "б", "。", "\xEF\xBB\xBD"}) {
    const auto file = parse_toml("a = \"\"\"\\\n  " + std::string(letter) + "\"\"\"", "f");
    ASSERT_TRUE(file) << letter;
    EXPECT_EQ(std::get<std::string>(file->keys.at(0).second.written), letter);
  }
  EXPECT_FALSE(parse_toml("a = 0\"é", "f"));
}

/// Letters that the parser takes for neither blanks nor anything else, without an end.
TEST(StrayCharacter, letters_that_the_parser_cannot_place_never_reach_it) {
  for (const char* text : {"é = 1", "a = 1 。", "\xEF\xBB\xBD", "a = [1、2]", "a = 1 \u0431"}) {
    const auto file = parse_toml(text, "f");
    ASSERT_FALSE(file) << text;
    EXPECT_TRUE(file.error().what.find("beyond ASCII") != std::string::npos) << text;
  }
}

}  // namespace
}  // namespace gailou::config
