#include "daemon/config/key_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/config/open_file.h"

namespace gailou::config {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;

constexpr std::size_t kFileBytesMax = 4096;
constexpr std::size_t kValueBytesMax = 512;  // Discourse's keys have 32 to 64
constexpr mode_t kRightsMax = 0640;

constexpr std::array<std::string_view, 4> kFields{"User-Api-Key", "User-Api-Client-Id", "Api-Key", "Api-Username"};

Error wrong(const std::string& path, std::string what, std::string hint = {}) {
  return {.code = Code::config, .what = std::move(what), .where = path, .hint = std::move(hint)};
}

Error unreadable(const std::string& path, int error_number) {
  std::string hint;
  if (error_number == EACCES) hint = "it must be readable for the user that runs gailou";
  if (error_number == ENOENT) hint = "write the key into it, and chmod 0640 it";
  return wrong(path, "can't read it: " + std::generic_category().message(error_number), std::move(hint));
}

/// A core or a debugger's look would show what is read from now on.
void keep_memory_private() {
#ifndef __SANITIZE_ADDRESS__  // the leak check looks into this process too
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

std::string octal(mode_t mode) {
  std::string digits = "0";
  for (const unsigned shift : {6U, 3U, 0U}) digits += static_cast<char>('0' + (mode >> shift & 7U));
  return digits;
}

std::optional<Error> fault_of(const struct stat& facts, const std::string& path) {
  if (!S_ISREG(facts.st_mode)) return wrong(path, "isn't a regular file");
  if (facts.st_uid != 0 && facts.st_uid != ::geteuid()) {
    return wrong(path, "belongs to neither root nor the user that runs gailou", "chown it");
  }
  if ((facts.st_mode & 07777U & ~kRightsMax) != 0) {
    return wrong(path, "has mode " + octal(facts.st_mode & 07777U) + ": a secret may have 0640 at most",
                 "chmod 0640 " + path);
  }
  if (facts.st_size > static_cast<off_t>(kFileBytesMax)) return wrong(path, "is larger than 4 KiB");
  return std::nullopt;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool same_word(std::string_view one, std::string_view other) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(one, other, [&](char a, char b) { return lower(a) == lower(b); });
}

bool is_visible(char c) {
  return c > ' ' && c < 0x7f;
}

bool is_sendable(std::string_view value) {
  return !value.empty() && value.size() <= kValueBytesMax && std::ranges::all_of(value, is_visible);
}

bool has(const forum::Access& access, std::string_view name) {
  return std::ranges::any_of(access.fields, [name](const auto& field) { return field.first == name; });
}

/// A line with its name, or a bare key.
std::optional<std::string> take_line(std::string_view line, forum::Access& access) {
  const auto colon = line.find(':');
  std::string_view name = colon == std::string_view::npos ? "User-Api-Key" : trimmed(line.substr(0, colon));
  const std::string_view value = colon == std::string_view::npos ? line : trimmed(line.substr(colon + 1));
  const auto known = std::ranges::find_if(kFields, [&](std::string_view field) { return same_word(field, name); });
  if (known == kFields.end()) return "isn't one of User-Api-Key, User-Api-Client-Id, Api-Key, Api-Username";
  if (!is_sendable(value)) return "holds no value of visible ASCII, at most 512 bytes";
  if (has(access, *known)) return "stands here for the second time";
  std::string copy(value);
  access.fields.emplace_back(*known, io::Secret::take(copy));
  return std::nullopt;
}

std::optional<std::string> fault_of(const forum::Access& access) {
  const bool user = has(access, "User-Api-Key");
  const bool admin = has(access, "Api-Key");
  if (user && admin) return "holds two keys, a User-Api-Key and an Api-Key";
  if (!user && !admin) return "holds no key";
  if (user && has(access, "Api-Username")) return "holds an Api-Username, which goes with an Api-Key";
  if (admin && has(access, "User-Api-Client-Id")) return "holds a User-Api-Client-Id, which goes with a User-Api-Key";
  return std::nullopt;
}

}  // namespace

Result<io::Secret> read_secret(const std::string& path) {
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.fd() < 0) return unreadable(path, errno);
  struct stat facts {};
  if (::fstat(file.fd(), &facts) != 0) return unreadable(path, errno);
  if (auto fault = fault_of(facts, path)) return std::move(*fault);
  keep_memory_private();
  std::array<char, kFileBytesMax + 1> buffer{};
  std::size_t size = 0;
  ssize_t got = 1;
  while (got > 0 && size < buffer.size()) {
    got = ::read(file.fd(), buffer.data() + size, buffer.size() - size);
    if (got < 0 && errno == EINTR)
      got = 1;
    else if (got > 0)
      size += static_cast<std::size_t>(got);
  }
  const int failed = got < 0 ? errno : 0;
  std::string text(trimmed({buffer.data(), size}));
  explicit_bzero(buffer.data(), buffer.size());
  if (failed != 0 || size > kFileBytesMax || text.empty()) {
    io::wipe(text);
    return failed != 0 ? unreadable(path, failed)
                       : wrong(path, size > kFileBytesMax ? "is larger than 4 KiB" : "is empty", "a key belongs there");
  }
  return io::Secret::take(text);
}

Result<io::Secret> read_key(const std::string& path) {
  auto secret = read_secret(path);
  if (!secret) return secret;
  const std::string_view key = secret->reveal();
  if (!std::ranges::all_of(key, is_visible)) {
    return wrong(path, "holds more than a key: it has blanks, line ends or characters beyond ASCII",
                 "the key alone belongs there, without its name");
  }
  return secret;
}

Result<forum::Access> access_from(const io::Secret& text, const std::string& path) {
  forum::Access access;
  std::string_view rest = text.reveal();
  for (int number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty() || line.starts_with('#')) continue;
    if (const auto fault = take_line(line, access)) {
      return wrong(path + ":" + std::to_string(number), "the line " + *fault,
                   "a key alone, or lines such as \"User-Api-Key: …\"");
    }
  }
  if (auto fault = fault_of(access)) return wrong(path, std::move(*fault));
  access.kind = has(access, "User-Api-Key") ? forum::AccessKind::user_key : forum::AccessKind::admin_key;
  return access;
}

}  // namespace gailou::config
