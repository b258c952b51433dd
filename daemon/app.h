// Composition: builds the rooms in order, runs the loop, stops them in reverse.
#pragma once

#include "daemon/config/config.h"
#include "digest/error.h"

namespace gailou {

/// Runs until SIGTERM or SIGINT, then saves everything and returns. Errors: busy (another instance), what open_store
/// says, what the listeners say; io when the store failed for good.
digest::Result<void> run_daemon(const config::Config& config);

}  // namespace gailou
