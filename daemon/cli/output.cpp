#include "daemon/cli/output.h"

#include <cerrno>
#include <cstddef>

#include <poll.h>
#include <unistd.h>

namespace gailou::cli {

namespace {

constexpr std::size_t kGatherBytes = std::size_t{64} << 10;

}  // namespace

void Output::write(std::string_view text) {
  pending_ += text;
  if (pending_.size() >= kGatherBytes) flush();
}

int Output::flush() {
  if (fault_ == 0 && !pending_.empty()) fault_ = sink_(pending_);
  pending_.clear();
  return fault_;
}

Output::Sink to_descriptor(int fd) {
  return [fd](std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(fd, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return errno;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
  };
}

bool has_lost_reader(int fd) {
  pollfd end{.fd = fd, .events = 0, .revents = 0};
  return ::poll(&end, 1, 0) > 0 && (end.revents & POLLERR) != 0;
}

}  // namespace gailou::cli
