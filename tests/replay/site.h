// The replay forum behind a socket: Discourse's URLs, and /replay/… for whoever drives the test.
#pragma once

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/io/http_server.h"
#include "tests/replay/forum.h"

namespace gailou::replay {

class Site {
 public:
  explicit Site(Forum forum) : forum_(std::move(forum)) {}

  /// io::Handler. Beside the forum's own URLs:
  ///   /replay/release?to=60            floors up to 60 appear       /replay/state        what is there, as JSON
  ///   /replay/fail?with=500&count=2    the next two answers fail (&retry_after=3)
  ///   /replay/edit?floor=9&text=…      /replay/withdraw?floor=9     /replay/restore?floor=9
  ///   /replay/hide?floor=9             /replay/delete?floor=9       /replay/requests     URLs asked for, a line each
  boost::asio::awaitable<io::ServerResponse> answer(const io::ServerRequest& request);
  static io::ServerResponse error_page(int status, std::string_view detail, const io::ServerRequest& request);

  Forum& forum() { return forum_; }
  const std::vector<std::string>& requests() const { return requests_; }
  void fail_next(std::string fault, int count, int retry_after_s);

 private:
  io::ServerResponse control(const io::ServerRequest& request);
  io::ServerResponse forum_answer(const io::ServerRequest& request);

  Forum forum_;
  std::vector<std::string> requests_{};
  std::string fault_{};
  int faults_left_ = 0;
  int retry_after_s_ = 0;
};

}  // namespace gailou::replay
