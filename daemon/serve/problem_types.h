// What a problem's type means, as a page: where `type` of a problem document leads.
#pragma once

#include "daemon/serve/outcome.h"

namespace gailou::serve {

Plan plan_problem_type(const Visit& visit);

}  // namespace gailou::serve
