#include "tests/endpoint/server.h"

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gailou::endpoint {

namespace {

constexpr std::size_t kRequestBytesMax = std::size_t{4} << 20;

bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// Value of a header in a block, names in any case; empty if there is none.
std::string header_in(const std::string& head, std::string_view name) {
  std::size_t at = 0;
  while ((at = head.find("\r\n", at)) != std::string::npos) {
    at += 2;
    if (head.size() < at + name.size() + 1 || head[at + name.size()] != ':') continue;
    bool same = true;
    for (std::size_t i = 0; i < name.size(); ++i) same = same && ((head[at + i] | 0x20) == (name[i] | 0x20));
    if (!same) continue;
    const auto start = head.find_first_not_of(' ', at + name.size() + 1);
    return head.substr(start, head.find("\r\n", start) - start);
  }
  return {};
}

}  // namespace

Server::Server(StandIn& stand_in, int port) : stand_in_(stand_in) {
  listening_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(listening_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listening_, generic, size) != 0 || ::listen(listening_, 64) != 0) {
    ::close(listening_);
    throw std::runtime_error("can't listen on port " + std::to_string(port));
  }
  ::getsockname(listening_, generic, &size);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

Server::~Server() {
  stopping_ = true;
  ::shutdown(listening_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
  }
  for (auto& worker : workers_) worker.join();
  ::close(listening_);
}

void Server::accept_all() {
  while (!stopping_) {
    const int fd = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    const std::lock_guard lock(mutex_);
    open_.insert(fd);
    workers_.emplace_back([this, fd] { serve(fd); });
  }
}

void Server::serve(int fd) {
  std::string buffered;
  Request request;
  while (!stopping_ && read_request(fd, buffered, request)) {
    Reply reply{.status = 404, .body = R"({"error":{"message":"no such path"}})"};
    if (request.line.starts_with("POST /v1/chat/completions ")) {
      reply = stand_in_.answer(request.body, request.authorization, request.idempotency_key);
    }
    if (!deliver(fd, reply)) break;
  }
  const std::lock_guard lock(mutex_);
  open_.erase(fd);
  ::close(fd);
}

bool Server::read_request(int fd, std::string& buffered, Request& request) const {
  std::array<char, 16384> chunk{};
  const auto more = [&] {
    const auto count = ::recv(fd, chunk.data(), chunk.size(), 0);
    if (count <= 0 || buffered.size() > kRequestBytesMax) return false;
    buffered.append(chunk.data(), static_cast<std::size_t>(count));
    return true;
  };
  std::size_t split = 0;
  while ((split = buffered.find("\r\n\r\n")) == std::string::npos) {
    if (!more()) return false;
  }
  const std::string head = buffered.substr(0, split + 2);
  request.line = head.substr(0, head.find("\r\n"));
  request.authorization = header_in(head, "Authorization");
  request.idempotency_key = header_in(head, "Idempotency-Key");
  const std::size_t length = std::strtoul(header_in(head, "Content-Length").c_str(), nullptr, 10);
  while (buffered.size() < split + 4 + length) {
    if (!more()) return false;
  }
  request.body = buffered.substr(split + 4, length);
  buffered.erase(0, split + 4 + length);
  return true;
}

/// In small steps, so that the server can stop.
bool Server::pause(digest::Duration length) const {
  constexpr digest::Duration kStep{20};
  for (digest::Duration waited{}; waited < length; waited += kStep) {
    if (stopping_) return false;
    std::this_thread::sleep_for(kStep);
  }
  return !stopping_;
}

bool Server::deliver(int fd, const Reply& reply) const {
  if (!pause(reply.delay)) return false;
  if (reply.delivery == Delivery::hang) {
    char c = 0;
    while (::recv(fd, &c, 1, 0) > 0) {
    }
    return false;
  }
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " X\r\n";
  bool has_type = false;
  for (const auto& [name, value] : reply.headers) {
    head += name + ": " + value + "\r\n";
    has_type = has_type || name == "Content-Type";
  }
  if (!has_type) head += "Content-Type: application/json\r\n";
  if (reply.delivery == Delivery::endless) {
    if (!send_all(fd, head + "Transfer-Encoding: chunked\r\n\r\n")) return false;
    const std::string blanks = "1000\r\n" + std::string(0x1000, ' ') + "\r\n";
    while (!stopping_ && send_all(fd, blanks)) {
    }
    return false;
  }
  head += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n\r\n";
  if (reply.delivery == Delivery::reset) {
    send_all(fd, head + reply.body.substr(0, reply.body.size() / 2));
    const linger now{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    return false;
  }
  return send_all(fd, head + reply.body);
}

}  // namespace gailou::endpoint
