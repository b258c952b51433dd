// The description of /api/v1 for programs, OpenAPI 3.1: openapi/openapi.json, with this site's address and version in
// it. Tests hold every route and every answer against it.
#pragma once

#include <string>

#include "daemon/serve/outcome.h"

namespace gailou::serve {

Plan plan_openapi(const Visit& visit, const std::string& version);

}  // namespace gailou::serve
