// Times as a page prints them, with the name of a zone that often names several.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "digest/time.h"

namespace gailou::digest {

/// "2026-05-06 14:02:35 PDT"
struct LocalMoment {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::string zone{};  // as printed
  bool operator==(const LocalMoment&) const = default;
};

/// Nothing but exactly this form, years 1970 to 9999; a day that its month doesn't have is none.
std::optional<LocalMoment> parse_moment(std::string_view text);

/// Minutes east of Greenwich of a name that means one offset everywhere ("UTC", "PDT", "+08", "-07:00"); nothing for
/// those that don't ("CST" is Chicago's, Shanghai's and Havana's) and for those that nobody knows.
std::optional<std::chrono::minutes> offset_of_zone(std::string_view name);

/// As the clocks of that offset show it.
Instant instant_of(const LocalMoment& moment, std::chrono::minutes offset);

}  // namespace gailou::digest
