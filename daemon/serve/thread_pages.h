// A thread's pages: its digest in every format, and its raw floors.
#pragma once

#include "daemon/serve/outcome.h"

namespace gailou::serve {

Plan plan_thread(const Visit& visit);       // by Accept
Plan plan_thread_file(const Visit& visit);  // by suffix
Plan plan_posts_page(const Visit& visit);

/// The digest document, as `.json` and the API give it: the same bytes under one key. Nothing = the latest revision.
Order digest_order(const SharedLook& look, const std::string& source, digest::TopicId topic,
                   std::optional<digest::Revision> revision);

}  // namespace gailou::serve
