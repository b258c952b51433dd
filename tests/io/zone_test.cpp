// Clocks on walls, and what they meant.
#include "daemon/io/zone.h"

#include <gtest/gtest.h>

namespace gailou::io {
namespace {

std::string meant(const char* shown, const char* zone) {
  const auto at = instant_in_zone(digest::parse_moment(shown).value(), zone);
  return at ? digest::to_iso(*at) : std::string(digest::name_of(at.error().code));
}

TEST(Zone, a_name_of_several_zones_means_the_one_that_was_said) {
  EXPECT_EQ(meant("2026-05-06 14:02:35 CST", "Asia/Shanghai"), "2026-05-06T06:02:35.000Z");
  EXPECT_EQ(meant("2026-01-06 14:02:35 CST", "America/Chicago"), "2026-01-06T20:02:35.000Z");
}

TEST(Zone, the_hour_that_comes_twice_is_told_apart_by_its_name) {
  EXPECT_EQ(meant("2026-11-01 01:30:00 PDT", "America/Los_Angeles"), "2026-11-01T08:30:00.000Z");
  EXPECT_EQ(meant("2026-11-01 01:30:00 PST", "America/Los_Angeles"), "2026-11-01T09:30:00.000Z");
}

TEST(Zone, what_no_clock_showed_is_refused) {
  EXPECT_EQ(meant("2026-03-08 02:30:00 PST", "America/Los_Angeles"), "malformed");
  EXPECT_EQ(meant("2026-05-06 14:02:35 CST", "America/Chicago"), "malformed");  // CDT by then
  EXPECT_EQ(meant("2026-05-06 14:02:35 CST", "Europe/Berlin"), "malformed");
}

TEST(Zone, a_zone_that_is_none_says_so) {
  EXPECT_EQ(meant("2026-05-06 14:02:35 CST", "Mars/Olympus"), "config");
  EXPECT_EQ(meant("2026-05-06 14:02:35 CST", "../../etc/passwd"), "config");
  EXPECT_EQ(meant("2026-05-06 14:02:35 CST", ""), "config");
}

}  // namespace
}  // namespace gailou::io
