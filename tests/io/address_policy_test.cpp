// Which addresses a request may reach: each refused range at its borders, and its neighbours.
#include "daemon/io/address_policy.h"

#include <gtest/gtest.h>

namespace gailou::io {
namespace {

constexpr const char* kInside[] = {
    "0.0.0.0",
    "0.255.255.255",
    "10.0.0.0",
    "10.255.255.255",
    "100.64.0.0",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.0.0",
    "169.254.169.254",
    "169.254.255.255",
    "172.16.0.0",
    "172.31.255.255",
    "192.0.0.0",
    "192.0.0.255",
    "192.0.2.0",
    "192.0.2.255",
    "192.168.0.0",
    "192.168.255.255",
    "198.18.0.0",
    "198.19.255.255",
    "198.51.100.0",
    "198.51.100.255",
    "203.0.113.0",
    "203.0.113.255",
    "224.0.0.0",
    "239.255.255.255",
    "240.0.0.0",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.1.2.3",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::192.168.0.1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:c0a8:1::1",
    "2002:a00::1",
    "fc00::",
    "fdff:ffff::1",
    "fe80::1",
    "febf::1",
    "fec0::1",
    "ff02::1",
    "ffff::",
    "2001:db8::1",
    "2001:db8:ffff::",
    "100::1",
    "fe80::1%1",
    "2606:4700::1%2",
};

constexpr const char* kOutside[] = {
    "1.0.0.0",          "1.1.1.1",         "9.255.255.255",   "11.0.0.0",
    "100.63.255.255",   "100.128.0.0",     "126.255.255.255", "128.0.0.0",
    "169.253.255.255",  "169.255.0.0",     "172.15.255.255",  "172.32.0.0",
    "192.0.1.0",        "192.0.3.0",       "192.167.255.255", "192.169.0.0",
    "198.17.255.255",   "198.20.0.0",      "198.51.99.255",   "198.51.101.0",
    "203.0.112.255",    "203.0.114.0",     "223.255.255.255", "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8", "2002:808:808::1", "2606:4700::1111", "2001:4860:4860::8888",
    "2001:db7:ffff::",  "2001:db9::",      "fbff::1",         "2a00::1",
};

TEST(AddressPolicy, inside_addresses_are_refused_with_a_word) {
  for (const char* text : kInside) {
    EXPECT_FALSE(refused_range(boost::asio::ip::make_address(text)).empty()) << text;
  }
}

TEST(AddressPolicy, public_addresses_pass) {
  for (const char* text : kOutside) {
    EXPECT_TRUE(refused_range(boost::asio::ip::make_address(text)).empty()) << text;
  }
}

TEST(AddressPolicy, the_word_names_the_kind) {
  EXPECT_EQ(refused_range(boost::asio::ip::make_address("127.0.0.1")), "loopback");
  EXPECT_EQ(refused_range(boost::asio::ip::make_address("::1")), "loopback");
  EXPECT_EQ(refused_range(boost::asio::ip::make_address("192.168.1.1")), "a private network");
  EXPECT_EQ(refused_range(boost::asio::ip::make_address("169.254.169.254")), "link-local");
}

}  // namespace
}  // namespace gailou::io
