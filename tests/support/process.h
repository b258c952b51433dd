// A program under test as a process of its own: started, watched, signalled, reaped. A test that ends leaves none
// running.
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace gailou::support {

class Process {
 public:
  /// stdout and stderr are collected together.
  explicit Process(std::vector<std::string> command) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe failed");
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("fork failed");
    if (pid_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::dup2(ends[1], STDERR_FILENO);
      std::vector<char*> argv;
      for (auto& word : command) argv.push_back(word.data());
      argv.push_back(nullptr);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    output_end_ = ends[0];
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() {
    if (!exit_) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    ::close(output_end_);
  }

  void signal(int number) const { ::kill(pid_, number); }
  pid_t pid() const { return pid_; }

  /// The exit code, 128 + signal; nothing if it still runs after `limit`.
  std::optional<int> wait(std::chrono::milliseconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!exit_) {
      read_output(std::chrono::milliseconds{5});
      int status = 0;
      if (::waitpid(pid_, &status, WNOHANG) == pid_)
        exit_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      if (!exit_ && std::chrono::steady_clock::now() > end) return std::nullopt;
    }
    while (read_output(std::chrono::milliseconds{0})) {
    }
    return exit_;
  }

  /// Reads until `words` have appeared; false if they haven't within `limit`.
  bool wait_for_output(const std::string& words, std::chrono::milliseconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (output_.find(words) == std::string::npos) {
      if (std::chrono::steady_clock::now() > end) return false;
      read_output(std::chrono::milliseconds{20});
    }
    return true;
  }

  const std::string& output() {
    while (read_output(std::chrono::milliseconds{0})) {
    }
    return output_;
  }

 private:
  bool read_output(std::chrono::milliseconds limit) {
    pollfd waiting{.fd = output_end_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, static_cast<int>(limit.count())) <= 0) return false;
    char bytes[4096];
    const auto count = ::read(output_end_, bytes, sizeof bytes);
    if (count <= 0) {
      // The other end is closed: only the exit is left to wait for.
      std::this_thread::sleep_for(limit);
      return false;
    }
    output_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }

  pid_t pid_ = -1;
  int output_end_ = -1;
  std::optional<int> exit_{};
  std::string output_{};
};

struct Finished {
  int code = -1;
  std::string output{};
};

/// Runs a command to its end.
inline Finished run(std::vector<std::string> command, std::chrono::milliseconds limit = std::chrono::seconds{60}) {
  Process process(std::move(command));
  const auto code = process.wait(limit);
  return {.code = code.value_or(-1), .output = process.output()};
}

}  // namespace gailou::support
