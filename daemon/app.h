// Composition: builds the rooms in order, runs the loop, stops them in reverse.
#pragma once

#include <functional>

#include "daemon/config/load.h"
#include "digest/error.h"

namespace gailou {

/// Runs until SIGTERM or SIGINT, then saves everything and returns. Errors: busy (another instance), what open_store
/// says, what the listeners say; io when the store failed for good.
/// `load` reads the configuration again, as it was read at the start.
digest::Result<void> run_daemon(const config::Config& config, std::function<config::Loaded()> load);

}  // namespace gailou
