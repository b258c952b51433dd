// A thread's digest as it stood at an earlier revision.
#pragma once

#include "daemon/serve/outcome.h"

namespace gailou::serve {

Plan plan_revision_page(const Visit& visit);

}  // namespace gailou::serve
