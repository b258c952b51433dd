// A client on a loop of its own, and the scripts that most tests need.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "daemon/io/beast_client.h"
#include "tests/io/scripted_server.h"
#include "tests/support/loop_thread.h"

namespace gailou::io::testing {

/// A whole answer; then the connection stays open.
inline Script answers(int status, std::string fields, std::string body) {
  return [=](Peer& peer) {
    peer.request();
    peer.answer(status, fields, body);
    peer.wait_until_closed();
  };
}

/// Sends bytes as they are and closes.
inline Script sends(std::string bytes) {
  return [=](Peer& peer) {
    peer.request();
    peer.send(bytes);
  };
}

class BeastClientTest : public ::testing::Test {
 protected:
  explicit BeastClientTest(LookUp look_up = {})
      : client_(std::make_unique<BeastClient>(loop_.context().get_executor(), std::move(look_up))) {}
  ~BeastClientTest() override {
    loop_.call([this] {
      client_.reset();
      return 0;
    });
  }

  static HttpRequest request(std::string url) {
    HttpRequest request;
    request.url = std::move(url);
    request.allow_private_addresses = true;
    request.user_agent = "gailou/test";
    request.timeout = std::chrono::seconds{10};
    return request;
  }
  digest::Result<HttpResponse> get(HttpRequest request) { return loop_.run(client_->get(std::move(request))); }
  digest::Result<HttpResponse> get(const std::string& url) { return get(request(url)); }

  support::LoopThread loop_;
  std::unique_ptr<BeastClient> client_;
};

}  // namespace gailou::io::testing
