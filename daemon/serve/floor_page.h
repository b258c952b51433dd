// One floor with its history, and a thread in figures.
#pragma once

#include "daemon/serve/outcome.h"

namespace gailou::serve {

Plan plan_floor_page(const Visit& visit);
Plan plan_activity(const Visit& visit);

}  // namespace gailou::serve
