// Points in time as readers see them: in the site's zone, with its abbreviation at that instant.
#pragma once

#include <string>

#include "digest/local_time.h"
#include "digest/settings.h"

namespace gailou::render {

using digest::LocalTime;
using digest::start_of_day;
using digest::to_local;

/// "5月9日 17:02 PDT"; with the year in front where it isn't `year`, which the reader sees elsewhere.
/// In English "May 9, 17:02 PDT".
std::string short_time(const LocalTime& at, int year, digest::Language language = digest::Language::zh);

/// "2026年5月9日 星期六", "Saturday, May 9, 2026"
std::string long_date(const LocalTime& at, digest::Language language = digest::Language::zh);

}  // namespace gailou::render
