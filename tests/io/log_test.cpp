// Log lines: one event, one line, whatever stands in it.
#include "daemon/io/log.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "daemon/io/log_line.h"

namespace gailou::io::log {
namespace {

constexpr digest::Instant kAt = digest::from_ms(1'777'593'600'123);

std::string logfmt(std::string_view message, std::initializer_list<Field> fields = {}) {
  return logfmt_line(kAt, Level::info, "kind", message, fields);
}

std::string json(std::string_view message, std::initializer_list<Field> fields = {}) {
  return json_line(kAt, Level::warn, "kind", message, fields);
}

TEST(Log, logfmt_has_time_level_event_message_and_fields) {
  EXPECT_EQ(logfmt("poll failed", {{"source", "uscardforum"}, {"thread", 493728}, {"title", "a b"}}),
            "ts=2026-05-01T00:00:00.123Z level=info event=kind msg=\"poll failed\" source=uscardforum thread=493728 "
            "title=\"a b\"");
}

TEST(Log, json_has_the_same) {
  EXPECT_EQ(json("poll failed", {{"thread", 493728}, {"title", "盖楼"}}),
            "{\"ts\":\"2026-05-01T00:00:00.123Z\",\"level\":\"warn\",\"event\":\"kind\",\"msg\":\"poll failed\","
            "\"thread\":\"493728\",\"title\":\"盖楼\"}");
}

struct Case {
  std::string_view text;
  std::string_view logfmt;  // as a value
  std::string_view json;
};

TEST(Log, values_are_escaped_for_their_form) {
  const Case cases[] = {
      {"", "\"\"", "\"\""},
      {"plain", "plain", "\"plain\""},
      {"a=b", "\"a=b\"", "\"a=b\""},
      {"say \"hi\"", "\"say \\\"hi\\\"\"", "\"say \\\"hi\\\"\""},
      {"back\\slash", "\"back\\\\slash\"", "\"back\\\\slash\""},
      {"two\nlines", "\"two\\nlines\"", "\"two\\u000alines\""},
      {"cr\rlf\n", "\"cr\\rlf\\n\"", "\"cr\\u000dlf\\u000a\""},
      {"tab\t", "\"tab\\t\"", "\"tab\\u0009\""},
      {"\x1b[31mred", "\"\\u{1b}[31mred\"", "\"\\u001b[31mred\""},
      {std::string_view("nul\0", 4), "\"nul\\u{0}\"", "\"nul\\u0000\""},
      {"del\x7f", "\"del\\u{7f}\"", "\"del\\u007f\""},
      {"c1\xc2\x9b", "\"c1\\u{9b}\"", "\"c1\\u009b\""},
      {"bidi\xe2\x80\xae", "\"bidi\\u{202e}\"", "\"bidi\\u202e\""},
      {"sep\xe2\x80\xa8", "\"sep\\u{2028}\"", "\"sep\\u2028\""},
      {"tag\xf3\xa0\x81\x81", "\"tag\\u{e0041}\"", "\"tag\\udb40\\udc41\""},
      {"bad\xff", "bad\xef\xbf\xbd", "\"bad\xef\xbf\xbd\""},
      {"cut\xe6\xa5", "cut\xef\xbf\xbd\xef\xbf\xbd", "\"cut\xef\xbf\xbd\xef\xbf\xbd\""},
      {"overlong\xc0\xaf", "overlong\xef\xbf\xbd\xef\xbf\xbd", "\"overlong\xef\xbf\xbd\xef\xbf\xbd\""},
      {"楼😀", "楼😀", "\"楼😀\""},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(logfmt("m", {{"k", one.text}}),
              "ts=2026-05-01T00:00:00.123Z level=info event=kind msg=m k=" + std::string(one.logfmt));
    EXPECT_TRUE(json("m", {{"k", one.text}}).ends_with("\"k\":" + std::string(one.json) + "}"))
        << json("m", {{"k", one.text}});
  }
}

TEST(Log, a_value_is_cut_at_a_character_border_and_a_message_is_not) {
  const std::string long_value = std::string(255, 'a') + "楼楼";
  EXPECT_EQ(cut(long_value), std::string(255, 'a') + "…");
  EXPECT_EQ(cut(std::string(256, 'a')), std::string(256, 'a'));
  EXPECT_TRUE(logfmt("m", {{"k", long_value}}).ends_with("k=" + std::string(255, 'a') + "…"));
  const std::string long_message(5000, 'm');
  EXPECT_NE(logfmt(long_message).find(long_message), std::string::npos);
}

TEST(Log, a_forged_line_stays_inside_its_value) {
  for (const auto& line : {logfmt("m\nts=1 level=error", {{"title", "x\nts=1"}, {"a b\n=", "v"}}),
                           json("m\n{}", {{"title", "\"},\n{"}, {"a\"b", "v"}})}) {
    EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 0) << line;
  }
  EXPECT_NE(logfmt("m", {{"a b\n=", "v"}}).find(" a_b__=v"), std::string::npos);
}

TEST(Log, every_byte_is_harmless_afterwards) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  for (const std::string& line : {logfmt(all), json(all), one_line(all)}) {
    EXPECT_TRUE(std::none_of(line.begin(), line.end(),
                             [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }));
  }
}

