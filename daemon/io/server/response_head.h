// A response's status line and fields as bytes. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/io/http_server.h"

namespace gailou::io {

std::string_view reason_of(int status);

/// Whether every field's name is a token and no value could start a line of its own.
bool is_sendable(const ServerResponse& response);

struct HeadFacts {
  std::string_view date{};
  std::string_view request_id{};                // sent as X-Request-Id unless the response has one
  std::optional<std::size_t> content_length{};  // nothing: a stream
  bool close = false;
};

/// Adds Date, Content-Length (not to 204 and 304), Connection, X-Request-Id; Retry-After to a 503 and Allow to a 405
/// that lack them.
std::string response_head(const ServerResponse& response, const HeadFacts& facts);

}  // namespace gailou::io
