// The daily edition: of all threads or of one source's, its archive, and both for programs.
#pragma once

#include "daemon/serve/outcome.h"

namespace gailou::serve {

Plan plan_daily(const Visit& visit);
Plan plan_archive(const Visit& visit);
/// To the day that it is.
Plan plan_today(const Visit& visit);

}  // namespace gailou::serve
