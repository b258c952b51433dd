// Composition: builds the rooms in order, runs the loop, stops them in reverse.
#pragma once

#include "daemon/config/config.h"
#include "digest/error.h"

namespace gailou {

/// Runs until SIGTERM/SIGINT; 0 or an Error.
digest::Result<void> run_daemon(const config::Config& config);

}  // namespace gailou
