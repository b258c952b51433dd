#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/benches.h"
#include "tests/bench/measure.h"
#include "tests/support/temp_folder.h"

namespace gailou::bench {
namespace {

double resident_mib(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with("VmRSS:")) continue;
    std::istringstream words(line.substr(6));
    double kib = 0;
    words >> kib;
    return kib / 1024;
  }
  return 0;
}

/// Starts `program` in a child, waits until it is idle, measures, ends it.
double measured(void (*program)(const std::string& folder), const std::string& folder) {
  const pid_t pid = fork();
  if (pid == 0) {
    program(folder);
    _exit(1);
  }
  std::this_thread::sleep_for(std::chrono::seconds{2});
  const double mib = resident_mib(pid);
  kill(pid, SIGTERM);
  waitpid(pid, nullptr, 0);
  return mib;
}

void daemon(const std::string& folder) {
  const std::string self = std::string(GAILOU_BINARY_DIR) + "/gailou";
  execl(self.c_str(), self.c_str(), "serve", "--state", folder.c_str(), "--listen", "127.0.0.1:0", "--set",
        "log.level=error", nullptr);
}

void skeleton(const std::string& folder) {
  const std::string self = std::string(GAILOU_BINARY_DIR) + "/gailou-bench";
  execl(self.c_str(), self.c_str(), "--skeleton", (folder + "/skeleton.db").c_str(), nullptr);
}

}  // namespace

void idle_memory() {
  const support::TempFolder folder;
  const double floor = measured(&skeleton, folder.path());
  const double mib = measured(&daemon, folder.path());
  print("rss_idle", mib, "MiB", floor > 0 ? mib / floor : 0);
}

}  // namespace gailou::bench
