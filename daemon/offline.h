// The admin's verbs on a state folder without a daemon: the same routes, asked in this process. Nothing is polled and
// nobody is served; the folder is locked for as long as this lives.
#pragma once

#include <memory>
#include <string>

#include "daemon/config/config.h"
#include "daemon/io/unix_client.h"
#include "digest/error.h"

namespace gailou {

class Offline {
 public:
  /// busy while a daemon, or another such, has the folder. `config` must outlive it.
  static digest::Result<std::unique_ptr<Offline>> open(const config::Config& config);
  ~Offline();

  /// POST of the body to the target, "/admin/v1/import?about=forum%2F12".
  io::LocalAnswer post(const std::string& target, const std::string& body);

 private:
  class Impl;
  explicit Offline(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace gailou
