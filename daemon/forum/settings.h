#pragma once

#include <cstddef>
#include <string>

#include "digest/time.h"

namespace gailou::forum {

struct Settings {
  digest::Duration timeout = std::chrono::seconds{30};
  digest::Duration connect_timeout = std::chrono::seconds{10};
  std::size_t max_body = std::size_t{16} << 20;
  std::string user_agent{};  // empty = gailou/VERSION
  bool allow_private_addresses = false;
  std::string ignore_robots{};  // the owner's reason not to obey the site's robots.txt; empty = it is obeyed
};

}  // namespace gailou::forum
