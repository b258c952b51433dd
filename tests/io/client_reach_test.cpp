// How far the HTTP client goes: redirects, connections used again, what is told of it.
#include <atomic>
#include <future>
#include <sstream>

#include <gtest/gtest.h>

#include "daemon/io/client/idle_connections.h"
#include "daemon/io/log.h"
#include "tests/io/client_fixture.h"

namespace gailou::io {
namespace {

using namespace std::chrono_literals;
using digest::Code;
using digest::Result;
using testing::answers;
using testing::BeastClientTest;
using testing::Peer;
using testing::ScriptedServer;
using testing::sends;

// ---- redirects

TEST_F(BeastClientTest, redirects_on_the_same_origin_are_followed) {
  for (const int status : {301, 302, 303, 307, 308}) {
    ScriptedServer server({[status](Peer& peer) {
      peer.request();
      peer.answer(status, "Location: /t/new-slug/1\r\n", "");
      const std::string second = peer.request();
      peer.answer(200, "", second.substr(0, second.find("\r\n")));
    }});
    const auto response = get(server.url("/t/old/1"));
    ASSERT_TRUE(response) << status << to_string(response.error());
    EXPECT_EQ(response->body, "GET /t/new-slug/1 HTTP/1.1");
    EXPECT_EQ(response->url, server.url("/t/new-slug/1"));
  }
}

TEST_F(BeastClientTest, a_redirect_to_another_origin_is_refused_in_words) {
  for (const char* location :
       {"http://evil.example/", "https://127.0.0.1/", "http://127.0.0.1:1/", "//evil.example/x"}) {
    ScriptedServer server({answers(302, "Location: " + std::string(location) + "\r\n", "")});
    const auto response = get(server.url());
    ASSERT_FALSE(response) << location;
    EXPECT_EQ(response.error().code, Code::refused) << location;
    EXPECT_NE(response.error().what.find("redirects to another site"), std::string::npos);
  }
}

TEST_F(BeastClientTest, a_redirect_loop_ends_after_three) {
  std::atomic<int> requests = 0;
  ScriptedServer server({[&](Peer& peer) {
    while (!peer.request().empty()) {
      ++requests;
      peer.answer(301, "Location: /again\r\n", "");
    }
  }});
  EXPECT_EQ(get(server.url()).error().code, Code::refused);
  EXPECT_EQ(requests, 4);
}

TEST_F(BeastClientTest, a_key_is_sent_to_the_address_that_was_asked_and_to_no_redirect) {
  std::promise<std::string> first;
  std::promise<std::string> second;
  ScriptedServer server({[&](Peer& peer) {
    first.set_value(peer.request());
    peer.answer(301, "Location: /t/new-slug/1\r\n", "");
    second.set_value(peer.request());
    peer.answer(200, "", "");
  }});
  auto asked = request(server.url("/t/old/1"));
  std::string key = "s3cret";
  asked.secrets = {{"User-Api-Key", Secret::take(key)}};
  ASSERT_TRUE(get(std::move(asked)));
  EXPECT_NE(first.get_future().get().find("\r\nUser-Api-Key: s3cret\r\n"), std::string::npos);
  const std::string redirected = second.get_future().get();
  EXPECT_TRUE(redirected.starts_with("GET /t/new-slug/1 "));
  EXPECT_EQ(redirected.find("s3cret"), std::string::npos);
}

TEST_F(BeastClientTest, without_redirects_a_redirect_is_an_answer) {
  ScriptedServer server({answers(302, "Location: http://evil.example/\r\n", "")});
  auto asked = request(server.url());
  asked.redirects_max = 0;
  EXPECT_EQ(get(std::move(asked))->status, 302);
}

TEST_F(BeastClientTest, a_redirect_to_no_url_is_malformed) {
  ScriptedServer server({answers(302, "Location: javascript:alert(1)\r\n", "")});
  EXPECT_EQ(get(server.url()).error().code, Code::malformed);
}

// ---- connections

TEST_F(BeastClientTest, an_idle_connection_is_used_again) {
  ScriptedServer server({[](Peer& peer) {
    for (int i = 0; i < 3; ++i) {
      peer.request();
      peer.answer(200, "", std::to_string(i));
    }
  }});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(get(server.url())->body, std::to_string(i));
}

TEST_F(BeastClientTest, a_kept_connection_that_was_closed_is_replaced_unnoticed) {
  std::promise<void> asked;
  std::promise<void> closed;
  ScriptedServer server({[&](Peer& peer) {
                           peer.request();
                           peer.answer(200, "", "first");
                           asked.get_future().get();
                           ::shutdown(peer.fd(), SHUT_RDWR);
                           closed.set_value();
                         },
                         answers(200, "", "second")});
  EXPECT_EQ(get(server.url())->body, "first");
  asked.set_value();
  closed.get_future().get();
  EXPECT_EQ(get(server.url())->body, "second");
}

TEST_F(BeastClientTest, a_request_that_a_kept_connection_swallowed_is_not_sent_again) {
  std::atomic<int> requests = 0;
  ScriptedServer server({[&](Peer& peer) {
                           peer.request();
                           peer.answer(200, "", "first");
                           if (!peer.request().empty()) ++requests;
                         },
                         [&](Peer& peer) {
                           if (!peer.request().empty()) ++requests;
                           peer.answer(200, "", "third");
                         }});
  EXPECT_EQ(get(server.url())->body, "first");
  EXPECT_EQ(get(server.url()).error().code, Code::unavailable);
  EXPECT_EQ(requests, 1);
  EXPECT_EQ(get(server.url())->body, "third");
}

TEST_F(BeastClientTest, a_server_may_say_that_it_keeps_no_connection) {
  for (const char* field : {"Connection: close\r\n", "Keep-Alive: timeout=0\r\n", "Keep-Alive: timeout=1, max=5\r\n"}) {
    ScriptedServer server({[field](Peer& peer) {
                             peer.request();
                             peer.answer(200, field, "first");
                             peer.wait_until_closed();
                           },
                           answers(200, "", "second")});
    EXPECT_EQ(get(server.url())->body, "first");
    EXPECT_EQ(get(server.url())->body, "second") << field;
  }
}

TEST(KeepFor, is_what_the_server_says_less_a_second_within_a_minute) {
  const auto said = [](const char* text) { return keep_for({.headers = {{"keep-alive", text}}}); };
  EXPECT_EQ(keep_for({}), kIdleMax);
  EXPECT_EQ(said("timeout=5, max=100"), 4s);
  EXPECT_EQ(said("max=100, timeout=15"), 14s);
  EXPECT_EQ(said("timeout=0"), 0s);
  EXPECT_EQ(said("timeout=3600"), kIdleMax);
  EXPECT_EQ(said("timeout=99999999999999999"), kIdleMax);
  for (const char* odd : {"", "timeout", "timeout=", "timeout=soon", "timeout=-5"})
    EXPECT_EQ(said(odd), kIdleMax) << odd;
}

TEST_F(BeastClientTest, a_fresh_connection_that_is_dropped_is_not_retried) {
  ScriptedServer server({sends(""), answers(200, "", "never asked")});
  EXPECT_EQ(get(server.url()).error().code, Code::unavailable);
  EXPECT_EQ(get(server.url())->body, "never asked");
}

TEST_F(BeastClientTest, bytes_after_an_answer_spoil_the_connection) {
  ScriptedServer server({[](Peer& peer) {
                           peer.request();
                           peer.send(
                               "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\n"
                               "Content-Length: 6\r\n\r\nforged");
                           peer.wait_until_closed();
                         },
                         answers(200, "", "true")});
  EXPECT_EQ(get(server.url())->body, "a");
  EXPECT_EQ(get(server.url())->body, "true");
}

TEST_F(BeastClientTest, post_sends_a_body_once_and_follows_nothing) {
  std::promise<std::string> seen;
  ScriptedServer server({[&](Peer& peer) {
    seen.set_value(peer.request());
    peer.answer(307, "Location: /elsewhere\r\n", "no");
  }});
  auto asked = request(server.url("/v1/chat"));
  asked.body = "{\"a\":1}";
  asked.headers = {{"Content-Type", "application/json"}};
  const auto response = loop_.run(client_->post(std::move(asked)));
  EXPECT_EQ(response->status, 307);
  const std::string text = seen.get_future().get();
  EXPECT_TRUE(text.starts_with("POST /v1/chat HTTP/1.1\r\n"));
  EXPECT_TRUE(text.ends_with("Content-Length: 7\r\n\r\n{\"a\":1}")) << text;
}

// ---- the log

class LoggedClient : public BeastClientTest {
 protected:
  LoggedClient() {
    log::start(log::Level::debug, "logfmt");
    ::testing::internal::CaptureStderr();
  }
  ~LoggedClient() override { log::set_level(log::Level::error); }

