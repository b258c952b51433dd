// One TOML file as flat keys with their places. The only unit that sees toml++ is toml_file.cpp.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "daemon/config/value.h"
#include "digest/error.h"

namespace gailou::config {

/// One `[[source]]`, `[[discover]]` or `[[engine.price]]` as written; absent keys are empty with an empty origin.
struct SourceTable {
  std::string origin{};                               // of its header
  std::vector<std::pair<std::string, Value>> keys{};  // without "source."; those of its tables as "poll.jitter"
};

struct TomlFile {
  std::vector<std::pair<std::string, Value>> keys{};  // "poll.jitter"
  std::vector<SourceTable> sources{};
  std::vector<SourceTable> rules{};     // `[[discover]]`
  std::vector<SourceTable> prices{};    // `[[engine.price]]`
  std::vector<digest::Error> faults{};  // what is no section at all; the rest is still there
};

/// `config` naming the path and the system's words if it can't be read, the place if it isn't TOML; `config` too for a
/// file over 1 MiB.
digest::Result<TomlFile> read_toml(const std::string& path);
/// The same for text that is already here; `name` stands in the origins.
digest::Result<TomlFile> parse_toml(std::string_view text, const std::string& name);

}  // namespace gailou::config
