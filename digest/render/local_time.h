// Points in time as readers see them: in the site's zone, with its abbreviation at that instant.
#pragma once

#include <string>

#include "digest/local_time.h"

namespace gailou::render {

using digest::LocalTime;
using digest::start_of_day;
using digest::to_local;

/// "5月9日 17:02 PDT"; with the year in front where it isn't `year`, which the reader sees elsewhere.
std::string short_time(const LocalTime& at, int year);

/// "2026年5月9日 星期六"
std::string long_date(const LocalTime& at);

}  // namespace gailou::render
