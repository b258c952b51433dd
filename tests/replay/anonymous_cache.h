// Discourse's cache for visitors without a key (Middleware::AnonymousCache): what is asked for twice within a minute is
// kept, and served for a minute from then on.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "daemon/io/http_server.h"
#include "digest/time.h"

namespace gailou::replay {

class AnonymousCache {
 public:
  /// The kept answer, if it is still served.
  std::optional<io::ServerResponse> find(const std::string& target, digest::Instant now);
  /// A new answer goes by: it is marked as kept or not.
  void pass(const std::string& target, digest::Instant now, io::ServerResponse& answer);

 private:
  struct Entry {
    digest::Instant first_asked{};
    std::optional<digest::Instant> kept_at{};
    io::ServerResponse answer{};
  };
  std::map<std::string, Entry> entries_{};
};

}  // namespace gailou::replay
