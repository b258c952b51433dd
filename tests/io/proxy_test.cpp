// Which way a request takes out, by what the environment says.
#include "daemon/io/proxy.h"

#include <gtest/gtest.h>

namespace gailou::io {
namespace {

using digest::Code;
using Environment = std::map<std::string, std::string>;

Proxies proxies(const Environment& environment) {
  const auto read = proxies_of(environment);
  EXPECT_TRUE(read) << (read ? "" : to_string(read.error()));
  return read ? *read : Proxies{};
}

/// "host:port" of the proxy that a URL goes through; "" = direct.
std::string way(const Proxies& proxies, const char* url) {
  const Proxy* proxy = proxy_for(proxies, parse_url(url).value());
  return proxy == nullptr ? "" : proxy->name();
}

TEST(Proxies, without_variables_the_way_is_direct) {
  EXPECT_EQ(way(proxies({}), "https://forum.example/"), "");
  EXPECT_EQ(way(proxies({{"https_proxy", ""}, {"http_proxy", ""}}), "https://forum.example/"), "");
}

TEST(Proxies, each_scheme_has_its_own) {
  const auto read = proxies({{"https_proxy", "http://one.example:3128"}, {"http_proxy", "http://two.example:8080/"}});
  EXPECT_EQ(way(read, "https://forum.example/"), "one.example:3128");
  EXPECT_EQ(way(read, "http://forum.example/"), "two.example:8080");
  EXPECT_EQ(way(proxies({{"https_proxy", "http://one.example:3128"}}), "http://forum.example/"), "");
}

TEST(Proxies, lower_case_goes_before_upper_case) {
  EXPECT_EQ(way(proxies({{"HTTPS_PROXY", "http://up:1"}}), "https://forum.example/"), "up:1");
  EXPECT_EQ(way(proxies({{"HTTPS_PROXY", "http://up:1"}, {"https_proxy", "http://low:1"}}), "https://forum.example/"),
            "low:1");
  EXPECT_EQ(way(proxies({{"HTTPS_PROXY", "http://up:1"}, {"https_proxy", ""}}), "https://forum.example/"), "up:1");
}

TEST(Proxies, what_a_request_may_have_set_is_not_believed) {
  EXPECT_EQ(way(proxies({{"HTTP_PROXY", "http://evil.example:1"}}), "http://forum.example/"), "");
}

TEST(Proxies, a_proxy_may_be_written_in_several_ways) {
  const auto name = [](const char* text) { return proxies({{"https_proxy", text}}).https->name(); };
  EXPECT_EQ(name("proxy.example:3128"), "proxy.example:3128");
  EXPECT_EQ(name("HTTP://Proxy.Example:3128"), "proxy.example:3128");
  EXPECT_EQ(name("http://10.0.0.1:80"), "10.0.0.1:80");
  EXPECT_EQ(name("http://[fd00::1]:3128"), "[fd00::1]:3128");
  EXPECT_EQ(name("http://proxy.example"), "proxy.example:1080");
  EXPECT_EQ(name("http://[fd00::1]"), "[fd00::1]:1080");
}

TEST(Proxies, a_login_is_taken_out_and_decoded) {
  const auto login = [](const char* text) {
    return std::string(proxies({{"https_proxy", text}}).https->login.reveal());
  };
  EXPECT_EQ(login("http://user:word@proxy.example:3128"), "user:word");
  EXPECT_EQ(login("user:p%40ss%3Aword@proxy.example:3128"), "user:p@ss:word");
  EXPECT_EQ(login("http://user@proxy.example:3128"), "user:");
  EXPECT_EQ(login("http://proxy.example:3128"), "");
  EXPECT_EQ(proxies({{"https_proxy", "http://user:word@proxy.example:3128"}}).https->name(), "proxy.example:3128");
}

TEST(Proxies, what_is_no_proxy_is_a_fault_of_the_configuration_that_repeats_no_password) {
  for (const char* text :
       {"socks5://proxy.example:1080", "https://proxy.example:443", "http://", "http://proxy.example:port",
        "http://proxy.example:0", "http://pro xy:1", "http://user:s3cret@:3128", "http://user:s3cret@host:99999",
        "ftp://user:s3cret@proxy.example", "http://user:s3c%0Aret@proxy.example:1", "http://proxy\\.example:1",
        "://"}) {
    const auto read = proxies_of({{"HTTPS_PROXY", text}});
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, Code::config) << text;
    EXPECT_EQ(read.error().where, "$HTTPS_PROXY") << text;
    EXPECT_FALSE(read.error().hint.empty()) << text;
    EXPECT_EQ(to_string(read.error()).find("s3c"), std::string::npos) << to_string(read.error());
  }
  EXPECT_EQ(proxies_of({{"http_proxy", "socks4://x"}}).error().where, "$http_proxy");
}

struct Row {
  const char* no_proxy;
  const char* url;
  bool direct;
};

constexpr Row kRows[] = {
    {"*", "https://forum.example/", true},
    {"forum.example", "https://forum.example/", true},
    {"FORUM.example", "https://forum.example/", true},
    {"forum.example", "https://www.forum.example/", true},
    {"forum.example", "https://notforum.example/", false},
    {".forum.example", "https://www.forum.example/", true},
    {".forum.example", "https://forum.example/", true},
    {"*.forum.example", "https://www.forum.example/", true},
    {"example", "https://forum.example/", true},
    {"other.example,forum.example", "https://forum.example/", true},
    {"other.example, forum.example", "https://forum.example/", true},
    {" , ,", "https://forum.example/", false},
    {".", "https://forum.example/", false},
    {"forum.example:443", "https://forum.example/", true},
    {"forum.example:8443", "https://forum.example/", false},
    {"forum.example:8443", "https://forum.example:8443/", true},
    {"10.1.2.3", "http://10.1.2.3/", true},
    {"2.3", "http://10.1.2.3/", false},
    {"10.0.0.0/8", "http://10.1.2.3/", true},
    {"10.0.0.0/16", "http://10.1.2.3/", false},
    {"10.0.0.0/8", "http://forum.example/", false},
    {"10.0.0.0/99", "http://10.1.2.3/", false},
    {"fd00::/8", "http://[fd12::1]/", true},
    {"fd00::/8", "http://10.1.2.3/", false},
    {"fe80::/10", "http://[fd12::1]/", false},
    {"fd12::1", "http://[fd12::1]/", true},
    {"[fd12::1]", "http://[fd12::1]/", true},
    {"[fd12::1]:80", "http://[fd12::1]/", true},
    {"[fd12::1]:81", "http://[fd12::1]/", false},
    {"", "https://localhost/", true},
    {"", "https://a.localhost/", true},
    {"", "http://127.0.0.1:8080/", true},
    {"", "http://127.9.9.9/", true},
    {"", "http://[::1]/", true},
    {"", "http://10.1.2.3/", false},
};

TEST(Proxies, no_proxy_lists_what_goes_direct) {
  for (const Row& row : kRows) {
    const auto read =
        proxies({{"https_proxy", "http://p:1"}, {"http_proxy", "http://p:1"}, {"no_proxy", row.no_proxy}});
    EXPECT_EQ(way(read, row.url).empty(), row.direct) << row.no_proxy << " | " << row.url;
  }
  EXPECT_EQ(way(proxies({{"https_proxy", "http://p:1"}, {"NO_PROXY", "*"}}), "https://forum.example/"), "");
}

TEST(Proxies, a_list_without_end_is_refused) {
  std::string list;
  for (int i = 0; i < 300; ++i) list += "a" + std::to_string(i) + ",";
  EXPECT_EQ(proxies_of({{"no_proxy", list}}).error().code, Code::config);
}

}  // namespace
}  // namespace gailou::io
