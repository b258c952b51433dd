// What following a source's threads came to since the start: plain counts, kept by those who do it and read by whoever
// asks.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "digest/digest.h"
#include "digest/error.h"
#include "digest/histogram.h"

namespace gailou::track {

/// How polls of threads ended.
struct PollFigures {
  std::uint64_t changed = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t spared = 0;  // one request to the gate answered for it
  std::uint64_t failed = 0;
  std::uint64_t rate_limited = 0;
  digest::Histogram<8> seconds{{0.05, 0.25, 1, 5, 15, 60, 600, 7200}};  // a first fetch of many pages is one poll
};

inline constexpr std::size_t kReasons = static_cast<std::size_t>(digest::Reason::other) + 1;
inline constexpr std::size_t kMarkers = static_cast<std::size_t>(digest::Marker::Kind::withdrawn) + 1;

/// What became of floors.
struct DigestFigures {
  std::uint64_t revisions = 0;
  std::array<std::uint64_t, kMarkers> entries{};  // by the marker's kind
  std::uint64_t floors_told = 0;                  // that stand in an entry
  std::array<std::uint64_t, kReasons> floors_quiet{};
  std::uint64_t failures = 0;                      // steps that ended with an error
  std::map<std::string, std::uint64_t> refused{};  // operations of an engine, by the gate that they broke
  std::uint64_t gate_faults = 0;                   // drafts that broke a gate and gave way
  digest::Histogram<8> step_seconds{{0.01, 0.05, 0.25, 1, 5, 30, 120, 600}};  // from the taken batch to the commit
  digest::Histogram<7> delay_seconds{{60, 300, 900, 3600, 14'400, 43'200, 86'400}};  // from the post to the entry
};

struct SourceFigures {
  PollFigures polls{};
  std::uint64_t posts_added = 0;
  std::uint64_t posts_edited = 0;
  std::uint64_t posts_marked = 0;  // hidden, withdrawn, deleted
  DigestFigures digest{};
};

}  // namespace gailou::track
