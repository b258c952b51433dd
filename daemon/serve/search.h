// The search: its page, its JSON, its description for browsers.
#pragma once

#include <optional>
#include <string>

#include "daemon/serve/outcome.h"
#include "daemon/serve/parameters.h"
#include "digest/search/query.h"

namespace gailou::serve {

/// Reads, and what is built isn't kept: whoever asks a hundred thousand queries must not push the pages that others
/// read out of memory. Its tag still makes asking again cheap.
Plan plan_search(const Visit& visit);
Plan plan_api_search(const Visit& visit);
/// /opensearch.xml
Plan plan_opensearch(const Visit& visit);

/// Its feed would be empty: entries have no author.
bool looks_for_floors(const digest::SearchQuery& query);

/// The query in `q`, for everything that is made of one. What is wrong with it, that it is missing too, is noted in
/// `parameters`.
std::optional<digest::SearchQuery> query_in(const Visit& visit, Parameters& parameters);

}  // namespace gailou::serve
