// What the site says of itself: to readers, and to phones.
#pragma once

#include <string>

#include "daemon/serve/outcome.h"

namespace gailou::serve {

Plan plan_about(const Visit& visit, const std::string& version);
Plan plan_manifest(const Visit& visit);

}  // namespace gailou::serve
