// Days as a deal names them: of the site's calendar, without an hour.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "digest/time.h"

namespace gailou::digest {

using Day = std::chrono::sys_days;

/// Of a deal's `starts` or `ends`: "2026-05-28", or such a day with an hour and its offset ("2026-05-28T20:00-07:00").
std::optional<Day> day_of(std::string_view field);

/// "20:00", where the field names an hour.
std::optional<std::string> hour_of(std::string_view field);

/// The day of the site's calendar on which that instant falls.
Day local_day(Instant at, std::string_view zone);

/// The day's first moment in the zone.
Instant start_of(Day day, std::string_view zone);

/// "2026-05-28"
std::string to_string(Day day);

}  // namespace gailou::digest
