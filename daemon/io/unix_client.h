// One blocking request to the admin socket: the CLI's way to the daemon. Not for the loop.
#pragma once

#include <string>
#include <string_view>

#include "digest/error.h"
#include "digest/time.h"

namespace gailou::io {

struct LocalAnswer {
  int status = 0;
  std::string body{};
};

/// unavailable if nobody listens there, permission if the socket may not be opened, config if the path is over 107
/// bytes.
digest::Result<LocalAnswer> local_request(const std::string& socket_path, std::string_view method,
                                          std::string_view target, std::string_view json_body,
                                          digest::Duration timeout);

}  // namespace gailou::io
