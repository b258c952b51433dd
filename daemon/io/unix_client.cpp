#include "daemon/io/unix_client.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <system_error>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemon/io/client/response_reader.h"

namespace gailou::io {

using digest::Code;
using digest::Error;
using digest::Result;
using Steady = std::chrono::steady_clock;

namespace {

constexpr std::size_t kUnixPathMax = sizeof(sockaddr_un::sun_path) - 1;
constexpr std::size_t kAnswerBytesMax = std::size_t{256} << 20;  // an export of a large store

Error failed(const std::string& what, int error) {
  Code code = Code::unavailable;
  std::string hint;
  if (error == EACCES || error == EPERM) {
    code = Code::permission;
    hint = "be a member of the socket's group (gailou), or root";
  } else if (error == ENOENT || error == ECONNREFUSED) {
    hint = "is the daemon running? start it with gailou serve";
  }
  return Error{.code = code, .what = what + ": " + std::generic_category().message(error), .hint = hint};
}

Error too_late(digest::Duration timeout) {
  return Error{.code = Code::timeout,
               .what = "the daemon did not answer within " + std::to_string(timeout.count()) + " ms"};
}

// A connected descriptor with a deadline for everything that happens on it.
class LocalConnection {
 public:
  explicit LocalConnection(digest::Duration timeout) : timeout_(timeout), deadline_(Steady::now() + timeout) {}
  LocalConnection(const LocalConnection&) = delete;
  LocalConnection& operator=(const LocalConnection&) = delete;
  ~LocalConnection() {
    if (fd_ >= 0) close(fd_);
  }

  Result<void> open(const std::string& path) {
    fd_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd_ < 0) return failed("no socket", errno);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    if (connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      return failed("the daemon can't be reached", errno);
    }
    return {};
  }

  Result<void> write(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent > 0) {
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      } else if (errno == EAGAIN) {
        if (auto ready = wait(POLLOUT); !ready) return ready;
      } else if (errno != EINTR) {
        return failed("the request could not be sent", errno);
      }
    }
    return {};
  }

  /// 0 = the other side has closed.
  Result<std::size_t> read(char* buffer, std::size_t size) {
    for (;;) {
      const auto got = ::recv(fd_, buffer, size, 0);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno == EAGAIN) {
        if (auto ready = wait(POLLIN); !ready) return ready.error();
      } else if (errno != EINTR) {
        return failed("the answer could not be read", errno);
      }
    }
  }

 private:
  Result<void> wait(short events) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Steady::now()).count();
    if (left <= 0) return too_late(timeout_);
    pollfd waiting{.fd = fd_, .events = events, .revents = 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::min<long long>(left, 60'000)));
    if (ready < 0 && errno != EINTR) return failed("the wait failed", errno);
    return {};
  }

  digest::Duration timeout_;
  Steady::time_point deadline_;
  int fd_ = -1;
};

std::string request_text(std::string_view method, std::string_view target, std::string_view json_body) {
  std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n";
  text += "Accept: application/json\r\nConnection: close\r\n";
  if (!json_body.empty()) {
    text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(json_body.size()) + "\r\n";
  }
  text += "\r\n";
  text += json_body;
  return text;
}

Result<LocalAnswer> ask(LocalConnection& connection, const std::string& request) {
  if (auto written = connection.write(request); !written) return written.error();
  ResponseReader reader(kAnswerBytesMax);
  std::string buffer(64 * 1024, '\0');
  while (!reader.done()) {
    const auto read = connection.read(buffer.data(), buffer.size());
    if (!read) return read.error();
    const bool ended = *read == 0;
    auto fed = ended ? reader.end(true) : reader.feed(std::string_view(buffer).substr(0, *read));
    if (!fed) return fed.error();
  }
  auto response = reader.take();
  if (!response) return response.error();
  return LocalAnswer{.status = response->status, .body = std::move(response->body)};
}

}  // namespace

Result<LocalAnswer> local_request(const std::string& socket_path, std::string_view method, std::string_view target,
                                  std::string_view json_body, digest::Duration timeout) {
  if (socket_path.empty() || socket_path.size() > kUnixPathMax) {
    return Error{
        .code = Code::config,
        .what = "the socket's path has " + std::to_string(socket_path.size()) + " bytes; from 1 to 107 are possible",
        .where = socket_path,
        .hint = "choose a shorter path with admin.socket or --socket"};
  }
  LocalConnection connection(timeout);
  if (auto opened = connection.open(socket_path); !opened) return opened.error().at(socket_path);
  const std::string request = request_text(method, target, json_body);
  auto answer = ask(connection, request);
  if (!answer) return answer.error().at(socket_path);
  return answer;
}

}  // namespace gailou::io