TEST(Log, printable_keeps_line_feeds_and_tabs) {
  EXPECT_EQ(printable("a\n\tb"), "a\n\tb");
  EXPECT_EQ(printable("a\rb\x1b]0;x\x07"), "a\\u{d}b\\u{1b}]0;x\\u{7}");
  EXPECT_EQ(printable("\xe2\x81\xa6x\xe2\x81\xa9"), "\\u{2066}x\\u{2069}");
}

TEST(Log, only_events_of_the_level_are_written) {
  start(Level::warn, "logfmt");
  ::testing::internal::CaptureStderr();
  info("quiet", "not written");
  warn("loud", "written", {{"n", 1}});
  set_level(Level::debug);
  debug("chatty", "written as well");
  const std::string out = ::testing::internal::GetCapturedStderr();
  set_level(Level::info);
  EXPECT_EQ(out.find("quiet"), std::string::npos);
  EXPECT_NE(out.find("level=warn event=loud msg=written n=1\n"), std::string::npos) << out;
  EXPECT_NE(out.find("event=chatty"), std::string::npos);
}

TEST(Log, json_is_written_when_asked_for) {
  start(Level::info, "json");
  ::testing::internal::CaptureStderr();
  info("kind", "message");
  const std::string out = ::testing::internal::GetCapturedStderr();
  start(Level::info, "logfmt");
  EXPECT_TRUE(out.starts_with("{\"ts\":\"")) << out;
  EXPECT_TRUE(out.ends_with("\"msg\":\"message\"}\n")) << out;
}

TEST(Log, lines_of_several_threads_stay_whole) {
  constexpr int kThreads = 4;
  constexpr int kLines = 50;
  start(Level::info, "logfmt");
  ::testing::internal::CaptureStderr();
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([thread] {
      for (int line = 0; line < kLines; ++line) info("line", "written", {{"thread", thread}, {"line", line}});
    });
  }
  for (auto& thread : threads) thread.join();
  std::istringstream out(::testing::internal::GetCapturedStderr());
  std::set<std::string> ends;
  int lines = 0;
  for (std::string line; std::getline(out, line); ++lines) {
    EXPECT_TRUE(line.starts_with("ts=")) << line;
    ends.insert(line.substr(line.find(" event=") + 1));
  }
  EXPECT_EQ(lines, kThreads * kLines);
  EXPECT_EQ(ends.size(), static_cast<std::size_t>(kThreads * kLines));
  EXPECT_TRUE(ends.contains("event=line msg=written thread=3 line=49"));
}

TEST(Log, the_level_may_change_while_others_write) {
  ::testing::internal::CaptureStderr();
  std::thread writing([] {
    for (int line = 0; line < 200; ++line) debug("line", "written", {{"line", line}});
  });
  for (int turn = 0; turn < 100; ++turn) set_level(turn % 2 == 0 ? Level::debug : Level::info);
  writing.join();
  ::testing::internal::GetCapturedStderr();
  set_level(Level::info);
}

}  // namespace
}  // namespace gailou::io::log
