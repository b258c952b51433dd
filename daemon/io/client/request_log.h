// One debug line for each request that left: whom, what for, how it went. No query, no fields, no body.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "daemon/io/url.h"

namespace gailou::io {

struct SentRequest {
  std::string_view method{};
  const Url* url = nullptr;
  int status = 0;                    // 0: no answer
  std::string_view outcome{};        // "answered", or the name of the error's code
  std::size_t bytes = 0;             // received
  std::chrono::milliseconds took{};  // connecting included
  bool reused = false;               // over a connection that was open already
};

void log_request(const SentRequest& facts);

}  // namespace gailou::io
