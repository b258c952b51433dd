// The HTTP client against servers that answer well, badly, late or not at all.
#include "daemon/io/beast_client.h"

#include <atomic>
#include <future>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <gtest/gtest.h>

#include "daemon/io/client/body_decoder.h"
#include "tests/io/gzip.h"
#include "tests/io/scripted_server.h"
#include "tests/support/loop_thread.h"

namespace gailou::io {
namespace {

using namespace std::chrono_literals;
using digest::Code;
using digest::Result;
using testing::gzip;
using testing::Peer;
using testing::Script;
using testing::ScriptedServer;

Script answers(int status, std::string fields, std::string body) {
  return [=](Peer& peer) {
    peer.request();
    peer.answer(status, fields, body);
    peer.wait_until_closed();
  };
}

/// Sends bytes as they are and closes.
Script sends(std::string bytes) {
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
    request.timeout = 10s;
    return request;
  }
  Result<HttpResponse> get(HttpRequest request) { return loop_.run(client_->get(std::move(request))); }
  Result<HttpResponse> get(const std::string& url) { return get(request(url)); }

  support::LoopThread loop_;
  std::unique_ptr<BeastClient> client_;
};

TEST_F(BeastClientTest, an_answer_arrives_with_status_fields_and_body) {
  ScriptedServer server({answers(404, "X-One: a\r\nX-ONE: b\r\nRetry-After: 7\r\n", "not here")});
  const auto response = get(server.url("/t/1.json?x=1"));
  ASSERT_TRUE(response) << to_string(response.error());
  EXPECT_EQ(response->status, 404);
  EXPECT_EQ(response->headers.at("x-one"), "a, b");
  EXPECT_EQ(response->headers.at("retry-after"), "7");
  EXPECT_EQ(response->body, "not here");
  EXPECT_EQ(response->url, server.url("/t/1.json?x=1"));
}

TEST_F(BeastClientTest, the_request_names_host_agent_and_gzip) {
  std::promise<std::string> seen;
  ScriptedServer server({[&](Peer& peer) {
    seen.set_value(peer.request());
    peer.answer(200, "", "");
  }});
  auto asked = request(server.url("/a/b?c=d#e"));
  asked.headers = {{"Accept", "application/json"}, {"If-None-Match", "\"x\""}};
  ASSERT_TRUE(get(std::move(asked)));
  EXPECT_EQ(seen.get_future().get(), "GET /a/b?c=d HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
                                         "\r\nUser-Agent: gailou/test\r\nAccept-Encoding: gzip\r\n"
                                         "Accept: application/json\r\nIf-None-Match: \"x\"\r\n\r\n");
}

TEST_F(BeastClientTest, a_field_that_would_start_a_line_is_not_sent) {
  ScriptedServer server({});
  auto asked = request(server.url());
  asked.headers = {{"X", "a\r\nHost: evil"}};
  EXPECT_EQ(get(std::move(asked)).error().code, Code::internal);
}

TEST_F(BeastClientTest, gzip_is_undone) {
  const std::string text(5000, 'a');
  ScriptedServer server({answers(200, "Content-Encoding: gzip\r\n", gzip(text))});
  EXPECT_EQ(get(server.url())->body, text);
}

TEST_F(BeastClientTest, chunks_are_joined_and_trailers_ignored) {
  ScriptedServer server(
      {sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: 1\r\n\r\n"
             "3;ext=1\r\nabc\r\n4\r\ndefg\r\n0\r\nX-A: 2\r\n\r\n")});
  const auto response = get(server.url());
  ASSERT_TRUE(response) << to_string(response.error());
  EXPECT_EQ(response->body, "abcdefg");
  EXPECT_EQ(response->headers.at("x-a"), "1");
}

TEST_F(BeastClientTest, a_body_without_length_ends_with_the_connection) {
  ScriptedServer server({sends("HTTP/1.0 200 OK\r\n\r\nall of it")});
  EXPECT_EQ(get(server.url())->body, "all of it");
}

TEST_F(BeastClientTest, interim_answers_are_skipped) {
  ScriptedServer server(
      {sends("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
             "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")});
  const auto response = get(server.url());
  ASSERT_TRUE(response) << to_string(response.error());
  EXPECT_EQ(response->body, "ok");
  EXPECT_FALSE(response->headers.contains("link"));
}

