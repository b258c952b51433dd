// What a configuration that was read again changes in the one in force. Pure: the daemon carries it out.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "daemon/config/config.h"
#include "digest/error.h"

namespace gailou::config {

/// Keys by their names ("poll.jitter"); tables as "source forum: added", "source forum: removed", "discover rule:
/// changed", and "source forum: poll.jitter" for a key of its own. In the order of the manual, tables behind keys.
struct Changes {
  std::vector<std::string> at_once{};
  std::vector<std::string> on_restart{};  // what was in force stays so
  std::size_t unchanged = 0;              // keys
  bool operator==(const Changes&) const = default;
};

struct ReloadPlan {
  Config config{};  // that holds from now on: `next`, but for what only a restart changes
  Changes changes{};
};

/// Both were loaded without faults, for the daemon.
ReloadPlan plan_reload(const Config& in_force, Config next);

/// Sources whose names stand for another forum in the store: their threads, pages and keys would be mixed up. One fault
/// each; a name never changes its forum.
std::vector<digest::Error> source_faults(const Config& next, const std::vector<storage::SourceRecord>& stored);

}  // namespace gailou::config
