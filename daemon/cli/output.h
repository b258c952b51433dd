// Text on its way to a stream, with the stream's faults kept: a full disk must not look like success.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace gailou::cli {

class Output {
 public:
  /// Writes all of a text; 0 or the errno of what failed.
  using Sink = std::function<int(std::string_view)>;

  explicit Output(Sink sink) : sink_(std::move(sink)) {}

  /// Gathers; goes out when 64 KiB have come together, or by flush().
  void write(std::string_view text);
  /// The errno of the first write that failed; 0 = none. After a fault nothing is written any more.
  int flush();

 private:
  Sink sink_;
  std::string pending_;
  int fault_ = 0;
};

/// Writes to a file descriptor, as often as it takes.
Output::Sink to_descriptor(int fd);

/// Whether nobody reads the other end of this pipe any more: a write would say so too, but there may be nothing to
/// write for hours.
bool has_lost_reader(int fd);

}  // namespace gailou::cli
