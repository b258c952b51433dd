// A search as a feed: the entries that it finds, newest first. Floors have no place in it: they are the forum's.
#pragma once

#include "daemon/serve/outcome.h"

namespace gailou::serve {

/// By the route Atom or JSON. Like the search's page it is built anew for each request.
Plan plan_search_feed(const Visit& visit);

}  // namespace gailou::serve
