// URLs from outside: what is taken and how it is read, what is refused.
#include "daemon/io/url.h"

#include <gtest/gtest.h>

namespace gailou::io {
namespace {

struct Good {
  const char* text;
  const char* origin;
  const char* target;
};

constexpr Good kGood[] = {
    {"https://forum.example/t/some-topic/12345", "https://forum.example", "/t/some-topic/12345"},
    {"http://forum.example", "http://forum.example", "/"},
    {"http://forum.example?x=1", "http://forum.example", "/?x=1"},
    {"HTTPS://Forum.EXAMPLE/T/Upper", "https://forum.example", "/T/Upper"},
    {"https://forum.example:443/", "https://forum.example", "/"},
    {"http://forum.example:80/", "http://forum.example", "/"},
    {"http://forum.example:443/", "http://forum.example:443", "/"},
    {"http://127.0.0.1:8080/a?b=c&d=%20", "http://127.0.0.1:8080", "/a?b=c&d=%20"},
    {"http://[::1]:8488/", "http://[::1]:8488", "/"},
    {"http://[2001:DB8:0:0::1]/", "http://[2001:db8::1]", "/"},
    {"https://forum.example/t/1#post_5", "https://forum.example", "/t/1"},
    {"https://forum.example/#", "https://forum.example", "/"},
    {"https://forum.example:65535/", "https://forum.example:65535", "/"},
    {"https://a_b.forum-x.example/", "https://a_b.forum-x.example", "/"},
    {"https://xn--fiqs8s.example/", "https://xn--fiqs8s.example", "/"},
    {"https://forum.example/t/中文/7", "https://forum.example", "/t/%E4%B8%AD%E6%96%87/7"},
    {"https://1password.community/t/1", "https://1password.community", "/t/1"},
    {"https://3com.x1/", "https://3com.x1", "/"},
};

TEST(Url, absolute_http_and_https_urls_are_read) {
  for (const Good& good : kGood) {
    const auto url = parse_url(good.text);
    ASSERT_TRUE(url) << good.text << ": " << to_string(url.error());
    EXPECT_EQ(url->origin(), good.origin) << good.text;
    EXPECT_EQ(url->target, good.target) << good.text;
  }
}

TEST(Url, what_origin_and_target_say_parses_to_the_same_url) {
  for (const Good& good : kGood) {
    const auto url = parse_url(good.text);
    ASSERT_TRUE(url);
    const auto again = parse_url(url->origin() + url->target);
    ASSERT_TRUE(again) << good.text;
    EXPECT_EQ(*again, *url);
  }
}

constexpr const char* kRefused[] = {
    "",
    "forum.example/t/1",
    "/t/1",
    "//forum.example/t/1",
    "file:///etc/passwd",
    "ftp://forum.example/",
    "gopher://forum.example:70/",
    "javascript:alert(1)",
    "data:text/html,x",
    "http:forum.example",
    "http:/forum.example",
    "http://",
    "http:///path",
    "http://user@forum.example/",
    "http://user:pass@forum.example/",
    "http://@forum.example/",
    "http://forum.example@10.0.0.1/",
    "http://forum.example:0/",
    "http://forum.example:65536/",
    "http://forum.example:99999999999/",
    "http://forum.example:-1/",
    "http://forum.example:8a/",
    "http://forum.example:/",
    "http://forum.example./",
    "http://.forum.example/",
    "http://forum..example/",
    "http://forum%2eexample/",
    "http://forum.ex%00ample/",
    "http://for um.example/",
    " http://forum.example/",
    "http://forum.example/ ",
    "http://forum.example/a b",
    "http://forum.example/a\nb",
    "http://forum.example/a\tb",
    "http://forum.example/\x7f",
    "http://forum.example\\@evil.example/",
    "http:\\\\forum.example/",
    "http://forum.example/%zz",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://127.1/",
    "http://0177.0.0.1/",
    "http://127.0.0.0x1/",
    "http://127.0.0.1.2/",
    "http://256.256.256.256/",
    "http://1.2.3/",
    "http://forum.example.0x/",
    "http://[::1/",
    "http://::1/",
    "http://[fe80::1%25eth0]/",
    "http://[v1.x]/",
    "http://[1::2::3]/",
    "http://[::ffff:127.0.0.1.1]/",
    "http://фorum.example/",
    "http://forum。example/",
    "http://forum.example'/",
    "http://forum!.example/",
    "http://a*b.example/",
};

TEST(Url, everything_else_is_refused_in_words) {
  for (const char* text : kRefused) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url) << text << " was read as " << url->origin() << url->target;
    EXPECT_EQ(url.error().code, digest::Code::malformed) << text;
    EXPECT_FALSE(url.error().what.empty()) << text;
  }
}

TEST(Url, lengths_are_limited) {
  const std::string label(63, 'a');
  EXPECT_TRUE(parse_url("http://" + label + ".example/"));
  EXPECT_FALSE(parse_url("http://" + label + "a.example/"));
  EXPECT_FALSE(parse_url("http://" + label + "." + label + "." + label + "." + label + ".example/"));
  EXPECT_TRUE(parse_url("http://forum.example/" + std::string(8000, 'x')));
  EXPECT_FALSE(parse_url("http://forum.example/" + std::string(8192, 'x')));
}

struct Redirect {
  const char* location;
  const char* leads_to;  // null = refused
};

TEST(Url, a_redirect_is_resolved_against_its_base) {
  const Url base{.scheme = "https", .host = "forum.example", .port = 443, .target = "/t/old-slug/12345?page=2"};
  constexpr Redirect kRedirects[] = {
      {"/t/new-slug/12345", "https://forum.example/t/new-slug/12345"},
      {"new", "https://forum.example/t/old-slug/new"},
      {"../x", "https://forum.example/t/x"},
      {"../../../../x", "https://forum.example/x"},
      {"?page=3", "https://forum.example/t/old-slug/12345?page=3"},
      {"https://forum.example/t/1", "https://forum.example/t/1"},
      {"http://forum.example/t/1", "http://forum.example/t/1"},
      {"//evil.example/x", "https://evil.example/x"},
      {"https://forum.example:8443/", "https://forum.example:8443/"},
      {"/t/中文/1", "https://forum.example/t/%E4%B8%AD%E6%96%87/1"},
      {"#top", "https://forum.example/t/old-slug/12345?page=2"},
      {"", nullptr},
      {"javascript:alert(1)", nullptr},
      {"//user@evil.example/", nullptr},
      {"/a b", nullptr},
      {"/a\r\nX: y", nullptr},
      {"\\\\evil.example\\", nullptr},
      {"https://2130706433/", nullptr},
  };
  for (const Redirect& redirect : kRedirects) {
    const auto url = resolve(base, redirect.location);
    ASSERT_EQ(url.has_value(), redirect.leads_to != nullptr) << redirect.location;
    if (url) {
      EXPECT_EQ(url->origin() + url->target, redirect.leads_to) << redirect.location;
    }
  }
}

TEST(Url, a_component_keeps_only_unreserved_characters) {
  EXPECT_EQ(encode_component("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(encode_component("a/b?c=d&e f%"), "a%2Fb%3Fc%3Dd%26e%20f%25");
  EXPECT_EQ(encode_component("楼"), "%E6%A5%BC");
  EXPECT_EQ(encode_component(std::string_view("\0\n", 2)), "%00%0A");
}

}  // namespace
}  // namespace gailou::io
