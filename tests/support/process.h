// A program under test as a process of its own: started, watched, signalled, reaped. A test that ends leaves none
// running.
#pragma once

#include <cerrno>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace gailou::support {

struct Command {
  std::vector<std::string> words{};  // the program's path first
  std::string in{};                  // its stdin, at most what a pipe holds
  std::string out_file{};            // stdout goes there and isn't collected
  std::optional<std::vector<std::pair<std::string, std::string>>> environment{};  // instead of the test's own
};

class Process {
 public:
  explicit Process(Command command) {
    Pipe in;
    std::vector<std::string> variables;
    if (command.environment) {
      for (const auto& [name, value] : *command.environment) variables.push_back(name + "=" + value);
    }
    const std::vector<char*> words = pointers(command.words);
    const std::vector<char*> environment = pointers(variables);
    const int file = command.out_file.empty() ? -1 : ::open(command.out_file.c_str(), O_WRONLY | O_CLOEXEC);
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("fork failed");
    if (pid_ == 0) {
      // Only calls that are safe between fork and exec.
      ::dup2(in.ends[0], STDIN_FILENO);
      ::dup2(file >= 0 ? file : out_.ends[1], STDOUT_FILENO);
      ::dup2(err_.ends[1], STDERR_FILENO);
      ::execve(words[0], words.data(), command.environment ? environment.data() : environ);
      ::_exit(127);
    }
    if (file >= 0) ::close(file);
    out_.close_end(1);
    err_.close_end(1);
    if (!command.in.empty() && ::write(in.ends[1], command.in.data(), command.in.size()) < 0) {
      throw std::runtime_error("the program doesn't take its input");
    }
  }
  explicit Process(std::vector<std::string> words) : Process(Command{.words = std::move(words)}) {}
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() {
    if (exit_) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
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
    output();
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

  /// stdout and stderr as they came.
  const std::string& output() {
    while (read_output(std::chrono::milliseconds{0})) {
    }
    return output_;
  }
  const std::string& out() const { return out_.text; }
  const std::string& err() const { return err_.text; }

 private:
  struct Pipe {
    int ends[2] = {-1, -1};
    std::string text{};
    Pipe() {
      if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
      close_end(0);
      close_end(1);
    }
    void close_end(int which) {
      if (ends[which] >= 0) ::close(ends[which]);
      ends[which] = -1;
    }
  };

  static std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> made;
    for (auto& word : words) made.push_back(word.data());
    made.push_back(nullptr);
    return made;
  }

  bool read_output(std::chrono::milliseconds limit) {
    // With both ends closed this only waits; poll passes over negative descriptors.
    pollfd waiting[2] = {{.fd = out_.ends[0], .events = POLLIN, .revents = 0},
                         {.fd = err_.ends[0], .events = POLLIN, .revents = 0}};
    if (::poll(waiting, 2, static_cast<int>(limit.count())) <= 0) return false;
    for (int i = 0; i < 2; ++i) {
      Pipe& from = i == 0 ? out_ : err_;
      if (waiting[i].revents == 0) continue;
      char bytes[4096];
      const auto count = ::read(from.ends[0], bytes, sizeof bytes);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        from.close_end(0);
        continue;
      }
      from.text.append(bytes, static_cast<std::size_t>(count));
      output_.append(bytes, static_cast<std::size_t>(count));
    }
    return true;
  }

  pid_t pid_ = -1;
  Pipe out_{};
  Pipe err_{};
  std::optional<int> exit_{};
  std::string output_{};
};

struct Finished {
  int code = -1;  // 128 + signal if one ended it; -1 if it was killed here
  std::string out{};
  std::string err{};
  std::string output{};  // both as they came
};

/// Runs a command to its end.
inline Finished run(Command command, std::chrono::milliseconds limit = std::chrono::seconds{60}) {
  Process process(std::move(command));
  const auto code = process.wait(limit);
  const std::string output = process.output();
  return {.code = code.value_or(-1), .out = process.out(), .err = process.err(), .output = output};
}
inline Finished run(std::vector<std::string> words) {
  return run(Command{.words = std::move(words)});
}

}  // namespace gailou::support
