#include "daemon/io/zone.h"

#include <chrono>
#include <stdexcept>

#include <date/tz.h>

namespace gailou::io {
namespace {

using digest::Code;
using digest::Error;

/// Nothing where the system has no such zone, or no zones at all: date-tz throws then.
const date::time_zone* zone_named(std::string_view zone) {
  try {
    return date::locate_zone(std::string(zone));
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

}  // namespace

digest::Result<digest::Instant> instant_in_zone(const digest::LocalMoment& moment, std::string_view zone) {
  const date::time_zone* known = zone_named(zone);
  if (known == nullptr) {
    return Error{.code = Code::config,
                 .what = "the system knows no time zone \"" + std::string(zone) + "\"",
                 .hint = "name one as in Asia/Shanghai"};
  }
  const auto utc = digest::instant_of(moment, std::chrono::minutes{0});
  const date::local_seconds shown(std::chrono::duration_cast<std::chrono::seconds>(utc.time_since_epoch()));
  const date::local_info info = known->get_info(shown);
  if (info.result != date::local_info::nonexistent) {
    if (info.first.abbrev == moment.zone) return utc - info.first.offset;
    if (info.result == date::local_info::ambiguous && info.second.abbrev == moment.zone)
      return utc - info.second.offset;
  }
  return Error{.code = Code::malformed,
               .what = "no clock of " + std::string(zone) + " showed this time as " + moment.zone + " (it was " +
                       info.first.abbrev + ")",
               .hint = "name the zone of the page with --tz"};
}

}  // namespace gailou::io
