// What the system says of this process, for the standard process_* metrics.
#pragma once

#include <optional>
#include <string_view>

namespace gailou::metrics {

struct ProcessFigures {
  double cpu_seconds = 0;  // user and system
  double virtual_bytes = 0;
  double resident_bytes = 0;
  std::optional<double> open_descriptors{};
  std::optional<double> most_descriptors{};  // nothing: no limit
};

/// Of /proc/self and getrlimit; what can't be read is 0 or absent.
ProcessFigures process_figures();

/// From the text of /proc/PID/stat; `ticks` a second and bytes of a page as the system has them. A name may hold blanks
/// and brackets.
ProcessFigures parse_stat(std::string_view stat, double ticks, double page_bytes);

}  // namespace gailou::metrics
