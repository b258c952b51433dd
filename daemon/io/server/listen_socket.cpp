#include "daemon/io/server/listen_socket.h"

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

namespace gailou::io {

using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr int kBacklog = 511;  // as other web servers; the kernel caps it at net.core.somaxconn
constexpr std::size_t kUnixPathMax = sizeof(sockaddr_un::sun_path) - 1;

Error failed(const std::string& what, int error, const std::string& where) {
  Code code = Code::io;
  std::string hint;
  if (error == EADDRINUSE) {
    code = Code::busy;
    hint = "another program, or another gailou, listens there";
  } else if (error == EACCES || error == EPERM) {
    code = Code::permission;
  } else if (error == EADDRNOTAVAIL || error == ENOENT || error == ENOTDIR) {
    code = Code::config;
  }
  return Error{
      .code = code, .what = what + ": " + std::generic_category().message(error), .where = where, .hint = hint};
}

struct TcpAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

std::optional<std::uint16_t> port_of(std::string_view text) {
  unsigned port = 0;
  const char* end = text.data() + text.size();
  const auto [rest, ec] = std::from_chars(text.data(), end, port);
  if (text.empty() || ec != std::errc{} || rest != end || port > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(port);
}

/// "127.0.0.1:8488", "[::1]:0", "localhost:8488"; no other names: a listener must not depend on a resolver.
std::optional<TcpAddress> parse_tcp(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = port_of(text.substr(colon + 1));
  std::string host(text.substr(0, colon));
  if (!port) return std::nullopt;
  if (host == "localhost") host = "127.0.0.1";
  TcpAddress address;
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(*port);
    if (inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &v6.sin6_addr) != 1) return std::nullopt;
    std::memcpy(&address.storage, &v6, sizeof v6);
    address.size = sizeof v6;
    return address;
  }
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(*port);
  if (inet_pton(AF_INET, host.c_str(), &v4.sin_addr) != 1) return std::nullopt;
  std::memcpy(&address.storage, &v4, sizeof v4);
  address.size = sizeof v4;
  return address;
}

std::string tcp_name(int fd) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  auto* generic = reinterpret_cast<sockaddr*>(&storage);
  if (getsockname(fd, generic, &size) != 0) return {};
  char text[INET6_ADDRSTRLEN] = {};
  if (storage.ss_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &storage, sizeof v6);
    inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
    return "[" + std::string(text) + "]:" + std::to_string(ntohs(v6.sin6_port));
  }
  sockaddr_in v4{};
  std::memcpy(&v4, &storage, sizeof v4);
  inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
  return std::string(text) + ":" + std::to_string(ntohs(v4.sin_port));
}

