// Points in time as clocks on the wall of a zone show them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "digest/time.h"

namespace gailou::digest {

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
LocalTime to_local(Instant at, std::string_view zone);

/// The first moment of a day in the zone: midnight, or where clocks are put forth over it, the moment after. Nothing if
/// there is no such day.
std::optional<Instant> start_of_day(int year, unsigned month, unsigned day, std::string_view zone);

}  // namespace gailou::digest
