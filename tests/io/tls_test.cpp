// TLS: what is trusted, and in which words the rest is refused.
#include <csignal>
#include <cstdlib>

#include <gtest/gtest.h>

#include "daemon/io/beast_client.h"
#include "tests/io/tls_server.h"
#include "tests/support/loop_thread.h"
#include "tests/support/temp_folder.h"

namespace gailou::io {
namespace {

using digest::Code;
using digest::Result;
using testing::Certificate;
using testing::CertificateFacts;
using testing::make_certificate;
using testing::Script;
using testing::ScriptedServer;
using testing::serve_tls;

// A root of the test's own stands for the system's roots.
class Tls : public ::testing::Test {
 protected:
  Tls() {
    testing::write_pem(root_, folder_.file("root.pem"));
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
    ::setenv("SSL_CERT_FILE", folder_.file("root.pem").c_str(), 1);
    ::setenv("SSL_CERT_DIR", folder_.path().c_str(), 1);
    client_ = std::make_unique<BeastClient>(loop_.context().get_executor(), &look_up);
  }
  ~Tls() override {
    loop_.call([this] {
      client_.reset();
      return 0;
    });
    ::unsetenv("SSL_CERT_FILE");
    ::unsetenv("SSL_CERT_DIR");
  }

  static Result<Addresses> look_up(const std::string&) { return Addresses{boost::asio::ip::make_address("127.0.0.1")}; }

  Result<HttpResponse> get(const Script& script, const std::string& host = "localhost") {
    ScriptedServer server({script});
    return ask(server.port(), host);
  }
  Result<HttpResponse> ask(int port, const std::string& host = "localhost") {
    HttpRequest request;
    request.url = "https://" + host + ":" + std::to_string(port) + "/";
    request.allow_private_addresses = true;
    return loop_.run(client_->get(std::move(request)));
  }
  static std::string body_of(const Result<HttpResponse>& response) {
    return response ? response->body : to_string(response.error());
  }
  Certificate site(const CertificateFacts& facts) const { return make_certificate(facts, &root_); }

