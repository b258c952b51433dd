#include "daemon/config/pack_file.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/config/open_file.h"

namespace gailou::config {
namespace {

using digest::Code;
using digest::Error;
using digest::Result;

constexpr std::size_t kPackFileBytesMax = 256U << 10;

Error no_pack(const std::string& path, std::string what) {
  return {.code = Code::config,
          .what = std::move(what),
          .where = path,
          .hint = "digest.pack names a file of word lists; see gailou.toml(5)"};
}

std::string words_of(int error_number) {
  return "can't read it: " + std::generic_category().message(error_number);
}

Result<std::string> bytes_of(const std::string& path) {
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.fd() < 0) return no_pack(path, words_of(errno));
  struct stat facts {};
  if (::fstat(file.fd(), &facts) != 0) return no_pack(path, words_of(errno));
  if (!S_ISREG(facts.st_mode)) return no_pack(path, "isn't a regular file");
  std::string bytes;
  char block[16384];
  while (bytes.size() <= kPackFileBytesMax) {
    const auto got = ::read(file.fd(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return no_pack(path, words_of(errno));
    if (got == 0) return bytes;
    bytes.append(block, static_cast<std::size_t>(got));
  }
  return no_pack(path, "is larger than 256 KiB");
}

}  // namespace

Result<std::shared_ptr<const digest::Pack>> read_pack(const std::string& path) {
  const auto bytes = bytes_of(path);
  if (!bytes) return bytes.error();
  auto pack = digest::extended_pack(*bytes);
  if (!pack) {
    Error error = pack.error();
    error.code = Code::config;
    error.where = path + ": " + error.where;
    return error;
  }
  return std::make_shared<const digest::Pack>(std::move(*pack));
}

}  // namespace gailou::config
