#include "storage/state_lock.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/folder.h"

namespace gailou::storage {
namespace {

using digest::Code;
using digest::Error;
using digest::Result;

// Who holds the lock fits in one short line.
constexpr std::size_t kHolderMax = 200;

Error failed(const std::string& path, int os_error) {
  const bool is_denied = os_error == EACCES || os_error == EPERM || os_error == ELOOP;
  return {.code = is_denied            ? Code::permission
                  : os_error == ENOSPC ? Code::disk_full
                                       : Code::io,
          .what = path + " can't be locked: " + std::strerror(os_error),
          .where = "lock the state folder",
          .hint = is_denied ? "run as the user who owns the state folder" : "does its file system support locks?"};
}

/// What the holder wrote; the file may be any user's words, so only plain characters are taken.
std::string holder_in(int descriptor) {
  std::array<char, kHolderMax> bytes{};
  const auto size = ::pread(descriptor, bytes.data(), bytes.size(), 0);
  std::string line;
  for (ssize_t i = 0; i < size; ++i) {
    const char c = bytes[static_cast<std::size_t>(i)];
    if (c < ' ' || c > '~') break;
    line += c;
  }
  return line.empty() ? "another process" : line;
}

Error held(const std::string& folder, int descriptor) {
  return {.code = Code::busy,
          .what = "state folder " + folder + " is in use by " + holder_in(descriptor),
          .where = "lock the state folder",
          .hint = "stop it first, or give another folder with --state"};
}

bool lock(int descriptor) {
  struct flock whole {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  return ::fcntl(descriptor, F_OFD_SETLK, &whole) == 0;
}

bool write_holder(int descriptor, std::string_view holder, digest::Instant now) {
  const std::string line = std::string(holder.substr(0, kHolderMax / 2)) + ", pid " + std::to_string(::getpid()) +
                           " since " + digest::to_iso(now) + "\n";
  return ::ftruncate(descriptor, 0) == 0 &&
         ::pwrite(descriptor, line.data(), line.size(), 0) == static_cast<ssize_t>(line.size());
}

}  // namespace

StateLock::StateLock(StateLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

StateLock& StateLock::operator=(StateLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

StateLock::~StateLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<StateLock> StateLock::take(const std::string& folder, std::string_view holder, digest::Instant now) {
  const auto real = make_state_folder(folder);
  if (!real) return real.error();
  const std::string path = *real + "/" + kLockName;
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0) return failed(path, errno);
  StateLock taken(descriptor);
  if (!lock(descriptor)) {
    if (errno == EAGAIN || errno == EACCES) return held(folder, descriptor);
    return failed(path, errno);
  }
  if (!write_holder(descriptor, holder, now)) return failed(path, errno);
  return taken;
}

}  // namespace gailou::storage