  /// The lines about requests, without their times.
  static std::vector<std::string> lines() {
    std::istringstream text(::testing::internal::GetCapturedStderr());
    std::vector<std::string> found;
    for (std::string line; std::getline(text, line);) {
      if (line.find("event=request ") != std::string::npos) found.push_back(line);
    }
    return found;
  }
};

bool holds(const std::string& line, std::string_view part) {
  return line.find(part) != std::string::npos;
}

TEST_F(LoggedClient, each_request_that_left_is_one_line_without_query_and_key) {
  ScriptedServer server({[](Peer& peer) {
    peer.request();
    peer.answer(301, "Location: /b?token=s3cret\r\n", "");
    peer.request();
    peer.answer(200, "", "hello");
    peer.request();  // no answer
  }});
  const std::string host = "host=127.0.0.1:" + std::to_string(server.port());
  auto asked = request(server.url("/a?token=s3cret"));
  std::string key = "s3cret";
  asked.secrets = {{"User-Api-Key", Secret::take(key)}};
  ASSERT_TRUE(get(std::move(asked)));
  ASSERT_FALSE(get(server.url("/c?token=s3cret")));
  const auto told = lines();
  ASSERT_EQ(told.size(), 3U);
  for (const auto& line : told) {
    EXPECT_TRUE(holds(line, "level=debug")) << line;
    EXPECT_TRUE(holds(line, host)) << line;
    EXPECT_TRUE(holds(line, "method=GET")) << line;
    EXPECT_TRUE(holds(line, " ms=")) << line;
    EXPECT_FALSE(holds(line, "s3cret")) << line;
  }
  EXPECT_TRUE(holds(told[0], "path=/a outcome=answered status=301")) << told[0];
  EXPECT_TRUE(holds(told[0], "reused=no")) << told[0];
  EXPECT_TRUE(holds(told[1], "path=/b outcome=answered status=200 bytes=42 ")) << told[1];
  EXPECT_TRUE(holds(told[1], "reused=yes")) << told[1];
  EXPECT_TRUE(holds(told[2], "path=/c outcome=unavailable status=0 bytes=0 ")) << told[2];
}

TEST_F(LoggedClient, a_request_that_ran_out_of_time_is_told_too) {
  ScriptedServer server({[](Peer& peer) {
    peer.request();
    peer.wait_until_closed();
  }});
  auto asked = request(server.url());
  asked.timeout = 30ms;
  ASSERT_FALSE(get(std::move(asked)));
  const auto told = lines();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_TRUE(holds(told[0], "outcome=cancelled")) << told[0];
}

}  // namespace
}  // namespace gailou::io
