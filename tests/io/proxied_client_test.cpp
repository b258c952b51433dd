// The HTTP client behind a proxy: CONNECT for https, absolute targets for http, and what proxies answer.
#include <csignal>
#include <cstdlib>
#include <future>
#include <mutex>

#include <gtest/gtest.h>

#include "tests/io/client_fixture.h"
#include "tests/io/tls_server.h"
#include "tests/support/temp_folder.h"

namespace gailou::io {
namespace {

using namespace std::chrono_literals;
using digest::Code;
using digest::Result;
using testing::Peer;
using testing::Script;
using testing::ScriptedServer;

constexpr std::string_view kOpen = "HTTP/1.1 200 Connection established\r\n\r\n";

// A root of the test's own, a proxy on loopback, and a resolver that notes what it is asked for.
class ProxiedClient : public ::testing::Test {
 protected:
  ProxiedClient() {
    testing::write_pem(root_, folder_.file("root.pem"));
    std::signal(SIGPIPE, SIG_IGN);
    ::setenv("SSL_CERT_FILE", folder_.file("root.pem").c_str(), 1);
    ::setenv("SSL_CERT_DIR", folder_.path().c_str(), 1);
  }
  ~ProxiedClient() override {
    loop_.call([this] {
      client_.reset();
      return 0;
    });
    ::unsetenv("SSL_CERT_FILE");
    ::unsetenv("SSL_CERT_DIR");
  }

  /// A client whose requests go through `proxy`.
  void use(const ScriptedServer& proxy, const std::string& login = "", const std::string& direct = "") {
    const std::string url = "http://" + login + "proxy.example:" + std::to_string(proxy.port());
    auto proxies = proxies_of({{"https_proxy", url}, {"http_proxy", url}, {"no_proxy", direct}}).value();
    auto look_up = [this](const std::string& host) -> Result<Addresses> {
      const std::lock_guard lock(mutex_);
      looked_up_.push_back(host);
      return Addresses{boost::asio::ip::make_address("127.0.0.1")};
    };
    client_ = loop_.call([&] {
      return std::make_unique<BeastClient>(loop_.context().get_executor(), std::move(look_up), std::move(proxies));
    });
  }
  /// Private addresses are not allowed: the proxy's own is nobody's business but the owner's.
  Result<HttpResponse> get(const std::string& url, digest::Duration connect_timeout = 10s) {
    HttpRequest request;
    request.url = url;
    request.user_agent = "gailou/test";
    request.connect_timeout = connect_timeout;
    return loop_.run(client_->get(std::move(request)));
  }
  std::vector<std::string> looked_up() {
    const std::lock_guard lock(mutex_);
    return looked_up_;
  }
  testing::Certificate site(const char* names) const { return testing::make_certificate({.names = names}, &root_); }

