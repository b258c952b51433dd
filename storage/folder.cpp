#include "storage/folder.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace gailou::storage {
namespace {

using digest::Code;
using digest::Error;
using digest::Result;

Error unusable(const std::string& folder, int os_error) {
  const bool is_denied = os_error == EACCES || os_error == EPERM;
  return {.code = os_error == ENOSPC ? Code::disk_full
                  : is_denied        ? Code::permission
                                     : Code::io,
          .what = "the state folder " + folder + " can't be used: " + std::strerror(os_error),
          .where = "open the store",
          .hint = is_denied ? "run as its owner, or give another folder with --state" : "is its file system mounted?"};
}

}  // namespace

PrivateFiles::PrivateFiles() : before_(::umask(0077)) {}

PrivateFiles::~PrivateFiles() {
  ::umask(before_);
}

Result<std::string> make_state_folder(const std::string& folder) {
  {
    const PrivateFiles scope;
    std::error_code ec;
    std::filesystem::create_directories(folder, ec);
    if (ec) return unusable(folder, ec.value());
  }
  std::error_code ec;
  const std::string real = std::filesystem::canonical(folder, ec).string();
  if (ec) return unusable(folder, ec.value());
  struct stat facts {};
  if (::stat(real.c_str(), &facts) != 0) return unusable(folder, errno);
  if (facts.st_uid != ::geteuid() && ::geteuid() != 0) {
    return Error{.code = Code::permission,
                 .what = "the state folder " + folder + " belongs to another user",
                 .where = "open the store",
                 .hint = "run as its owner, or give another folder with --state"};
  }
  const bool is_open_to_others = (facts.st_mode & 0077) != 0;
  if (is_open_to_others && ::chmod(real.c_str(), 0700) != 0) return unusable(folder, errno);
  return real;
}

}  // namespace gailou::storage
