// The JSON API, /api/v1: for programs, asked again each time (no-cache), the same bytes for the same state.
#pragma once

#include <memory>

#include "daemon/serve/outcome.h"
#include "daemon/serve/thread_object.h"

namespace gailou::serve {

using SharedMemo = std::shared_ptr<CoverageMemo>;

Plan plan_api_threads(const Visit& visit, const SharedMemo& memo);
Plan plan_api_thread(const Visit& visit, const SharedMemo& memo);
Plan plan_api_digest(const Visit& visit);
Plan plan_api_changes(const Visit& visit);
Plan plan_api_posts(const Visit& visit);
Plan plan_api_latest(const Visit& visit);

}  // namespace gailou::serve
