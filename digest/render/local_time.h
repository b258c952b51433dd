// Points in time as readers see them: in the site's zone, with its abbreviation at that instant.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "digest/time.h"

namespace gailou::render {

struct LocalTime {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  unsigned weekday = 0;  // 0 = Sunday
  std::string zone = "UTC";
};

/// UTC where the zone is empty or not known to the system.
LocalTime to_local(digest::Instant at, std::string_view zone);

/// The first moment of a day in the zone: midnight, or where clocks are put forth over it, the moment after. Nothing if
/// there is no such day.
std::optional<digest::Instant> start_of_day(int year, unsigned month, unsigned day, std::string_view zone);

/// "5月9日 17:02 PDT"; with the year in front where it isn't `year`, which the reader sees elsewhere.
std::string short_time(const LocalTime& at, int year);

/// "2026年5月9日 星期六"
std::string long_date(const LocalTime& at);

}  // namespace gailou::render