  support::TempFolder folder_;
  testing::Certificate root_ = testing::make_certificate({.authority = true});
  support::LoopThread loop_;
  std::unique_ptr<BeastClient> client_;
  std::mutex mutex_;
  std::vector<std::string> looked_up_;
};

TEST_F(ProxiedClient, https_goes_through_a_tunnel_and_is_verified_at_its_end) {
  std::promise<std::string> asked;
  const auto serve = testing::serve_tls(site("DNS:forum.example"));
  ScriptedServer proxy({[&](Peer& peer) {
    asked.set_value(peer.request());
    peer.send(kOpen);
    serve(peer);
  }});
  use(proxy);
  const auto response = get("https://forum.example/t/7.json");
  ASSERT_TRUE(response) << to_string(response.error());
  EXPECT_EQ(response->body, "secret");
  EXPECT_EQ(response->headers.at("x-sni"), "forum.example");
  EXPECT_EQ(asked.get_future().get(), "CONNECT forum.example:443 HTTP/1.1\r\nHost: forum.example:443\r\n\r\n");
  EXPECT_EQ(looked_up(), std::vector<std::string>{"proxy.example"});
}

TEST_F(ProxiedClient, the_proxy_can_not_stand_in_for_the_site) {
  const auto serve = testing::serve_tls(site("DNS:proxy.example"));
  ScriptedServer proxy({[&](Peer& peer) {
    peer.request();
    peer.send(kOpen);
    serve(peer);
  }});
  use(proxy);
  const auto response = get("https://forum.example/");
  ASSERT_FALSE(response);
  EXPECT_NE(response.error().what.find("for another host than forum.example"), std::string::npos);
}

TEST_F(ProxiedClient, http_names_the_whole_target) {
  std::promise<std::string> asked;
  ScriptedServer proxy({[&](Peer& peer) {
    asked.set_value(peer.request());
    peer.answer(200, "", "passed on");
    peer.wait_until_closed();
  }});
  use(proxy);
  EXPECT_EQ(get("http://forum.example:8080/t/7.json?x=1")->body, "passed on");
  EXPECT_EQ(asked.get_future().get(),
            "GET http://forum.example:8080/t/7.json?x=1 HTTP/1.1\r\nHost: forum.example:8080\r\n"
            "User-Agent: gailou/test\r\nAccept-Encoding: gzip\r\n\r\n");
}

TEST_F(ProxiedClient, the_login_goes_to_the_proxy_and_no_further) {
  std::promise<std::string> connect;
  std::promise<std::string> plain;
  const auto serve = testing::serve_tls(site("DNS:forum.example"));
  ScriptedServer proxy({[&](Peer& peer) {
                          connect.set_value(peer.request());
                          peer.send(kOpen);
                          serve(peer);
                        },
                        [&](Peer& peer) {
                          plain.set_value(peer.request());
                          peer.answer(200, "", "");
                        }});
  use(proxy, "user:p%40ss@");
  const std::string field = "Proxy-Authorization: Basic dXNlcjpwQHNz\r\n";
  ASSERT_TRUE(get("https://forum.example/"));
  EXPECT_NE(connect.get_future().get().find(field), std::string::npos);
  ASSERT_TRUE(get("http://forum.example/"));
  EXPECT_NE(plain.get_future().get().find(field), std::string::npos);
}

TEST_F(ProxiedClient, base64_is_padded_as_it_should_be) {
  for (const auto& [login, coded] : {std::pair{"u:@", "dTo="}, {"u:p@", "dTpw"}, {"u:pp@", "dTpwcA=="}}) {
    std::promise<std::string> asked;
    ScriptedServer proxy({[&](Peer& peer) {
      asked.set_value(peer.request());
      peer.answer(200, "", "");
    }});
    use(proxy, login);
    ASSERT_TRUE(get("http://forum.example/"));
    EXPECT_NE(asked.get_future().get().find(std::string("Basic ") + coded + "\r\n"), std::string::npos) << login;
  }
}

struct Refusal {
  const char* name;
  std::string answer;
  Code code;
  const char* words;
};

TEST_F(ProxiedClient, what_a_proxy_refuses_is_said_in_words) {
  std::string interim;
  for (int i = 0; i < 20; ++i) interim += "HTTP/1.1 102 Processing\r\n\r\n";
  const Refusal refusals[] = {
      {"login", "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n", Code::unavailable,
       "wants a user name and password (407)"},
      {"forbidden", "HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nno\r\n", Code::unavailable,
       "gives no way to forum.example:443 (status 403)"},
      {"unreachable", "HTTP/1.1 502 Bad Gateway\r\n\r\n", Code::unavailable, "(status 502)"},
      {"redirect", "HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\n\r\n", Code::unavailable, "(status 302)"},
      {"closed", "", Code::unavailable, "closed the connection without an answer"},
      {"half", "HTTP/1.1 200 OK\r\nX: ", Code::unavailable, "closed the connection without an answer"},
      {"talkative", std::string(kOpen) + "hello", Code::malformed, "sends what nobody asked for"},
      {"no HTTP", "SSH-2.0-OpenSSH_9.2\r\n\r\n", Code::malformed, "doesn't speak HTTP"},
      {"flood", "HTTP/1.1 200 OK\r\nX: " + std::string(40'000, 'a'), Code::malformed, "doesn't speak HTTP"},
      {"interim", interim, Code::malformed, "without end"},
  };
  for (const Refusal& refusal : refusals) {
    ScriptedServer proxy({testing::sends(refusal.answer)});
    use(proxy);
    const auto response = get("https://forum.example/");
    ASSERT_FALSE(response) << refusal.name;
    EXPECT_EQ(response.error().code, refusal.code) << refusal.name;
    EXPECT_NE(response.error().what.find(refusal.words), std::string::npos) << response.error().what;
    EXPECT_NE(response.error().what.find("the proxy proxy.example:"), std::string::npos) << response.error().what;
  }
}

TEST_F(ProxiedClient, a_refused_login_is_not_repeated_in_the_error) {
  ScriptedServer proxy({testing::sends("HTTP/1.1 407 No\r\n\r\n")});
  use(proxy, "user:s3cret@");
  const auto response = get("https://forum.example/");
  EXPECT_NE(response.error().what.find("refuses our password"), std::string::npos) << response.error().what;
  EXPECT_EQ(to_string(response.error()).find("s3cret"), std::string::npos);
}

TEST_F(ProxiedClient, an_interim_answer_before_the_way_is_open_is_skipped) {
  const auto serve = testing::serve_tls(site("DNS:forum.example"));
  ScriptedServer proxy({[&](Peer& peer) {
    peer.request();
    peer.send("HTTP/1.1 100 Continue\r\n\r\n" + std::string(kOpen));
    serve(peer);
  }});
  use(proxy);
  EXPECT_TRUE(get("https://forum.example/"));
}

TEST_F(ProxiedClient, a_proxy_that_hangs_costs_the_connecting_deadline) {
  ScriptedServer proxy({[](Peer& peer) {
    peer.request();
    peer.wait_until_closed();
  }});
  use(proxy);
  EXPECT_EQ(get("https://forum.example/", 50ms).error().code, Code::timeout);
}

TEST_F(ProxiedClient, a_proxy_that_is_not_there_is_named) {
  {
    ScriptedServer gone({});
    use(gone);
  }
  const auto response = get("https://forum.example/");
  EXPECT_EQ(response.error().code, Code::unavailable);
  EXPECT_NE(response.error().what.find("can't connect to the proxy proxy.example:"), std::string::npos)
      << response.error().what;
}

TEST_F(ProxiedClient, a_target_that_is_written_as_an_inside_address_is_refused_all_the_same) {
  ScriptedServer proxy({});
  use(proxy);
  for (const char* url : {"http://10.1.2.3/", "https://192.168.0.1/", "http://169.254.169.254/latest/",
                          "https://[fd00::1]/", "http://[::ffff:10.0.0.1]/"}) {
    const auto response = get(url);
    ASSERT_FALSE(response) << url;
    EXPECT_EQ(response.error().code, Code::refused) << url << to_string(response.error());
  }
}

TEST_F(ProxiedClient, this_machine_is_never_asked_for_through_a_proxy) {
  ScriptedServer proxy({});
  use(proxy);
  for (const char* url : {"http://localhost/", "http://x.localhost/", "http://127.0.0.1/", "https://[::1]/"}) {
    EXPECT_EQ(get(url).error().code, Code::refused) << url;
  }
}

TEST_F(ProxiedClient, what_no_proxy_lists_goes_direct) {
  ScriptedServer proxy({});
  use(proxy, "", "forum.example");
  // Direct, and so its address is judged.
  const auto response = get("http://forum.example/");
  EXPECT_EQ(response.error().code, Code::refused);
  EXPECT_EQ(looked_up(), std::vector<std::string>{"forum.example"});
}

TEST_F(ProxiedClient, a_connection_to_the_proxy_is_used_again_for_the_same_site) {
  ScriptedServer proxy({[](Peer& peer) {
    for (int i = 0; i < 2; ++i) {
      peer.request();
      peer.answer(200, "", std::to_string(i));
    }
    peer.wait_until_closed();
  }});
  use(proxy);
  EXPECT_EQ(get("http://forum.example/")->body, "0");
  EXPECT_EQ(get("http://forum.example/")->body, "1");
}

}  // namespace
}  // namespace gailou::io
