// The layers of the configuration, put together: flag over environment over conf.d over main file over default.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/config/places.h"
#include "digest/error.h"

namespace gailou::config {

/// What the command line says, in its order; the last of the same key wins.
struct Given {
  std::optional<std::string> file{};                       // --config
  std::vector<std::pair<std::string, std::string>> set{};  // --set KEY=VALUE, and --state, --socket, --listen as keys
};

struct Loaded {
  Config config{};
  std::vector<std::string> files{};     // read, in order
  std::vector<digest::Error> faults{};  // all of them; with any nothing but the socket's path is to be used
};

Loaded load(const Given& given, const Surroundings& around, Role role);

/// The flag's name for a key that has one, for messages: "--state".
std::string flag_of(const std::string& key);

}  // namespace gailou::config
