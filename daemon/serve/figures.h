// What readers were answered since the start: plain counts by route, which are a closed set.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>

#include "daemon/io/histogram.h"

namespace gailou::serve {

struct RouteFigures {
  std::array<std::uint64_t, 6> by_class{};                         // [2]: 200 to 299
  std::uint64_t bytes = 0;                                         // of bodies; a stream's are not counted
  io::Histogram<6> seconds{{0.001, 0.005, 0.025, 0.1, 0.5, 2.5}};  // until the answer was there
};

/// By the route's pattern; "none": refused before there was one.
using SiteFigures = std::map<std::string_view, RouteFigures>;

inline void count(SiteFigures& figures, std::string_view route, int status, std::size_t bytes) {
  auto& of = figures[route];
  const auto kind = static_cast<std::size_t>(status / 100);
  ++of.by_class.at(kind < of.by_class.size() ? kind : 0);
  of.bytes += bytes;
}

}  // namespace gailou::serve
