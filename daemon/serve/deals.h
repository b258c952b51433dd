// The offers of all threads, or of one: /deals as a page, as JSON and as a calendar.
#pragma once

#include "daemon/serve/outcome.h"

namespace gailou::serve {

/// By the target's route.
Plan plan_deals(const Visit& visit);

}  // namespace gailou::serve