TEST_F(BeastClientTest, endless_interim_answers_are_malformed) {
  std::string many;
  for (int i = 0; i < 20; ++i) many += "HTTP/1.1 102 Processing\r\n\r\n";
  ScriptedServer server({sends(many)});
  EXPECT_EQ(get(server.url()).error().code, Code::malformed);
}

TEST_F(BeastClientTest, an_answer_to_a_conditional_request_has_no_body) {
  ScriptedServer server({answers(304, "ETag: \"x\"\r\n", "")});
  const auto response = get(server.url());
  EXPECT_EQ(response->status, 304);
  EXPECT_EQ(response->headers.at("etag"), "\"x\"");
}

struct Broken {
  const char* name;
  std::string bytes;
  Code code;
};

TEST_F(BeastClientTest, broken_answers_are_told_apart) {
  const std::string head = "HTTP/1.1 200 OK\r\n";
  const std::string packed = gzip(std::string(10'000, 'a') + "end");
  const Broken broken[] = {
      {"nothing", "", Code::unavailable},
      {"half a header", head + "X: a", Code::malformed},
      {"body cut", head + "Content-Length: 10\r\n\r\nabc", Code::malformed},
      {"chunk cut", head + "Transfer-Encoding: chunked\r\n\r\n5\r\nab", Code::malformed},
      {"last chunk missing", head + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", Code::malformed},
      {"bad chunk size", head + "Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n", Code::malformed},
      {"no HTTP", "SSH-2.0-OpenSSH_9.2\r\n\r\n", Code::malformed},
      {"HTTP/2", "HTTP/2.0 200 OK\r\n\r\n", Code::malformed},
      {"bad status", "HTTP/1.1 abc OK\r\n\r\n", Code::malformed},
      {"two lengths", head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", Code::malformed},
      {"no gzip", head + "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", Code::malformed},
      {"gzip cut", head + "Content-Encoding: gzip\r\n\r\n" + packed.substr(0, packed.size() - 12), Code::malformed},
      {"rubbish after gzip", head + "Content-Encoding: gzip\r\n\r\n" + packed + "rubbish", Code::malformed},
      {"unknown encoding", head + "Content-Encoding: br\r\nContent-Length: 2\r\n\r\nab", Code::malformed},
      {"protocol change", "HTTP/1.1 101 Switching Protocols\r\n\r\n", Code::malformed},
      {"header flood", head + "X: " + std::string(70'000, 'a') + "\r\n\r\n", Code::too_large},
      {"endless header", head + std::string(70'000, 'a'), Code::too_large},
      {"10,000 fields",
       head +
           [] {
             std::string f;
             for (int i = 0; i < 10'000; ++i) f += "X:\r\n";
             return f;
           }() +
           "\r\n",
       Code::too_large},
  };
  for (const Broken& answer : broken) {
    ScriptedServer server({sends(answer.bytes)});
    const auto response = get(server.url("/p?secret=1"));
    ASSERT_FALSE(response) << answer.name;
    EXPECT_EQ(response.error().code, answer.code) << answer.name << ": " << to_string(response.error());
    EXPECT_NE(response.error().where.find("GET http://127.0.0.1"), std::string::npos) << response.error().where;
    EXPECT_EQ(to_string(response.error()).find("secret"), std::string::npos) << answer.name;
  }
}

TEST_F(BeastClientTest, a_cut_body_says_that_it_was_cut) {
  ScriptedServer server({sends("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")});
  const auto response = get(server.url());
  EXPECT_NE(response.error().what.find("the answer was cut short"), std::string::npos) << response.error().what;
}

TEST_F(BeastClientTest, bodies_over_the_cap_are_refused_at_the_cap) {
  const std::string big(5000, 'a');
  const Script shapes[] = {
      answers(200, "", big),
      sends("HTTP/1.1 200 OK\r\n\r\n" + big),
      answers(200, "Content-Encoding: gzip\r\n", gzip(big)),
      [](Peer& peer) {  // never ends by itself
        peer.request();
        peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (peer.send("400\r\n" + std::string(0x400, 'x') + "\r\n")) {
        }
      },
  };
  for (const Script& shape : shapes) {
    ScriptedServer server({shape});
    auto asked = request(server.url());
    asked.body_bytes_max = 4000;
    EXPECT_EQ(get(std::move(asked)).error().code, Code::too_large);
  }
}

TEST_F(BeastClientTest, a_gzip_bomb_is_refused) {
  ScriptedServer server({answers(200, "Content-Encoding: gzip\r\n", gzip(std::string(std::size_t{8} << 20, '\0')))});
  const auto response = get(server.url());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::too_large);
  EXPECT_NE(response.error().what.find("200-fold"), std::string::npos);
}

TEST(BodyDecoder, several_gzip_members_are_one_body_in_any_pieces) {
  const std::string raw = gzip("first ") + gzip("") + gzip("second");
  for (std::size_t step = 1; step <= raw.size(); ++step) {
    BodyDecoder decoder(true, 1000);
    for (std::size_t at = 0; at < raw.size(); at += step) {
      ASSERT_TRUE(decoder.feed(std::string_view(raw).substr(at, step)));
    }
    EXPECT_EQ(decoder.finish().value(), "first second") << step;
  }
}

TEST_F(BeastClientTest, a_drip_ends_at_the_deadline) {
  ScriptedServer server({[](Peer& peer) {
    peer.request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\na");
    peer.wait_until_closed();
  }});
  auto asked = request(server.url());
  asked.timeout = 60ms;
  const auto response = get(std::move(asked));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::timeout);
}

TEST_F(BeastClientTest, cancelling_ends_a_request_at_once) {
  std::promise<void> asked;
  ScriptedServer server({[&](Peer& peer) {
    peer.request();
    asked.set_value();
    peer.wait_until_closed();
  }});
  boost::asio::cancellation_signal signal;
  std::promise<Result<HttpResponse>> ended;
  loop_.call([&] {
    auto done = [&ended](std::exception_ptr thrown, Result<HttpResponse> result) {
      if (thrown) {
        ended.set_exception(thrown);
      } else {
        ended.set_value(std::move(result));
      }
    };
    boost::asio::co_spawn(loop_.context(), client_->get(request(server.url())),
                          boost::asio::bind_cancellation_slot(signal.slot(), std::move(done)));
    return 0;
  });
  asked.get_future().get();
  loop_.call([&] {
    signal.emit(boost::asio::cancellation_type::terminal);
    return 0;
  });
  EXPECT_EQ(ended.get_future().get().error().code, Code::cancelled);
}

TEST_F(BeastClientTest, a_refused_connection_names_host_and_cause) {
  int port = 0;
  {
    ScriptedServer gone({});
    port = gone.port();
  }
  const auto response = get("http://127.0.0.1:" + std::to_string(port) + "/");
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::unavailable);
  EXPECT_NE(response.error().what.find("127.0.0.1"), std::string::npos);
  EXPECT_NE(response.error().what.find("refused"), std::string::npos) << response.error().what;
}

TEST_F(BeastClientTest, what_is_no_url_is_malformed) {
  EXPECT_EQ(get("ftp://127.0.0.1/").error().code, Code::malformed);
}

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

TEST_F(BeastClientTest, a_stale_connection_is_replaced_unnoticed) {
  ScriptedServer server({[](Peer& peer) {
                           peer.request();
                           peer.answer(200, "", "first");
                           peer.request();  // swallowed: the connection closes without an answer
                         },
                         answers(200, "", "second")});
  EXPECT_EQ(get(server.url())->body, "first");
  EXPECT_EQ(get(server.url())->body, "second");
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

// ---- addresses

TEST_F(BeastClientTest, a_private_address_is_refused_without_a_connection) {
  ScriptedServer server({});
  auto asked = request(server.url());
  asked.allow_private_addresses = false;
  const auto response = get(std::move(asked));
  EXPECT_EQ(response.error().code, Code::refused);
  EXPECT_NE(response.error().what.find("loopback"), std::string::npos);
}

TEST_F(BeastClientTest, a_permitted_connection_is_not_lent_to_a_request_without_permission) {
  ScriptedServer server({answers(200, "", "inside")});
  EXPECT_EQ(get(server.url())->body, "inside");
  auto asked = request(server.url());
  asked.allow_private_addresses = false;
  EXPECT_EQ(get(std::move(asked)).error().code, Code::refused);
}

// A resolver that the test steers.
class NamedHosts : public BeastClientTest {
 protected:
  NamedHosts() : BeastClientTest([](const std::string& host) { return look_up(host); }) {}

  static Result<Addresses> look_up(const std::string& host) {
    const auto address = [](const char* text) { return boost::asio::ip::make_address(text); };
    if (host == "inside.example") return Addresses{address("127.0.0.1")};
    if (host == "both.example") return Addresses{address("203.0.112.1"), address("10.0.0.1")};
    if (host == "second.example") return Addresses{address("127.0.0.2"), address("127.0.0.1")};
    if (host == "empty.example") return Addresses{};
    if (host == "throws.example") throw std::runtime_error("resolver broke");
    if (host == "rebinding.example") return Addresses{address(++asked_ == 1 ? "10.0.0.1" : "127.0.0.1")};
    return digest::Error{.code = Code::unavailable, .what = "there is no host " + host};
  }

  static inline std::atomic<int> asked_ = 0;
};

TEST_F(NamedHosts, the_name_stays_in_the_host_field) {
  std::promise<std::string> seen;
  ScriptedServer server({[&](Peer& peer) {
    seen.set_value(peer.request());
    peer.answer(200, "", "");
  }});
  ASSERT_TRUE(get(server.url("/", "inside.example")));
  EXPECT_NE(seen.get_future().get().find("Host: inside.example:" + std::to_string(server.port()) + "\r\n"),
            std::string::npos);
}

TEST_F(NamedHosts, one_inside_address_among_several_refuses_all) {
  auto asked = request("http://both.example/");
  asked.allow_private_addresses = false;
  const auto response = get(std::move(asked));
  EXPECT_EQ(response.error().code, Code::refused);
  EXPECT_NE(response.error().what.find("10.0.0.1"), std::string::npos);
}

TEST_F(NamedHosts, the_second_address_is_tried_when_the_first_refuses) {
  ScriptedServer server({answers(200, "", "reached")});
  EXPECT_EQ(get(server.url("/", "second.example"))->body, "reached");
}

TEST_F(NamedHosts, unknown_and_empty_names_are_unavailable) {
  for (const char* url : {"http://nowhere.example/", "http://empty.example/", "http://throws.example/"}) {
    const auto response = get(url);
    ASSERT_FALSE(response) << url;
    EXPECT_EQ(response.error().code, Code::unavailable) << url;
  }
}

TEST_F(NamedHosts, a_name_is_resolved_and_judged_anew_for_each_request) {
  for (const char* address : {"10.0.0.1", "127.0.0.1", "127.0.0.1"}) {
    auto asked = request("http://rebinding.example/");
    asked.allow_private_addresses = false;
    const auto response = get(std::move(asked));
    EXPECT_EQ(response.error().code, Code::refused);
    EXPECT_NE(response.error().what.find(address), std::string::npos) << response.error().what;
  }
}

// A resolver that hangs until it is let go.
struct HangingNames {
  std::promise<void> gate;
  std::shared_future<void> opened{gate.get_future().share()};
  LookUp look_up() {
    return [opened = opened](const std::string&) -> Result<Addresses> {
      opened.wait();
      return Addresses{};
    };
  }
};

TEST(NameLookUp, a_hanging_resolver_costs_a_deadline_and_no_more) {
  HangingNames names;
  support::LoopThread loop;
  auto client = std::make_unique<BeastClient>(loop.context().get_executor(), names.look_up());
  HttpRequest request{.url = "http://hangs.example/"};
  request.connect_timeout = 50ms;
  const auto response = loop.run(client->get(request));
  EXPECT_EQ(response.error().code, Code::timeout);
  loop.call([&] {
    client.reset();  // returns although the resolver still hangs
    return 0;
  });
  names.gate.set_value();
}

TEST(NameLookUp, over_the_bound_a_look_up_fails_at_once) {
  HangingNames names;
  support::LoopThread loop;
  auto lookups = std::make_unique<NameLookUp>(loop.context().get_executor(), names.look_up());
  std::vector<std::future<Result<Addresses>>> waiting;
  for (std::size_t i = 0; i < kLookUpsMax; ++i) waiting.push_back(loop.start(lookups->find("hangs.example", 10s)));
  const auto refused = loop.run(lookups->find("one-more.example", 10s));
  EXPECT_EQ(refused.error().code, Code::unavailable);
  names.gate.set_value();
  for (auto& one : waiting) EXPECT_TRUE(one.get());
  loop.call([&] {
    lookups.reset();
    return 0;
  });
}

TEST(NameLookUp, the_system_knows_localhost) {
  const auto addresses = system_look_up("localhost");
  ASSERT_TRUE(addresses);
  for (const auto& address : *addresses) EXPECT_TRUE(address.is_loopback());
}

}  // namespace
}  // namespace gailou::io
