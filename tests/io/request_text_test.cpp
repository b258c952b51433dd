// A request as bytes: what goes out, in which order, and what can't.
#include "daemon/io/client/request_text.h"

#include <gtest/gtest.h>

namespace gailou::io {
namespace {

using digest::Code;

Secret secret(std::string text) {
  return Secret::take(text);
}

std::string text_of(const HttpRequest& request, const Proxy* via = nullptr, std::string_view method = "GET") {
  const auto text = request_text(method, parse_url(request.url).value(), request, via);
  return text ? *text : to_string(text.error());
}

TEST(RequestText, has_target_host_agent_and_fields) {
  HttpRequest request{.url = "https://forum.example/t/7.json?x=1#floor", .headers = {{"Accept", "application/json"}}};
  request.user_agent = "gailou/1";
  EXPECT_EQ(text_of(request),
            "GET /t/7.json?x=1 HTTP/1.1\r\nHost: forum.example\r\nUser-Agent: gailou/1\r\nAccept-Encoding: gzip\r\n"
            "Accept: application/json\r\n\r\n");
}

TEST(RequestText, a_port_of_its_own_and_an_ipv6_address_stand_in_host) {
  EXPECT_NE(text_of({.url = "http://[2001:db8::1]:8080/"}).find("Host: [2001:db8::1]:8080\r\n"), std::string::npos);
  EXPECT_NE(text_of({.url = "https://forum.example:443/"}).find("Host: forum.example\r\n"), std::string::npos);
}

TEST(RequestText, a_key_goes_out_as_a_field) {
  HttpRequest request{.url = "https://forum.example/"};
  request.secrets = {{"User-Api-Key", secret("s3cret")}};
  EXPECT_NE(text_of(request).find("\r\nUser-Api-Key: s3cret\r\n\r\n"), std::string::npos);
}

TEST(RequestText, through_a_proxy_the_target_is_whole_and_the_login_goes_along) {
  Proxy proxy{.host = "proxy.example", .port = 3128, .login = secret("user:word")};
  const std::string text = text_of({.url = "http://forum.example:8080/t/7.json?x=1"}, &proxy);
  EXPECT_TRUE(text.starts_with("GET http://forum.example:8080/t/7.json?x=1 HTTP/1.1\r\nHost: forum.example:8080\r\n"));
  EXPECT_NE(text.find("\r\nProxy-Authorization: Basic dXNlcjp3b3Jk\r\n"), std::string::npos);
}

TEST(RequestText, a_posted_body_has_its_length) {
  HttpRequest request{.url = "https://forum.example/"};
  request.body = "a=b";
  EXPECT_TRUE(text_of(request, nullptr, "POST").ends_with("\r\nContent-Length: 3\r\n\r\na=b"));
  EXPECT_EQ(text_of(request).find("a=b"), std::string::npos);
}

TEST(RequestText, what_would_begin_a_line_of_its_own_is_not_sent_and_not_repeated) {
  const std::pair<std::string, std::string> fields[] = {
      {"", "x"},         {"A B", "x"},       {"A:", "x"},
      {"A\r\nB", "x"},   {"A", "x\r\nB: y"}, {"A", "x\ny"},
      {"A", "s3cret\r"}, {"A", "x\x7f"},     {"A", std::string("x\0", 2)}};
  for (const auto& [name, value] : fields) {
    HttpRequest plain{.url = "https://forum.example/", .headers = {{name, value}}};
    EXPECT_EQ(request_text("GET", parse_url(plain.url).value(), plain, nullptr).error().code, Code::internal);
    HttpRequest hidden{.url = "https://forum.example/"};
    hidden.secrets = {{name, secret(value)}};
    const auto refused = request_text("GET", parse_url(hidden.url).value(), hidden, nullptr);
    ASSERT_FALSE(refused);
    EXPECT_EQ(to_string(refused.error()).find("s3cret"), std::string::npos);
  }
  HttpRequest agent{.url = "https://forum.example/"};
  agent.user_agent = "a\r\nb";
  EXPECT_FALSE(request_text("GET", parse_url(agent.url).value(), agent, nullptr));
}

}  // namespace
}  // namespace gailou::io
