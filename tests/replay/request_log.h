// What a forum was asked, when and by whom: so that tests can tell two requests at once, one in a cooldown, one too
// many.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "digest/time.h"

namespace gailou::replay {

struct LoggedRequest {
  digest::Instant at{};
  std::optional<digest::Instant> ended{};  // nothing: it is under way
  std::string method{};
  std::string target{};
  std::string body{};
  int status = 0;             // 0: given up by who asked
  std::size_t under_way = 0;  // other requests that had not ended when it came
  std::size_t bytes = 0;      // of the answer's body
};

class RequestLog {
 public:
  /// The reference holds.
  LoggedRequest& begin(LoggedRequest request) {
    request.under_way = under_way_++;
    return entries_.emplace_back(std::move(request));
  }
  void end(LoggedRequest& request, digest::Instant at) {
    request.ended = at;
    --under_way_;
  }
  const std::deque<LoggedRequest>& entries() const { return entries_; }

 private:
  std::deque<LoggedRequest> entries_{};
  std::size_t under_way_ = 0;
};

}  // namespace gailou::replay
