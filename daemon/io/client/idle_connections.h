// Connections between two requests: one per origin, for as long as it makes sense to keep it.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "daemon/io/client/connection.h"
#include "daemon/io/http_client.h"

namespace gailou::io {

/// An open connection with its history.
struct Line {
  using Clock = std::chrono::steady_clock;

  std::unique_ptr<Connection> connection{};
  Clock::time_point opened{};
  Clock::time_point idle_since{};
  std::chrono::milliseconds keep_for{};  // how long it may idle
  int requests = 0;                      // that went over it
};

/// Most servers close after 60 to 75 s.
inline constexpr std::chrono::milliseconds kIdleMax = std::chrono::seconds{60};
/// An address is looked up anew at least this often.
inline constexpr std::chrono::milliseconds kConnectionAgeMax = std::chrono::minutes{10};
/// nginx closes after 1,000 by default.
inline constexpr int kRequestsPerConnectionMax = 900;

/// How long a server keeps an idle connection after this answer: what its Keep-Alive field says, less a second for the
/// way, at most kIdleMax. Pure.
std::chrono::milliseconds keep_for(const HttpResponse& response);

class IdleConnections {
 public:
  /// Nothing if none is there or it is no longer good: idle or in use for too long, closed by the other side.
  std::optional<Line> take(const std::string& key, Line::Clock::time_point now);
  /// In the place of another of the same key; the oldest goes when there are too many.
  void keep(const std::string& key, Line line);

 private:
  std::map<std::string, Line> lines_{};
};

}  // namespace gailou::io
