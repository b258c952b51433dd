#include "daemon/config/units.h"

#include <chrono>

#include <gtest/gtest.h>

namespace gailou::config {
namespace {

using namespace std::chrono_literals;

TEST(Units, lengths_of_time_are_a_whole_number_with_a_unit) {
  EXPECT_EQ(parse_duration("500ms"), 500ms);
  EXPECT_EQ(parse_duration("90s"), 90s);
  EXPECT_EQ(parse_duration("5m"), 5min);
  EXPECT_EQ(parse_duration("12h"), 12h);
  EXPECT_EQ(parse_duration("3d"), 72h);
  EXPECT_EQ(parse_duration("0s"), 0s);
}

TEST(Units, what_is_no_length_of_time_is_nothing) {
  for (const char* text : {"", "90", "s", "-5s", "+5s", "1.5h", "5 s", " 5s", "5s ", "5S", "5min", "1e3s", "0x10s",
                           "99999999999999999999s", "9223372036854775807d", "200000d", "5\xc2\xb5s", "ms", "5mss"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(Units, a_length_of_time_is_written_in_its_largest_whole_unit) {
  EXPECT_EQ(to_text(90s), "90s");
  EXPECT_EQ(to_text(120s), "2m");
  EXPECT_EQ(to_text(72h), "3d");
  EXPECT_EQ(to_text(1500ms), "1500ms");
  EXPECT_EQ(to_text(0ms), "0s");
}

TEST(Units, sizes_are_binary) {
  EXPECT_EQ(parse_size("512B"), 512U);
  EXPECT_EQ(parse_size("64KiB"), 65536U);
  EXPECT_EQ(parse_size("16MiB"), 16U << 20);
  EXPECT_EQ(parse_size("1GiB"), 1U << 30);
  for (const char* text : {"", "64", "64K", "64KB", "64kib", "1.5MiB", "-1B", "99999999999GiB", "MiB"}) {
    EXPECT_EQ(parse_size(text), std::nullopt) << text;
  }
  EXPECT_EQ(size_text(16U << 20), "16MiB");
  EXPECT_EQ(size_text(1000), "1000B");
}

TEST(Units, rates_are_requests_per_second_minute_or_hour) {
  EXPECT_DOUBLE_EQ(*parse_rate("1/s"), 1.0);
  EXPECT_DOUBLE_EQ(*parse_rate("30/m"), 0.5);
  EXPECT_DOUBLE_EQ(*parse_rate("1/h"), 1.0 / 3600);
  EXPECT_DOUBLE_EQ(*parse_rate("0.5/s"), 0.5);
  for (const char* text : {"", "1", "/s", "1/d", "0/s", "-1/s", "1 /s", "nan/s", "inf/s", "1e9/s", "1/sec"}) {
    EXPECT_EQ(parse_rate(text), std::nullopt) << text;
  }
  EXPECT_EQ(rate_text(1.0), "1/s");
  EXPECT_EQ(rate_text(0.5), "30/m");
  EXPECT_EQ(rate_text(1.0 / 3600), "1/h");
}

TEST(Units, modes_are_octal) {
  EXPECT_EQ(parse_mode("0660"), 0660U);
  EXPECT_EQ(parse_mode("600"), 0600U);
  for (const char* text : {"", "66", "0888", "07777", "1777", "rw", "06600", "-660"}) {
    EXPECT_EQ(parse_mode(text), std::nullopt) << text;
  }
  EXPECT_EQ(mode_text(0660), "0660");
}

TEST(Units, plain_numbers_have_no_decoration) {
  EXPECT_EQ(parse_count("0"), 0U);
  EXPECT_EQ(parse_count("1024"), 1024U);
  for (const char* text : {"", "-1", "+1", "01", "1 ", "1.0", "99999999999999999999", "0x1"}) {
    EXPECT_EQ(parse_count(text), std::nullopt) << text;
  }
  EXPECT_DOUBLE_EQ(*parse_share("0.1"), 0.1);
  for (const char* text : {"", "nan", "-0.1", "1e-1", ".", "0.1.2", "0,1"}) {
    EXPECT_EQ(parse_share(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace gailou::config