  support::TempFolder folder_;
  Certificate root_ = make_certificate({.authority = true});
  support::LoopThread loop_;
  std::unique_ptr<BeastClient> client_;
};

TEST_F(Tls, a_certificate_of_a_known_issuer_for_this_host_is_trusted) {
  const auto response = get(serve_tls(site({})));
  ASSERT_TRUE(response) << to_string(response.error());
  EXPECT_EQ(response->body, "secret");
  EXPECT_EQ(response->headers.at("x-sni"), "localhost");
}

TEST_F(Tls, an_address_is_verified_as_one_and_not_sent_as_a_name) {
  const auto response = get(serve_tls(site({.names = "IP:127.0.0.1"})), "127.0.0.1");
  ASSERT_TRUE(response) << to_string(response.error());
  EXPECT_EQ(response->headers.at("x-sni"), "");
}

TEST_F(Tls, a_wildcard_covers_one_level) {
  const auto wild = site({.names = "DNS:*.forum.example"});
  EXPECT_TRUE(get(serve_tls(wild), "www.forum.example"));
  EXPECT_FALSE(get(serve_tls(wild), "a.b.forum.example"));
  EXPECT_FALSE(get(serve_tls(wild), "forum.example"));
}

struct Refused {
  const char* name;
  Certificate certificate;
  std::string host;
  const char* words;
};

TEST_F(Tls, what_is_not_trusted_is_refused_in_words) {
  const Refused cases[] = {
      {"expired", site({.valid_from_days = -30, .valid_to_days = -1}), "localhost", "expired (valid from 2"},
      {"not yet valid", site({.valid_from_days = 1}), "localhost", "is not valid yet (valid from 2"},
      {"another host", site({.names = "DNS:other.example"}), "localhost", "is for another host"},
      {"another address", site({.names = "IP:127.0.0.2"}), "127.0.0.1", "is for another host"},
      {"a name for an address", site({}), "127.0.0.1", "is for another host"},
      {"self-signed", make_certificate({}), "localhost", "is self-signed"},
  };
  for (const Refused& one : cases) {
    const auto response = get(serve_tls(one.certificate), one.host);
    ASSERT_FALSE(response) << one.name;
    EXPECT_EQ(response.error().code, Code::unavailable) << one.name;
    EXPECT_NE(response.error().what.find(one.words), std::string::npos) << one.name << ": " << response.error().what;
    EXPECT_FALSE(response.error().hint.empty()) << one.name;
    EXPECT_NE(response.error().what.find("T"), std::string::npos) << response.error().what;
    EXPECT_EQ(response.error().retry_after_ms, 3'600'000) << one.name;
  }
}

TEST_F(Tls, an_unknown_issuer_is_refused) {
  const Certificate stranger = make_certificate({.authority = true});
  const auto response = get(serve_tls(make_certificate({}, &stranger)));
  ASSERT_FALSE(response);
  EXPECT_NE(response.error().what.find("certificate of localhost"), std::string::npos) << response.error().what;
}

TEST_F(Tls, versions_before_1_2_are_refused) {
  EXPECT_TRUE(get(serve_tls(site({}), true, TLS1_2_VERSION)));
  const auto response = get(serve_tls(site({}), true, TLS1_1_VERSION));
  ASSERT_FALSE(response);
  EXPECT_NE(response.error().what.find("before 1.2"), std::string::npos) << response.error().what;
  EXPECT_EQ(response.error().retry_after_ms, 3'600'000);
}

TEST_F(Tls, a_server_without_tls_is_told_apart) {
  const auto response = get([](testing::Peer& peer) { peer.send("HTTP/1.1 400 Bad Request\r\n\r\n"); });
  ASSERT_FALSE(response);
  EXPECT_NE(response.error().what.find("speaks no TLS"), std::string::npos) << response.error().what;
}

TEST_F(Tls, a_connection_carries_several_requests) {
  const testing::TlsServerContext context(site({}), TLS1_3_VERSION);
  ScriptedServer server({context.serve(3)});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(body_of(ask(server.port())), "new") << i;
}

TEST_F(Tls, a_later_connection_goes_on_with_the_session) {
  for (const int protocol : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const testing::TlsServerContext context(site({}), protocol);
    testing::TurnTaker turn;
    ScriptedServer server({context.serve(1, &turn), context.serve(1, &turn), context.serve(1)});
    EXPECT_EQ(body_of(ask(server.port())), "new") << protocol;
    turn.let_leave();
    EXPECT_EQ(body_of(ask(server.port())), "resumed") << protocol;
    turn.let_leave();
    EXPECT_EQ(body_of(ask(server.port())), "resumed") << protocol;
  }
}

TEST_F(Tls, a_server_that_has_said_goodbye_is_not_asked_on_that_connection) {
  for (const int protocol : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const testing::TlsServerContext context(site({}), protocol);
    testing::TurnTaker turn;
    turn.keep_open = true;  // the farewell alone, the connection isn't closed
    ScriptedServer server({context.serve(1, &turn), context.serve(1)});
    EXPECT_EQ(body_of(ask(server.port())), "new") << protocol;
    turn.let_leave();
    EXPECT_EQ(body_of(ask(server.port())), "resumed") << protocol;
  }
}

TEST_F(Tls, without_roots_nothing_is_trusted) {
  ::setenv("SSL_CERT_FILE", folder_.file("nowhere.pem").c_str(), 1);
  const auto response = get(serve_tls(site({})));
  ASSERT_FALSE(response);
  EXPECT_NE(response.error().what.find("certificate of localhost"), std::string::npos) << response.error().what;
  EXPECT_NE(response.error().what.find("valid from "), std::string::npos) << response.error().what;
  EXPECT_EQ(response.error().retry_after_ms, 3'600'000);
}

TEST_F(Tls, a_handshake_that_breaks_off_is_the_networks_trouble) {
  const auto response = get([](testing::Peer&) {});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::unavailable);
  EXPECT_EQ(response.error().retry_after_ms, 0) << response.error().what;
}

TEST_F(Tls, a_handshake_that_hangs_costs_the_connecting_deadline) {
  ScriptedServer server({[](testing::Peer& peer) { peer.wait_until_closed(); }});
  HttpRequest request;
  request.url = "https://localhost:" + std::to_string(server.port()) + "/";
  request.allow_private_addresses = true;
  request.connect_timeout = std::chrono::milliseconds{50};
  EXPECT_EQ(loop_.run(client_->get(std::move(request))).error().code, Code::timeout);
}

TEST_F(Tls, a_stream_that_was_cut_is_no_end_of_a_body) {
  const auto response = get(serve_tls(site({}), false));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::malformed);
  EXPECT_NE(response.error().what.find("cut short"), std::string::npos);
}

}  // namespace
}  // namespace gailou::io