Result<ListenSocket> open_tcp(const std::string& text) {
  const auto address = parse_tcp(text);
  if (!address) {
    return Error{.code = Code::malformed,
                 .what = "it is no address to listen on",
                 .where = text,
                 .hint = "write 127.0.0.1:8488, [::1]:8488, unix:/path or systemd"};
  }
  ListenSocket socket;
  socket.family = address->storage.ss_family;
  socket.fd = ::socket(socket.family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket.fd < 0) return failed("no socket", errno, text);
  const int on = 1;
  setsockopt(socket.fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (socket.family == AF_INET6) setsockopt(socket.fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address->storage);
  if (bind(socket.fd, generic, address->size) != 0) return failed("can't bind", errno, text);
  if (listen(socket.fd, kBacklog) != 0) return failed("can't listen", errno, text);
  socket.address = tcp_name(socket.fd);
  return socket;
}

sockaddr_un unix_address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

/// Unlinks a socket file that nobody listens on any more. Anything else in the way stays.
std::optional<Error> clear_stale(const std::string& path) {
  struct stat st {};
  if (lstat(path.c_str(), &st) != 0) {
    if (errno == ENOENT) return std::nullopt;
    return failed("can't look at it", errno, path);
  }
  if (!S_ISSOCK(st.st_mode) || (st.st_uid != geteuid() && geteuid() != 0)) {
    return Error{.code = Code::config, .what = "a file that is not this program's socket is in the way", .where = path};
  }
  const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (probe < 0) return failed("no socket", errno, path);
  const sockaddr_un address = unix_address(path);
  const int connected = connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  const int error = connected == 0 ? EADDRINUSE : errno;
  close(probe);
  if (error != ECONNREFUSED) return failed("can't take it over", error == EAGAIN ? EADDRINUSE : error, path);
  if (unlink(path.c_str()) != 0 && errno != ENOENT) return failed("can't remove the old socket", errno, path);
  return std::nullopt;
}

Result<ListenSocket> open_unix(const std::string& path, unsigned mode) {
  if (path.empty() || path.size() > kUnixPathMax) {
    return Error{.code = Code::config,
                 .what = "the socket's path has " + std::to_string(path.size()) + " bytes; from 1 to 107 are possible",
                 .where = path,
                 .hint = "choose a shorter path with admin.socket or --socket"};
  }
  if (auto error = clear_stale(path)) return *error;
  ListenSocket socket;
  socket.family = AF_UNIX;
  socket.fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket.fd < 0) return failed("no socket", errno, path);
  const sockaddr_un address = unix_address(path);
  // Nobody but the owner may connect before the mode is set.
  const mode_t before = umask(0177);
  const int bound = bind(socket.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  const int error = errno;
  umask(before);
  if (bound != 0) return failed("can't bind", error, path);
  struct stat st {};
  if (lstat(path.c_str(), &st) == 0) {
    socket.device = st.st_dev;
    socket.inode = st.st_ino;
  }
  socket.own_path = path;
  if (chmod(path.c_str(), static_cast<mode_t>(mode)) != 0) return failed("can't set its mode", errno, path);
  if (listen(socket.fd, kBacklog) != 0) return failed("can't listen", errno, path);
  socket.address = "unix:" + path;
  return socket;
}

Result<ListenSocket> take_inherited(const std::string& name) {
  char** names = nullptr;
  const int count = sd_listen_fds_with_names(0, &names);
  std::optional<int> found;
  for (int i = 0; i < count; ++i) {
    if (name == names[i]) found = SD_LISTEN_FDS_START + i;
    std::free(names[i]);
  }
  std::free(names);
  if (!found) {
    return Error{.code = Code::config,
                 .what = "systemd passed no socket of that name",
                 .where = "systemd:" + name,
                 .hint = "start the socket unit, or name an address"};
  }
  if (sd_is_socket(*found, AF_UNSPEC, SOCK_STREAM, 1) <= 0) {
    return Error{
        .code = Code::config, .what = "what systemd passed is no listening stream", .where = "systemd:" + name};
  }
  ListenSocket socket;
  socket.fd = *found;
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (getsockname(socket.fd, reinterpret_cast<sockaddr*>(&storage), &size) == 0) socket.family = storage.ss_family;
  socket.address = socket.family == AF_UNIX ? "unix:systemd/" + name : tcp_name(socket.fd);
  return socket;
}

}  // namespace

ListenSocket::ListenSocket(ListenSocket&& other) noexcept
    : fd(std::exchange(other.fd, -1)),
      family(other.family),
      address(std::move(other.address)),
      own_path(std::exchange(other.own_path, {})),
      device(other.device),
      inode(other.inode) {}

ListenSocket::~ListenSocket() {
  if (fd >= 0) close(fd);
  remove_file();
}

int ListenSocket::release() {
  return std::exchange(fd, -1);
}

void ListenSocket::remove_file() {
  if (own_path.empty()) return;
  struct stat st {};
  const bool same = lstat(own_path.c_str(), &st) == 0 && st.st_dev == device && st.st_ino == inode;
  if (same) unlink(own_path.c_str());
  own_path.clear();
}

Result<ListenSocket> open_listen_socket(const Endpoint& endpoint) {
  const std::string& text = endpoint.address;
  if (text.starts_with("unix:")) return open_unix(text.substr(5), endpoint.unix_mode);
  if (text == "systemd") return take_inherited("http");
  if (text.starts_with("systemd:")) return take_inherited(text.substr(8));
  return open_tcp(text);
}

}  // namespace gailou::io
