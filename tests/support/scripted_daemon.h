// A daemon's socket with made-up answers, for tests of its client: each verb is answered by what was set for it.
#pragma once

#include <atomic>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace gailou::support {

class ScriptedDaemon {
 public:
  struct Asked {
    std::string verb{};
    std::string body{};
  };

  explicit ScriptedDaemon(const std::string& path) : listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    ::listen(listener_, 8);
    thread_ = std::thread([this] { serve(); });
  }
  ScriptedDaemon(const ScriptedDaemon&) = delete;
  ScriptedDaemon& operator=(const ScriptedDaemon&) = delete;
  ~ScriptedDaemon() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
  }

  /// To every later request of the verb; what has no answer is a 404.
  void answer(const std::string& verb, const std::string& body, int status = 200) {
    const std::lock_guard lock(mutex_);
    answers_[verb] = {status, body};
  }
  std::vector<Asked> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }
  /// Bodies of the requests of one verb, in order.
  std::vector<std::string> bodies_of(const std::string& verb) const {
    std::vector<std::string> bodies;
    for (const Asked& each : asked()) {
      if (each.verb == verb) bodies.push_back(each.body);
    }
    return bodies;
  }

 private:
  void serve() {
    while (!stopping_) {
      pollfd wait{.fd = listener_, .events = POLLIN, .revents = 0};
      if (::poll(&wait, 1, 10) <= 0) continue;
      const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) continue;
      converse(client);
      ::close(client);
    }
  }

  static std::string read_request(int client) {
    std::string text;
    std::size_t whole = std::string::npos;
    char buffer[4096];
    while (text.size() < whole) {
      const auto got = ::read(client, buffer, sizeof buffer);
      if (got <= 0) break;
      text.append(buffer, static_cast<std::size_t>(got));
      const auto end = text.find("\r\n\r\n");
      if (end == std::string::npos) continue;
      const auto length = text.find("Content-Length: ");
      whole = end + 4 + (length == std::string::npos ? 0 : std::stoul(text.substr(length + 16)));
    }
    return text;
  }

  void converse(int client) {
    const std::string request = read_request(client);
    const auto start = request.find("/admin/v1/");
    const auto end = request.find("\r\n\r\n");
    if (start == std::string::npos || end == std::string::npos) return;
    const auto from = start + std::strlen("/admin/v1/");
    const std::string verb = request.substr(from, request.find(' ', from) - from);
    std::pair<int, std::string> answer{404, R"({"code":"not_found","detail":"nothing is scripted for )" + verb + "\"}"};
    {
      const std::lock_guard lock(mutex_);
      asked_.push_back({.verb = verb, .body = request.substr(end + 4)});
      if (const auto found = answers_.find(verb); found != answers_.end()) answer = found->second;
    }
    const std::string response = "HTTP/1.1 " + std::to_string(answer.first) +
                                 " X\r\nContent-Length: " + std::to_string(answer.second.size()) +
                                 "\r\nConnection: close\r\n\r\n" + answer.second;
    [[maybe_unused]] const auto sent = ::write(client, response.data(), response.size());
  }

  int listener_;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::map<std::string, std::pair<int, std::string>> answers_{};
  std::vector<Asked> asked_{};
  std::thread thread_{};
};

}  // namespace gailou::support
