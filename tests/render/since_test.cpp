// The place where a reader stopped, as people name it.
#include "digest/render/since.h"

#include <gtest/gtest.h>

#include "digest/catch_up_codec.h"

namespace gailou::render {
namespace {

using digest::Floor;
using digest::Instant;
using digest::Revision;
using digest::Since;

const Instant kNow = digest::parse_iso("2026-05-09T12:00:00Z").value();
constexpr std::string_view kZone = "America/Los_Angeles";

Since since(std::string_view text) {
  const auto read = parse_since(text, kNow, kZone);
  EXPECT_TRUE(read) << text;
  return read ? *read : Since{};
}

Since at(std::string_view iso) {
  return digest::parse_iso(iso).value();
}

TEST(SinceWords, a_revision_has_an_r) {
  EXPECT_EQ(since("r128"), Since(Revision{128}));
  EXPECT_EQ(since("R128"), Since(Revision{128}));
  EXPECT_EQ(since("r0"), Since(Revision{0}));
}

TEST(SinceWords, a_floor_is_a_number_with_or_without_its_sign) {
  EXPECT_EQ(since("#62"), Since(Floor{62}));
  EXPECT_EQ(since("62"), Since(Floor{62}));
  EXPECT_EQ(since("0"), Since(Floor{0}));
}

TEST(SinceWords, a_length_of_time_counts_back_from_now) {
  EXPECT_EQ(since("2h"), at("2026-05-09T10:00:00Z"));
  EXPECT_EQ(since("3d"), at("2026-05-06T12:00:00Z"));
  EXPECT_EQ(since("90s"), at("2026-05-09T11:58:30Z"));
}

TEST(SinceWords, a_day_begins_in_the_zone) {
  EXPECT_EQ(since("2026-05-09"), at("2026-05-09T07:00:00Z"));
  EXPECT_EQ(parse_since("2026-05-09", kNow, "Asia/Shanghai").value(), at("2026-05-08T16:00:00Z"));
}

TEST(SinceWords, a_time_has_its_offset) {
  EXPECT_EQ(since("2026-05-09T04:30:00-07:00"), at("2026-05-09T11:30:00Z"));
  EXPECT_EQ(since("2026-05-09T11:30:00Z"), at("2026-05-09T11:30:00Z"));
}

TEST(SinceWords, anything_else_is_refused_with_examples) {
  for (const char* text : {"",
                           "r",
                           "#",
                           "r-1",
                           "#-1",
                           "-5",
                           "yesterday",
                           "2x",
                           "r12x",
                           "62nd",
                           "2026-13-01",
                           "2026-02-30",
                           "2026-05-09T11:30:00",
                           "99999999999999999999",
                           "r99999999999999999999",
                           "##62",
                           "r 12",
                           " 62",
                           "0x10",
                           "６２"}) {
    const auto read = parse_since(text, kNow, kZone);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, digest::Code::usage) << text;
    EXPECT_NE(read.error().hint.find("r128"), std::string::npos);
    EXPECT_NE(read.error().hint.find("2026-05-08"), std::string::npos) << read.error().hint;
  }
}

TEST(SinceWords, a_time_to_come_is_refused_as_such) {
  for (const char* text : {"2026-05-10", "2026-05-09T12:00:01Z", "2030-01-01"}) {
    const auto read = parse_since(text, kNow, kZone);
    ASSERT_FALSE(read) << text;
    EXPECT_NE(read.error().what.find("to come"), std::string::npos);
  }
}

TEST(SinceWords, a_long_word_is_not_repeated_whole) {
  const auto read = parse_since(std::string(100'000, 'x'), kNow, kZone);
  ASSERT_FALSE(read);
  EXPECT_LT(read.error().what.size(), 200U);
}

TEST(SinceWords, the_fixed_form_reads_back) {
  for (const Since& place : {Since(Revision{7}), Since(Floor{62}), at("2026-05-09T11:30:00.123Z")}) {
    EXPECT_EQ(digest::since_of(digest::to_string(place)), place);
  }
  EXPECT_EQ(digest::to_string(Since(Floor{62})), "#62");
  for (const char* other : {"", "r", "62", "2h", "r-1", "#x", "2026-05-09"}) {
    EXPECT_EQ(digest::since_of(other), std::nullopt) << other;
  }
}

}  // namespace
}  // namespace gailou::render
