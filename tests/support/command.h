// A program run to its end as a user would, stdout and stderr apart, in an environment of its own.
#pragma once

#include <cerrno>
#include <chrono>
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

struct CommandEnd {
  int exit_code = -1;  // 128 + signal if one ended it
  std::string out{};
  std::string err{};
};

struct Command {
  std::vector<std::string> words{};                                // the program's path first
  std::string in{};                                                // its stdin, at most what a pipe holds
  std::vector<std::pair<std::string, std::string>> environment{};  // instead of the test's own, PATH beside
  std::string out_file{};                                          // stdout goes there instead of `out`
  std::chrono::seconds limit{30};                                  // then it is killed
};

namespace command_detail {

struct Pipe {
  int ends[2] = {-1, -1};
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

/// Only calls that are safe between fork and exec.
[[noreturn]] inline void become(char* const* words, char* const* environment, int in, int out, int err) {
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  ::execve(words[0], words, environment);
  ::_exit(127);
}

/// Reads both until both have ended or the time is up; false then.
inline bool drain(Pipe& out, Pipe& err, CommandEnd& end, std::chrono::steady_clock::time_point until) {
  while (out.ends[0] >= 0 || err.ends[0] >= 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd fds[2] = {{out.ends[0], POLLIN, 0}, {err.ends[0], POLLIN, 0}};
    if (::poll(fds, 2, static_cast<int>(left.count())) < 0 && errno != EINTR) return false;
    for (int i = 0; i < 2; ++i) {
      if ((fds[i].revents & (POLLIN | POLLHUP)) == 0) continue;
      char buffer[4096];
      const ssize_t got = ::read(fds[i].fd, buffer, sizeof buffer);
      if (got > 0) (i == 0 ? end.out : end.err).append(buffer, static_cast<std::size_t>(got));
      if (got <= 0) (i == 0 ? out : err).close_end(0);
    }
  }
  return true;
}

}  // namespace command_detail

inline CommandEnd run_command(Command start) {
  using command_detail::Pipe;
  Pipe in;
  Pipe out;
  Pipe err;
  std::vector<std::string> variables;
  for (const auto& [name, value] : start.environment) variables.push_back(name + "=" + value);
  std::vector<char*> words;
  for (auto& word : start.words) words.push_back(word.data());
  words.push_back(nullptr);
  std::vector<char*> environment;
  for (auto& variable : variables) environment.push_back(variable.data());
  environment.push_back(nullptr);
  const int file = start.out_file.empty() ? -1 : ::open(start.out_file.c_str(), O_WRONLY | O_CLOEXEC);
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    command_detail::become(words.data(), environment.data(), in.ends[0], file >= 0 ? file : out.ends[1], err.ends[1]);
  }
  if (file >= 0) ::close(file);
  out.close_end(1);
  err.close_end(1);
  if (!start.in.empty() && ::write(in.ends[1], start.in.data(), start.in.size()) < 0) start.in.clear();
  in.close_end(1);
  CommandEnd end;
  if (!command_detail::drain(out, err, end, std::chrono::steady_clock::now() + start.limit)) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  end.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return end;
}

}  // namespace gailou::support
