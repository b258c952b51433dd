// A blocking client that sends bytes as they are: for what no well-behaved client would send.
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

namespace gailou::support {

/// What came back: one response, taken apart as far as tests need.
struct RawResponse {
  int status = 0;      // 0 = no response
  std::string head{};  // status line and fields
  std::string body{};

  /// Value of a field, its name in lower case; empty if there is none.
  std::string header(std::string_view lower_name) const;
};

/// One connection to "127.0.0.1:port", "[::1]:port" or "unix:/path". Every wait gives up after 10 s.
class RawClient {
 public:
  explicit RawClient(const std::string& address);
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient();

  bool connected() const { return fd_ >= 0; }
  /// False if the other side has closed.
  bool send(std::string_view bytes);
  void half_close();
  /// The next response by its Content-Length; `head_request`: none follows the header block. Without a length: all up
  /// to the end of the connection.
  RawResponse receive(bool head_request = false);
  /// All bytes up to the end of the connection, or to the time-out.
  std::string receive_all();
  /// At least one byte; empty at the end.
  std::string receive_some();
  /// Whether the other side has closed (waits for it).
  bool closed();

 private:
  bool fill();
  int fd_ = -1;
  std::string unread_{};
};

namespace detail {

inline constexpr timeval kReceiveTimeout{.tv_sec = 10, .tv_usec = 0};

inline int connect_unix(const std::string& path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), std::min(path.size(), sizeof address.sun_path - 1));
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
  ::close(fd);
  return -1;
}

inline int connect_tcp(const std::string& text) {
  const auto colon = text.rfind(':');
  const auto port = htons(static_cast<std::uint16_t>(std::stoi(text.substr(colon + 1))));
  const bool v6 = text.front() == '[';
  const int fd = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  six.sin6_port = port;
  sockaddr_in four{};
  four.sin_family = AF_INET;
  four.sin_port = port;
  if (v6) {
    inet_pton(AF_INET6, text.substr(1, colon - 2).c_str(), &six.sin6_addr);
  } else {
    inet_pton(AF_INET, text.substr(0, colon).c_str(), &four.sin_addr);
  }
  const auto* address = v6 ? reinterpret_cast<const sockaddr*>(&six) : reinterpret_cast<const sockaddr*>(&four);
  if (::connect(fd, address, v6 ? sizeof six : sizeof four) == 0) return fd;
  ::close(fd);
  return -1;
}

inline char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace detail

inline std::string RawResponse::header(std::string_view lower_name) const {
  std::size_t line = head.find("\r\n");
  while (line != std::string::npos && line + 2 < head.size()) {
    const std::size_t start = line + 2;
    line = head.find("\r\n", start);
    const std::string_view field = std::string_view(head).substr(start, line - start);
    const auto colon = field.find(':');
    if (colon != lower_name.size()) continue;
    if (!std::equal(lower_name.begin(), lower_name.end(), field.begin(),
                    [](char a, char b) { return a == detail::lower(b); }))
      continue;
    return std::string(field.substr(std::min(colon + 2, field.size())));
  }
  return {};
}

inline RawClient::RawClient(const std::string& address)
    : fd_(address.starts_with("unix:") ? detail::connect_unix(address.substr(5)) : detail::connect_tcp(address)) {
  if (fd_ < 0) return;
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &detail::kReceiveTimeout, sizeof detail::kReceiveTimeout);
  setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &detail::kReceiveTimeout, sizeof detail::kReceiveTimeout);
}

inline RawClient::~RawClient() {
  if (fd_ >= 0) ::close(fd_);
}

inline bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

inline void RawClient::half_close() {
  ::shutdown(fd_, SHUT_WR);
}

inline bool RawClient::fill() {
  char buffer[16384];
  const auto got = ::recv(fd_, buffer, sizeof buffer, 0);
  if (got <= 0) return false;
  unread_.append(buffer, static_cast<std::size_t>(got));
  return true;
}

inline RawResponse RawClient::receive(bool head_request) {
  while (unread_.find("\r\n\r\n") == std::string::npos) {
    if (!fill()) return {};
  }
  RawResponse response;
  const auto end = unread_.find("\r\n\r\n") + 4;
  response.head = unread_.substr(0, end - 2);
  unread_.erase(0, end);
  if (response.head.size() > 12) response.status = std::stoi(response.head.substr(9, 3));
  if (head_request || response.status == 204 || response.status == 304 || response.status < 200) return response;
  const std::string length = response.header("content-length");
  if (length.empty()) {
    response.body = receive_all();
    return response;
  }
  const auto size = static_cast<std::size_t>(std::stoul(length));
  while (unread_.size() < size && fill()) {
  }
  response.body = unread_.substr(0, size);
  unread_.erase(0, std::min(size, unread_.size()));
  return response;
}

inline std::string RawClient::receive_all() {
  while (fill()) {
  }
  return std::exchange(unread_, {});
}

inline std::string RawClient::receive_some() {
  if (unread_.empty()) fill();
  return std::exchange(unread_, {});
}

inline bool RawClient::closed() {
  char byte = 0;
  const auto got = ::recv(fd_, &byte, 1, 0);
  return got == 0 || (got < 0 && errno == ECONNRESET);
}

/// Connects, sends, receives one response.
inline RawResponse exchange(const std::string& address, std::string_view bytes) {
  RawClient client(address);
  if (!client.connected() || !client.send(bytes)) return {};
  return client.receive();
}

}  // namespace gailou::support
