// The floors of a recorded page as an observation.
#pragma once

#include <functional>

#include "digest/error.h"
#include "digest/recorded/page.h"
#include "digest/thread.h"

namespace gailou::digest {

/// What a printed time means; an Error where its zone isn't known.
using MomentReader = std::function<Result<Instant>(const LocalMoment&)>;

/// Posts under provisional identities, each as of the page's last floor; quotations, links and images found again in
/// the flat text. The Error of a time names the line.
Result<Observation> observation_of(const RecordedPage& page, const MomentReader& read_moment);

}  // namespace gailou::digest
