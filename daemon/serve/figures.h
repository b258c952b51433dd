// What readers were answered since the start: plain counts by route, which are a closed set.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>

#include "digest/histogram.h"

namespace gailou::serve {

/// The methods that a route may have; anything else was refused.
inline constexpr std::array<std::string_view, 3> kMethods{"GET", "HEAD", "other"};

struct RouteFigures {
  using ByClass = std::array<std::uint64_t, 6>;                        // [2]: 200 to 299
  std::array<ByClass, kMethods.size()> answers{};                      // by method
  std::uint64_t bytes = 0;                                             // of bodies; a stream's are not counted
  digest::Histogram<6> seconds{{0.001, 0.005, 0.025, 0.1, 0.5, 2.5}};  // until the answer was there
};

/// By the route's pattern; "none": refused before there was one.
using SiteFigures = std::map<std::string_view, RouteFigures>;

struct Answered {
  std::string_view route;
  std::string_view method;
  int status = 0;
  std::size_t bytes = 0;
};

inline void count(SiteFigures& figures, const Answered& answered) {
  auto& of = figures[answered.route];
  std::size_t method = 0;
  while (method + 1 < kMethods.size() && kMethods.at(method) != answered.method) ++method;
  auto& by_class = of.answers.at(method);
  const auto kind = static_cast<std::size_t>(answered.status / 100);
  ++by_class.at(kind < by_class.size() ? kind : 0);
  of.bytes += answered.bytes;
}

}  // namespace gailou::serve
