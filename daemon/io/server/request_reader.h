// A complete header block to the request that a router sees. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "daemon/io/http_server.h"
#include "daemon/io/server/request_check.h"

namespace gailou::io {

/// What the session needs to know beside the request itself.
struct RequestFacts {
  bool keep_alive = false;
  bool expects_continue = false;
  std::size_t body_bytes = 0;  // still to come
};

/// Fills `request` as far as it can be read, also of one that is refused: its answer is negotiated by `accept` and
/// names `request_id`, which stays empty unless the client sent a fit one.
std::optional<Refusal> read_request(std::string_view block, const ServerSettings& settings, ServerRequest& request,
                                    RequestFacts& facts);

}  // namespace gailou::io
