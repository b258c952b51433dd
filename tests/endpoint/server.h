// The stand-in on a loopback socket: answers, and the ways in which a connection goes wrong.
#pragma once

#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/endpoint/stand_in.h"

namespace gailou::endpoint {

/// A thread for each connection; all end with the server.
class Server {
 public:
  /// `port` 0 lets the system choose. Throws std::runtime_error if it is taken.
  explicit Server(StandIn& stand_in, int port = 0);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  int port() const { return port_; }
  /// "http://127.0.0.1:41233/v1"
  std::string base() const { return "http://127.0.0.1:" + std::to_string(port_) + "/v1"; }

 private:
  struct Request {
    std::string line{};
    std::string authorization{};
    std::string idempotency_key{};
    std::string body{};
  };

  void accept_all();
  void serve(int fd);
  bool read_request(int fd, std::string& buffered, Request& request) const;
  /// False when the connection is over.
  bool deliver(int fd, const Reply& reply) const;
  bool pause(digest::Duration length) const;

  StandIn& stand_in_;
  int listening_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_{};
  std::set<int> open_{};
  std::vector<std::thread> workers_{};
  std::thread acceptor_{};
};

}  // namespace gailou::endpoint
