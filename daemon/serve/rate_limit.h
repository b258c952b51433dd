// How many requests a client may make: a bucket each that fills at the configured rate and holds five seconds' worth.
// Pure: the time is passed in.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "digest/time.h"

namespace gailou::serve {

/// What a request costs, by its path below base_path: a search reads much, everything else is about one page.
unsigned cost_of(std::string_view path);

class RateLimit {
 public:
  /// Clients that are remembered at a time; all further ones share one bucket.
  static constexpr std::size_t kClientsMax = 10'000;
  static constexpr double kBurstSeconds = 5;

  /// Requests a second; 0 = no limit.
  explicit RateLimit(double per_second) : per_second_(per_second) {}

  /// Takes from the client's bucket; if there isn't enough in it nothing is taken, and the answer is how long it takes
  /// to fill. A cost over the whole bucket takes it all.
  std::optional<digest::Duration> refuse(const std::string& client, unsigned cost, digest::Instant now);

  std::size_t clients() const { return full_at_.size(); }

 private:
  void forget_full(digest::Instant now);

  double per_second_;
  std::unordered_map<std::string, digest::Instant> full_at_;  // when a client's bucket will be full
  std::size_t forget_over_ = 256;                             // clients
};

}  // namespace gailou::serve
