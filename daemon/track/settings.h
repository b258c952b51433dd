#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "digest/batch.h"
#include "digest/settings.h"
#include "digest/time.h"

namespace gailou::track {

struct Settings {
  digest::Duration min_interval = std::chrono::seconds{60};
  digest::Duration max_interval = std::chrono::hours{6};
  digest::Duration closed_interval = std::chrono::hours{72};
  double jitter = 0.1;               // share of the interval
  double per_host_rate = 1.0;        // requests a second, burst 2
  std::size_t requests_per_day = 0;  // of a source in any 24 hours; 0 = a quarter of what per_host_rate allows
  bool live = false;                 // whether the forum's message bus is listened to
  digest::Duration backoff = std::chrono::seconds{60};
  digest::Duration backoff_max = std::chrono::hours{6};
  digest::Duration challenge_cooldown = std::chrono::hours{1};
  digest::Duration confirm_after = std::chrono::seconds{90};
  std::size_t recheck_window = 200;  // newest floors that are read again for edits and deletions
  digest::SettleSettings settle{};
  digest::ComposeSettings compose{};
};

}  // namespace gailou::track
