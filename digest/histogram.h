// How long things took, counted into a few spans: a plain value that its owner fills and others read.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "digest/time.h"

namespace gailou::digest {

/// Read at any moment; borrowed.
struct HistogramView {
  std::span<const double> bounds;         // seconds, ascending: upper ends of the spans, the last one is open
  std::span<const std::uint64_t> counts;  // one more than bounds, each of its span alone
  double sum = 0;                         // seconds
};

template <std::size_t N>
class Histogram {
 public:
  /// `bounds` in seconds, ascending.
  constexpr explicit Histogram(const std::array<double, N>& bounds) : bounds_(bounds) {}

  void observe(double seconds) {
    std::size_t at = 0;
    while (at < N && seconds > bounds_[at]) ++at;
    ++counts_[at];
    sum_ += seconds;
  }
  void observe(Duration length) { observe(static_cast<double>(length.count()) / 1000.0); }

  HistogramView view() const { return {.bounds = bounds_, .counts = counts_, .sum = sum_}; }

 private:
  std::array<double, N> bounds_;
  std::array<std::uint64_t, N + 1> counts_{};
  double sum_ = 0;
};

}  // namespace gailou::digest
