// A web server that does what a script says, connection by connection: for answers that no sound server gives.
#pragma once

#include <cstdlib>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace gailou::io::testing {

/// The server's end of one connection, blocking; waits give up after 10 s.
class Peer {
 public:
  explicit Peer(int fd) : fd_(fd) {
    constexpr timeval kTimeout{.tv_sec = 10, .tv_usec = 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &kTimeout, sizeof kTimeout);
    setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &kTimeout, sizeof kTimeout);
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() { ::close(fd_); }

  /// A header block and, by its Content-Length, a body; empty at the end of the connection.
  std::string request() {
    std::string bytes;
    char c = 0;
    while (!bytes.ends_with("\r\n\r\n") && ::recv(fd_, &c, 1, 0) == 1) bytes += c;
    const auto at = bytes.find("Content-Length: ");
    std::size_t left = at == std::string::npos ? 0 : std::stoul(bytes.substr(at + 16));
    for (; left > 0 && ::recv(fd_, &c, 1, 0) == 1; --left) bytes += c;
    return bytes;
  }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  /// A whole answer with a Content-Length.
  void answer(int status, std::string_view fields, std::string_view body) {
    send("HTTP/1.1 " + std::to_string(status) + " X\r\n" + std::string(fields) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body));
  }
  void wait_until_closed() {
    char c = 0;
    while (::recv(fd_, &c, 1, 0) > 0) {
    }
  }
  int fd() const { return fd_; }

 private:
  int fd_;
};

using Script = std::function<void(Peer&)>;

/// Accepts as many connections as there are scripts, one after the other.
class ScriptedServer {
 public:
  explicit ScriptedServer(std::vector<Script> scripts) {
    listening_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listening_, generic, size) != 0 || ::listen(listening_, 16) != 0) std::abort();
    ::getsockname(listening_, generic, &size);
    port_ = ntohs(address.sin_port);
    worker_ = std::thread([this, scripts = std::move(scripts)] {
      for (const Script& script : scripts) {
        const int fd = ::accept(listening_, nullptr, nullptr);
        if (fd < 0) return;
        Peer peer(fd);
        if (!set_current(fd)) return;
        script(peer);
        set_current(-1);
      }
    });
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ~ScriptedServer() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      if (current_ >= 0) ::shutdown(current_, SHUT_RDWR);  // ends a wait on a connection that the client keeps
    }
    ::shutdown(listening_, SHUT_RDWR);  // ends an accept that nobody came for
    worker_.join();
    ::close(listening_);
  }

  int port() const { return port_; }
  std::string url(std::string_view target = "/", std::string_view host = "127.0.0.1") const {
    return "http://" + std::string(host) + ":" + std::to_string(port_) + std::string(target);
  }

 private:
  /// False when the server stops.
  bool set_current(int fd) {
    const std::lock_guard lock(mutex_);
    current_ = fd;
    return !stopping_;
  }

  std::mutex mutex_;
  int current_ = -1;  // the connection whose script runs
  bool stopping_ = false;
  int listening_ = -1;
  int port_ = 0;
  std::thread worker_;
};

}  // namespace gailou::io::testing
