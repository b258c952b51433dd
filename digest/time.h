// Points in time as values: UTC with milliseconds, ISO 8601 both ways. Never "now": the clock belongs to daemon/io.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gailou::digest {

using Duration = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

constexpr Instant from_ms(long long ms) {
  return Instant{Duration{ms}};
}
constexpr long long to_ms(Instant at) {
  return at.time_since_epoch().count();
}

/// "2026-05-06T21:02:35.000Z", with or without fraction, "Z" or an offset "-07:00". Years 1970 to 9999; anything else
/// is nothing.
std::optional<Instant> parse_iso(std::string_view text);

/// "2026-05-06T21:02:35.123Z"; always three digits, always Z.
std::string to_iso(Instant at);

}  // namespace gailou::digest
