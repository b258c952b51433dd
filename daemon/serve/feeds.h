// Feeds of all threads, of a source's, of one; and the list of them.
#pragma once

#include "daemon/serve/outcome.h"

namespace gailou::serve {

/// By the route's suffix Atom or JSON; by its parameters of a thread, of a source, or of all.
Plan plan_feed(const Visit& visit);
/// The thread's page as a client has it that prefers Atom: the feed of `.atom`.
Plan plan_thread_as_feed(const Visit& visit);
Plan plan_opml(const Visit& visit);

}  // namespace gailou::serve
