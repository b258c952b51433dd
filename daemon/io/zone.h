// The system's time zones: what a clock on a wall meant.
#pragma once

#include <string>
#include <string_view>

#include "digest/error.h"
#include "digest/recorded/zone_name.h"
#include "digest/time.h"

namespace gailou::io {

/// The instant at which the clocks of an IANA zone showed this, under this abbreviation: of an hour that comes twice in
/// autumn the one it names. malformed if there was none, config if the system has no such zone.
digest::Result<digest::Instant> instant_in_zone(const digest::LocalMoment& moment, std::string_view zone);

}  // namespace gailou::io
