// The daemon as a client sees it: one request over its socket, an answer or an Error.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "daemon/io/unix_client.h"
#include "daemon/protocol/catch_up_document.h"
#include "daemon/protocol/json.h"
#include "daemon/protocol/message.h"
#include "daemon/protocol/stored_answers.h"
#include "digest/error.h"
#include "digest/time.h"

namespace gailou::cli {

/// A request to the admin routes without a socket: target and body to status and body.
using OfflineExchange = std::function<digest::Result<io::LocalAnswer>(const std::string&, const std::string&)>;

class Client {
 public:
  explicit Client(std::string socket) : socket_(std::move(socket)) {}

  /// unavailable with a hint if no daemon listens; the daemon's own Error if it refused.
  template <class Verb>
  digest::Result<typename Verb::Reply> ask(Verb verb, digest::Duration timeout = std::chrono::seconds{30}) {
    auto body = exchange(protocol::Request(std::move(verb)), timeout);
    if (!body) return body.error();
    return read<typename Verb::Reply>(*body);
  }

  /// From now on requests are carried out by this instead of a daemon: the state folder itself, with --offline.
  void work_on(OfflineExchange exchange) { exchange_ = std::move(exchange); }
  /// Each request and how it went is told to `listener`, in a line.
  void tell(std::function<void(const std::string&)> listener) { listener_ = std::move(listener); }
  /// Whether the last request met a daemon at all.
  bool reached() const { return reached_; }
  const std::string& socket() const { return socket_; }

 private:
  digest::Result<std::string> exchange(const protocol::Request& request, digest::Duration timeout);
  template <class Reply>
  static digest::Result<Reply> read(const std::string& body);

  std::string socket_;
  bool reached_ = false;
  std::function<void(const std::string&)> listener_{};
  OfflineExchange exchange_{};
};

}  // namespace gailou::cli
