// How the service is, for programs: /api/v1/status.
#pragma once

#include <string>
#include <vector>

#include "daemon/serve/outcome.h"

namespace gailou::serve {

struct ServiceState {
  std::string version{};
  std::vector<std::string> degraded{};  // why it isn't ready; empty = ready
};

Plan plan_api_status(const Visit& visit, ServiceState state);

}  // namespace gailou::serve
