// The entries of a digest that is too long for its thread's page: a section's in pages, all on one page, and the way to
// one of them from elsewhere.
#pragma once

#include "daemon/serve/outcome.h"

namespace gailou::serve {

Plan plan_entries_page(const Visit& visit);  // all of them, or those of the section that the target names
Plan plan_entry(const Visit& visit);

}  // namespace gailou::serve
