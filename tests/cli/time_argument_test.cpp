#include "daemon/cli/time_argument.h"

#include <gtest/gtest.h>

namespace gailou::cli {
namespace {

using namespace std::chrono_literals;

const digest::Instant kNow = *digest::parse_iso("2026-05-08T12:00:00Z");

digest::Result<digest::Instant> at(const std::string& text, const char* zone = "UTC") {
  return time_to_come("--until", text, kNow, zone);
}

TEST(TimeArgument, a_length_is_counted_from_now) {
  EXPECT_EQ(*at("2h"), kNow + 2h);
  EXPECT_EQ(*at("3d"), kNow + 72h);
  EXPECT_EQ(*at("90s"), kNow + 90s);
  EXPECT_EQ(*at("1ms"), kNow + 1ms);
}

TEST(TimeArgument, a_date_is_the_first_moment_of_its_day_in_the_zone) {
  EXPECT_EQ(*at("2026-05-09"), *digest::parse_iso("2026-05-09T00:00:00Z"));
  EXPECT_EQ(*at("2026-05-09", "Asia/Shanghai"), *digest::parse_iso("2026-05-08T16:00:00Z"));
  EXPECT_EQ(*at("2026-05-09", "America/Los_Angeles"), *digest::parse_iso("2026-05-09T07:00:00Z"));
  EXPECT_EQ(*at("2028-02-29"), *digest::parse_iso("2028-02-29T00:00:00Z"));
}

TEST(TimeArgument, a_time_may_be_written_out) {
  EXPECT_EQ(*at("2026-05-09T18:00:00Z"), *digest::parse_iso("2026-05-09T18:00:00Z"));
  EXPECT_EQ(*at("2026-05-09T18:00:00+08:00"), *digest::parse_iso("2026-05-09T10:00:00Z"));
}

TEST(TimeArgument, what_has_passed_is_wrong_usage_and_says_so) {
  for (const char* text : {"2026-05-08", "2020-01-01", "2026-05-08T12:00:00Z", "0s"}) {
    const auto time = at(text);
    ASSERT_FALSE(time) << text;
    EXPECT_EQ(time.error().code, digest::Code::usage) << text;
    EXPECT_NE(time.error().what.find("has passed"), std::string::npos) << time.error().what;
    EXPECT_TRUE(time.error().what.starts_with("--until: ")) << time.error().what;
  }
}

TEST(TimeArgument, what_is_no_time_is_wrong_usage) {
  for (const char* text : {"", "tomorrow", "5", "-2h", "2 h", "2026-13-01", "2026-02-30", "2026-5-9", "2026-05-09 ",
                           "1h30m", "99999999999999999999d", "2026-05-0x", "2026-05-09T18:00:00", "+3d"}) {
    const auto time = at(text);
    ASSERT_FALSE(time) << text;
    EXPECT_EQ(time.error().code, digest::Code::usage) << text;
    EXPECT_NE(time.error().what.find("is no time"), std::string::npos) << time.error().what;
  }
}

TEST(TimeArgument, a_word_without_end_is_not_repeated_whole) {
  EXPECT_LT(at(std::string(5000, 'x')).error().what.size(), 200U);
}

}  // namespace
}  // namespace gailou::cli
