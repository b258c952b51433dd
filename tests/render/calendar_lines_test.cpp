// iCalendar's content lines.
#include "digest/render/deals/calendar_lines.h"

#include <gtest/gtest.h>

#include "tests/support/calendar_file.h"

namespace gailou::render {
namespace {

std::string plain(const std::string& name, const std::string& value) {
  CalendarLines lines;
  lines.plain(name, value);
  return lines.take();
}
std::string text(const std::string& name, const std::string& value) {
  CalendarLines lines;
  lines.text(name, value);
  return lines.take();
}

TEST(CalendarText, escapes_backslash_semicolon_comma_and_line_break) {
  EXPECT_EQ(calendar_text("a\\b;c,d\ne"), "a\\\\b\\;c\\,d\\ne");
}

TEST(CalendarText, leaves_the_colon_and_quotes_alone) {
  EXPECT_EQ(calendar_text("截止:\"甲\""), "截止:\"甲\"");
}

TEST(CalendarText, takes_any_line_end_for_one_break) {
  EXPECT_EQ(calendar_text("a\r\nb\rc\nd\n\re"), "a\\nb\\nc\\nd\\n\\ne");
}

TEST(CalendarText, drops_control_characters) {
  EXPECT_EQ(calendar_text(std::string("a\0b\x01\x1b[31mc\x7f\xC2\x80\xC2\x9f", 15) + "d\te"), "ab[31mcd e");
}

TEST(CalendarText, keeps_characters_that_only_begin_like_controls) {
  EXPECT_EQ(calendar_text("\xC2\xA0\xC2\xA5"), "\xC2\xA0\xC2\xA5");
}

TEST(CalendarText, what_was_escaped_is_meant_again) {
  const std::string wild = "a\\nb;\\;c,,\\\\\n完;";
  EXPECT_EQ(tests::CalendarFile::meant(calendar_text(wild)), wild);
}

TEST(CalendarLine, ends_with_carriage_return_and_line_feed) {
  EXPECT_EQ(plain("VERSION", "2.0"), "VERSION:2.0\r\n");
}

TEST(CalendarLine, of_75_octets_stays_whole_and_of_76_is_folded) {
  EXPECT_EQ(plain("X", std::string(73, 'a')), "X:" + std::string(73, 'a') + "\r\n");
  EXPECT_EQ(plain("X", std::string(74, 'a')), "X:" + std::string(73, 'a') + "\r\n a\r\n");
}

TEST(CalendarLine, a_continuation_counts_its_blank) {
  EXPECT_EQ(plain("X", std::string(73 + 74, 'a')),
            "X:" + std::string(73, 'a') + "\r\n " + std::string(74, 'a') + "\r\n");
  EXPECT_EQ(plain("X", std::string(73 + 75, 'a')),
            "X:" + std::string(73, 'a') + "\r\n " + std::string(74, 'a') + "\r\n a\r\n");
}

TEST(CalendarLine, is_never_cut_within_a_character) {
  for (std::size_t before = 60; before < 80; ++before) {
    for (const std::string wide : {"é", "羊", "🐑"}) {
      std::string value(before, 'a');
      for (int i = 0; i < 30; ++i) value += wide;
      CalendarLines lines;
      lines.plain("BEGIN", "VCALENDAR");
      lines.text("SUMMARY", value);
      lines.plain("END", "VCALENDAR");
      const tests::CalendarFile read(lines.take());
      ASSERT_EQ(read.lines().size(), 3u) << before << wide;
      EXPECT_EQ(read.lines()[1], "SUMMARY:" + value);
      for (const auto& fault : read.faults()) {
        EXPECT_EQ(fault.find("octets"), std::string::npos) << fault;
        EXPECT_EQ(fault.find("within a character"), std::string::npos) << fault;
      }
    }
  }
}

TEST(CalendarLine, the_documented_line_comes_out_as_documented) {
  EXPECT_EQ(text("DESCRIPTION", "新户;90 天内 DD 满 $1,000;部分州不行\n成功 1 人,失败 1 人(#32, #36)"),
            "DESCRIPTION:新户\\;90 天内 DD 满 $1\\,000\\;部分州不行\\n成功 1 人\r\n \\,失败 1 人(#32\\, #36)\r\n");
}

TEST(CalendarLine, a_plain_value_can_start_no_line_of_its_own) {
  EXPECT_EQ(plain("URL", "https://a.example/\r\nBEGIN:VALARM"), "URL:https://a.example/BEGIN:VALARM\r\n");
}

}  // namespace
}  // namespace gailou::render
