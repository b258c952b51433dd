// The HTTP client against servers that answer well, badly, late or not at all.
#include "daemon/io/beast_client.h"

#include <future>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <gtest/gtest.h>

#include "daemon/io/client/body_decoder.h"
#include "tests/io/client_fixture.h"
#include "tests/io/gzip.h"

namespace gailou::io {
namespace {

using namespace std::chrono_literals;
using digest::Code;
using digest::Result;
using testing::answers;
using testing::BeastClientTest;
using testing::gzip;
using testing::Peer;
using testing::Script;
using testing::ScriptedServer;
using testing::sends;

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

TEST_F(BeastClientTest, what_is_no_body_is_bounded_too) {
  const std::string_view starts[] = {"0\r\n", "5;x=", "0\r\nX: "};
  for (const std::string_view start : starts) {
    ScriptedServer server({[start](Peer& peer) {
      peer.request();
      peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(start));
      // Never ends by itself: whole trailer fields, or one long line.
      const std::string more = start == "0\r\n" ? "X: y\r\n" : "aaaaaa";
      std::string block;
      while (block.size() < 0x1000) block += more;
      while (peer.send(block)) {
      }
    }});
    const auto response = get(server.url());
    ASSERT_FALSE(response) << start;
    EXPECT_EQ(response.error().code, Code::too_large) << start << ": " << to_string(response.error());
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

/// Sends `byte` every few milliseconds for as long as anybody listens.
void drip(Peer& peer, std::string_view byte) {
  constexpr timeval kPause{.tv_sec = 0, .tv_usec = 2000};
  setsockopt(peer.fd(), SOL_SOCKET, SO_RCVTIMEO, &kPause, sizeof kPause);
  char c = 0;
  while (peer.send(byte) && (::recv(peer.fd(), &c, 1, 0) != 0)) {
  }
}

TEST_F(BeastClientTest, a_drip_that_never_stops_gains_no_time) {
  const Script shapes[] = {
      [](Peer& peer) {
        peer.request();
        peer.send("HTTP/1.1 200 OK\r\nX: ");
        drip(peer, "a");
      },
      [](Peer& peer) {
        peer.request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        drip(peer, "a");
      },
      [](Peer& peer) {
        peer.request();
        peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        drip(peer, "1\r\na\r\n");
      },
  };
  for (const Script& shape : shapes) {
    ScriptedServer server({shape});
    auto asked = request(server.url());
    asked.timeout = 40ms;
    EXPECT_EQ(get(std::move(asked)).error().code, Code::timeout);
  }
}

TEST_F(BeastClientTest, what_came_is_counted_as_it_came) {
  const std::string packed = gzip(std::string(5000, 'a'));
  ScriptedServer server({answers(200, "Content-Encoding: gzip\r\n", packed)});
  const auto response = get(server.url());
  ASSERT_TRUE(response);
  const std::string head =
      "HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\nContent-Length: " + std::to_string(packed.size()) + "\r\n\r\n";
  EXPECT_EQ(response->bytes_received, head.size() + packed.size());
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

/// Whether a request ended without a byte of it having left.
class UnsentTest : public BeastClientTest {
 protected:
  bool is_unsent(HttpRequest asked) {
    bool told = false;
    asked.when_unsent = [&told] { told = true; };
    get(std::move(asked));
    return told;
  }
};

TEST_F(UnsentTest, what_finds_no_connection_has_not_left) {
  std::string url;
  {
    ScriptedServer gone({});
    url = gone.url("/");
  }
  EXPECT_TRUE(is_unsent(request(url)));
  auto refused = request("http://127.0.0.1:9/");
  refused.allow_private_addresses = false;
  EXPECT_TRUE(is_unsent(std::move(refused)));
  EXPECT_TRUE(is_unsent(request("ftp://127.0.0.1/")));
}

TEST_F(UnsentTest, what_was_answered_or_lost_on_the_way_has_left) {
  ScriptedServer server({answers(503, "", "busy"), sends(""), sends("HTTP/1.1 2"), sends("no http at all\r\n\r\n")});
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(is_unsent(request(server.url("/")))) << i;
}

TEST_F(BeastClientTest, what_is_no_url_is_malformed) {
  EXPECT_EQ(get("ftp://127.0.0.1/").error().code, Code::malformed);
}

}  // namespace
}  // namespace gailou::io
