// An address on loopback that neither accepts nor refuses: its queue is full, so that a connection hangs in the middle.
#pragma once

#include <cstdlib>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gailou::io::testing {

class BlackHole {
 public:
  /// `port` 0: any that is free.
  explicit BlackHole(const char* address, int port = 0) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(static_cast<std::uint16_t>(port));
    inet_pton(AF_INET, address, &at.sin_addr);
    auto* generic = reinterpret_cast<sockaddr*>(&at);
    socklen_t size = sizeof at;
    listening_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    constexpr int kYes = 1;
    setsockopt(listening_, SOL_SOCKET, SO_REUSEADDR, &kYes, sizeof kYes);
    if (::bind(listening_, generic, size) != 0 || ::listen(listening_, 0) != 0) std::abort();
    ::getsockname(listening_, generic, &size);
    port_ = ntohs(at.sin_port);
    // One waits to be accepted, which is all that a backlog of 0 has room for.
    filler_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(filler_, generic, size) != 0) std::abort();
  }
  BlackHole(const BlackHole&) = delete;
  BlackHole& operator=(const BlackHole&) = delete;
  ~BlackHole() {
    ::close(filler_);
    ::close(listening_);
  }

  int port() const { return port_; }

 private:
  int listening_ = -1;
  int filler_ = -1;
  int port_ = 0;
};

}  // namespace gailou::io::testing
