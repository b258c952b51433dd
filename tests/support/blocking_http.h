// One blocking GET over loopback, for tests that look at a running program from outside. Understands what gailou sends:
// a length, no chunks.
#pragma once

#include <cstdint>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace gailou::support {

struct HttpAnswer {
  int status = 0;  // 0: nobody answered
  std::string head{};
  std::string body{};

  /// Value of a header; empty if there is none. Names as sent.
  std::string header(const std::string& name) const {
    const auto at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const auto start = at + name.size() + 4;
    return head.substr(start, head.find("\r\n", start) - start);
  }
};

inline HttpAnswer http_send(std::uint16_t port, const std::string& bytes) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval limit{.tv_sec = 20, .tv_usec = 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  HttpAnswer answer;
  std::string received;
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size())) {
    char chunk[16384];
    for (ssize_t count = 0; (count = ::recv(fd, chunk, sizeof chunk, 0)) > 0;)
      received.append(chunk, static_cast<std::size_t>(count));
  }
  ::close(fd);
  const auto split = received.find("\r\n\r\n");
  if (split == std::string::npos || received.size() < 12) return answer;
  answer.status = std::stoi(received.substr(9, 3));
  answer.head = received.substr(0, split + 2);
  answer.body = received.substr(split + 4);
  return answer;
}

inline HttpAnswer http_get(std::uint16_t port, const std::string& target, const std::string& headers = "") {
  return http_send(port, "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + headers + "\r\n");
}

}  // namespace gailou::support
