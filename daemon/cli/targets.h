// Several threads named on a command line, each with its own outcome.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "daemon/cli/session.h"
#include "digest/error.h"
#include "storage/records.h"

namespace gailou::cli {

struct Target {
  std::string text{};
  std::string where{};  // "stdin line 3"; empty for a word of the command line
};

std::vector<Target> targets_of(const std::vector<std::string>& words);
/// "-" is replaced by stdin's lines; empty ones and those that begin with "#" are passed over.
digest::Result<std::vector<Target>> expanded(const std::vector<std::string>& words, Session& session);

/// That each names a thread, whether there is one or not; told before anything is asked.
digest::Result<void> check_names(const std::vector<std::string>& threads);

/// Every tracked thread, as the daemon lists them.
digest::Result<std::vector<storage::ThreadRecord>> tracked_threads(Session& session);

/// Each target by itself: one that fails stops none of the others. The error of a single one, and of a daemon that
/// isn't there, is returned; others are printed. `one` prints its answer and returns an exit code.
digest::Result<int> for_each_target(Session& session, const std::vector<Target>& threads,
                                    const std::function<digest::Result<int>(const std::string&)>& one);

}  // namespace gailou::cli
