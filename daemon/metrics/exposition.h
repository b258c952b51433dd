// The text that Prometheus reads, format 0.0.4: families of samples with their help and type. Pure.
//
//   Exposition text;
//   text.begin("gailou_threads", Type::gauge, "Threads that are followed.");
//   text.sample({{"source", "forum"}}, 3);
//   const std::string body = text.take();
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "digest/histogram.h"

namespace gailou::metrics {

inline constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";

enum class Type { counter, gauge, histogram };

/// Names are ours; values may be anything.
struct Label {
  std::string_view name;
  std::string_view value;
};
using Labels = std::initializer_list<Label>;

class Exposition {
 public:
  /// A family; its samples follow. One without samples is left out.
  void begin(std::string_view name, Type type, std::string_view help);
  template <std::integral T>
  void sample(Labels labels, T value) {
    line("", labels, {}, std::to_string(value));
  }
  void sample(Labels labels, double value);
  void sample(Labels labels, const digest::HistogramView& histogram);

  std::string take();

 private:
  void line(std::string_view suffix, Labels labels, std::string_view bound, std::string_view value);

  std::string text_{};
  std::string name_{};
  std::string head_{};  // of a family that has no sample yet
};

/// As the format writes numbers: "0.25", "+Inf".
std::string number_text(double value);

}  // namespace gailou::metrics
