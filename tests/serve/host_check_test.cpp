// Names a request may give this server.
#include "daemon/serve/host_check.h"

#include <gtest/gtest.h>

namespace gailou::serve {
namespace {

TEST(HostCheck, loopback_is_always_accepted) {
  const HostCheck check("", {});
  for (const auto* host : {"localhost", "localhost:8488", "LocalHost:1", "localhost.", "127.0.0.1", "127.0.0.1:8488",
                           "127.1.2.3", "[::1]", "[::1]:8488", "[::ffff:127.0.0.1]:80", "localhost:"}) {
    EXPECT_TRUE(check.accepts(host)) << host;
  }
}

TEST(HostCheck, any_other_name_is_not_ours) {
  const HostCheck check("", {});
  for (const auto* host : {"",
                           "evil.example",
                           "evil.example:8488",
                           "localhost.evil.example",
                           "xlocalhost",
                           "192.168.1.5",
                           "0.0.0.0",
                           "[::]",
                           "[fe80::1]",
                           "128.0.0.1",
                           "127.0.0.1.evil.example",
                           "2130706433",
                           "0x7f.1",
                           "localhost:8488:1",
                           "localhost:x",
                           "localhost@evil.example",
                           "evil.example/localhost",
                           "[::1",
                           "::1]",
                           "[::1]x",
                           "local host",
                           "localhost\r\nX: y",
                           "[localhost",
                           "localhost..",
                           ".",
                           ":80",
                           "127.0.0.1:999999"}) {
    EXPECT_FALSE(check.accepts(host)) << host;
  }
}

TEST(HostCheck, configured_names_are_accepted_whatever_the_port) {
  const HostCheck check("https://Reader.Example/gailou", {"news.example", "other.example:8080", "[2001:db8::7]", ""});
  for (const auto* host :
       {"reader.example", "READER.example:443", "news.example:1", "other.example", "[2001:db8::7]:9"}) {
    EXPECT_TRUE(check.accepts(host)) << host;
  }
  for (const auto* host : {"example", "a.news.example", "news.example.evil", "gailou"}) {
    EXPECT_FALSE(check.accepts(host)) << host;
  }
}

}  // namespace
}  // namespace gailou::serve
