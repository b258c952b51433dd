// What can be set about asking a forum.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "daemon/io/secret.h"
#include "digest/time.h"

namespace gailou::forum {

/// As whom a forum is asked.
enum class AccessKind {
  guest,
  user_key,   // a member's own key
  admin_key,  // a site's key, made by its staff
};

struct Access {
  AccessKind kind = AccessKind::guest;
  std::vector<std::pair<std::string, io::Secret>> fields{};  // header fields, for the source's own origin alone
};

struct Settings {
  digest::Duration timeout = std::chrono::seconds{30};
  digest::Duration connect_timeout = std::chrono::seconds{10};
  std::size_t max_body = std::size_t{16} << 20;
  std::string user_agent{};  // empty = gailou/VERSION
  bool allow_private_addresses = false;
  Access access{};
  std::string ignore_robots{};  // the owner's reason not to obey the site's robots.txt; empty = it is obeyed
};

}  // namespace gailou::forum
