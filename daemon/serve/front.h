// The front page: the tracked threads, newest change first; and which of them changed last.
#pragma once

#include "daemon/serve/outcome.h"

namespace gailou::serve {

Plan plan_front(const Visit& visit);
Plan plan_latest(const Visit& visit);

}  // namespace gailou::serve
