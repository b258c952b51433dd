// The built programs on loopback: a replay forum, a gailou that follows it, and eyes for both.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/support/blocking_http.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

namespace gailou::e2e {

using Json = nlohmann::ordered_json;
using namespace std::chrono_literals;

/// Looks again every 20 ms; false if `condition` doesn't hold within `limit`.
bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds limit = 30s);

class Forum {
 public:
  /// "--thread FILE" or "--made-up N", and "--start N".
  explicit Forum(std::vector<std::string> what);
  std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/t/topic/1"; }
  void release(std::int64_t to) const { tell("release?to=" + std::to_string(to)); }
  void tell(const std::string& order) const;
  std::vector<std::string> requests() const;

 private:
  std::unique_ptr<support::Process> process_;
  std::uint16_t port_ = 0;
};

class Gailou {
 public:
  /// On a state folder of its own; `settings` are KEY=VALUE, which win over `config`, the text of a file.
  explicit Gailou(std::vector<std::string> settings = {}, std::string config = {});

  void start();
  void kill();                                    // -9
  std::optional<int> stop(int signal = SIGTERM);  // the exit code

  /// A client verb: `run({"add", url})`.
  support::Finished run(std::vector<std::string> words) const;
  support::HttpAnswer get(const std::string& target, const std::string& headers = "") const;
  Json json(const std::string& target) const;
  /// The thread local/1's digest document; null while there is none.
  Json digest() const;
  bool reaches(std::int64_t last_number) const;
  std::string last_error() const;

  void write_config(const std::string& text) const;
  std::string config_file() const { return folder_.file("gailou.toml"); }
  const std::string& state() const { return folder_.path(); }
  std::uint16_t port() const { return port_; }
  support::Process& process() { return *process_; }
  static std::string program();

 private:
  support::TempFolder folder_{};
  std::vector<std::string> settings_;
  std::unique_ptr<support::Process> process_{};
  std::uint16_t port_ = 0;
};

std::string recorded_thread();

}  // namespace gailou::e2e
