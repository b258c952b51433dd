#include "daemon/metrics/exposition.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace gailou::metrics {

namespace {

std::string_view name_of(Type type) {
  switch (type) {
    case Type::counter:
      return "counter";
    case Type::gauge:
      return "gauge";
    case Type::histogram:
      break;
  }
  return "histogram";
}

/// A help text has no quotation marks around it, a label's value has.
std::string escaped(std::string_view text, bool is_quoted) {
  std::string made;
  for (const char c : text) {
    if (c == '\\') {
      made += "\\\\";
    } else if (c == '\n') {
      made += "\\n";
    } else if (c == '"' && is_quoted) {
      made += "\\\"";
    } else {
      made += c;
    }
  }
  return made;
}

}  // namespace

std::string number_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::array<char, 400> text{};  // 1e308 written out
  const auto [end, fault] = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  return fault == std::errc{} ? std::string(text.data(), end) : "NaN";
}

void Exposition::begin(std::string_view name, Type type, std::string_view help) {
  name_ = name;
  head_ =
      "# HELP " + name_ + " " + escaped(help, false) + "\n# TYPE " + name_ + " " + std::string(name_of(type)) + "\n";
}

void Exposition::line(std::string_view suffix, Labels labels, std::string_view bound, std::string_view value) {
  text_ += std::exchange(head_, {});
  text_ += name_;
  text_ += suffix;
  std::string inside;
  for (const Label& label : labels) {
    inside += (inside.empty() ? "" : ",") + std::string(label.name) + "=\"" + escaped(label.value, true) + "\"";
  }
  if (!bound.empty()) inside += (inside.empty() ? "" : ",") + std::string("le=\"") + std::string(bound) + "\"";
  if (!inside.empty()) text_ += "{" + inside + "}";
  text_ += ' ';
  text_ += value;
  text_ += '\n';
}

void Exposition::sample(Labels labels, double value) {
  line("", labels, {}, number_text(value));
}

void Exposition::sample(Labels labels, const digest::HistogramView& histogram) {
  std::uint64_t below = 0;
  for (std::size_t at = 0; at < histogram.counts.size(); ++at) {
    below += histogram.counts[at];
    const bool is_last = at == histogram.bounds.size();
    line("_bucket", labels, is_last ? "+Inf" : number_text(histogram.bounds[at]), std::to_string(below));
  }
  line("_sum", labels, {}, number_text(histogram.sum));
  line("_count", labels, {}, std::to_string(below));
}

std::string Exposition::take() {
  head_.clear();
  return std::exchange(text_, {});
}

}  // namespace gailou::metrics
