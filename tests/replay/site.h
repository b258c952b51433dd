// The replay forum behind a socket or a seam: Discourse's URLs, and /replay/… for whoever drives the test.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "daemon/io/clock.h"
#include "daemon/io/http_server.h"
#include "tests/replay/anonymous_cache.h"
#include "tests/replay/board.h"
#include "tests/replay/events.h"
#include "tests/replay/forum.h"
#include "tests/replay/request_log.h"

namespace gailou::replay {

class Site {
 public:
  explicit Site(Topic first);
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  /// io::Handler. Beside the forum's own URLs those of control.h.
  boost::asio::awaitable<io::ServerResponse> answer(const io::ServerRequest& request);
  /// The same for who has a key or has not.
  boost::asio::awaitable<io::ServerResponse> answer_to(const io::ServerRequest& request, bool has_key);
  static io::ServerResponse error_page(int status, std::string_view detail, const io::ServerRequest& request);

  /// Without a clock the system's is read, and the bus answers at once instead of holding a request.
  void set_clock(io::Clock& clock) { clock_ = &clock; }
  digest::Instant now() const;

  Board& board() { return board_; }
  /// The first topic.
  Topic& forum() { return board_.topics.front(); }
  /// Whoever makes something happen now.
  Events events() { return Events(board_, now()); }

  const std::vector<std::string>& requests() const { return requests_; }
  const RequestLog& log() const { return log_; }
  /// `only`: requests whose path begins so; others are answered as ever.
  void fail_next(std::string fault, int count, int retry_after_s, std::string only = {});
  int faults_left() const { return faults_left_; }

 private:
  boost::asio::awaitable<io::ServerResponse> bus_answer(const io::ServerRequest& request);
  boost::asio::awaitable<void> wait_for_message();
  io::ServerResponse page(const io::ServerRequest& request, bool has_key);

  Board board_{};
  AnonymousCache cache_{};
  RequestLog log_{};
  std::vector<std::string> requests_{};
  io::Clock* clock_ = nullptr;
  std::vector<std::shared_ptr<boost::asio::steady_timer>> holding_{};
  std::string fault_{};
  std::string fault_only_{};
  int faults_left_ = 0;
  int retry_after_s_ = 0;
};

}  // namespace gailou::replay
