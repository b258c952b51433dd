#include "daemon/cli/pager.h"

#include <csignal>
#include <cstdio>

#include <sys/wait.h>

namespace gailou::cli {

namespace {

// The shell's own code for a command that it can't find, or can't run.
constexpr int kNotFound = 127;
constexpr int kNotRun = 126;

}  // namespace

bool show_in_pager(const std::string& command, std::string_view text) {
  std::FILE* pager = ::popen(command.c_str(), "w");
  if (pager == nullptr) return false;
  // Ctrl-C belongs to the pager: it must not lose its writer, nor the terminal its mode. A reader that leaves early has
  // seen enough: what isn't written any more is no fault.
  const auto on_interrupt = std::signal(SIGINT, SIG_IGN);
  const auto on_broken_pipe = std::signal(SIGPIPE, SIG_IGN);
  [[maybe_unused]] const std::size_t written = std::fwrite(text.data(), 1, text.size(), pager);
  const int status = ::pclose(pager);
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGPIPE, on_broken_pipe);
  return !(WIFEXITED(status) && (WEXITSTATUS(status) == kNotFound || WEXITSTATUS(status) == kNotRun));
}

}  // namespace gailou::cli
