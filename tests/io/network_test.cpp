// Networks of addresses.
#include "daemon/io/network.h"

#include <gtest/gtest.h>

namespace gailou::io {
namespace {

bool holds(std::string_view network, std::string_view address) {
  const auto parsed = Network::parse(network);
  EXPECT_TRUE(parsed) << network;
  return parsed && parsed->contains(address);
}

TEST(Network, a_bare_address_is_a_network_of_one) {
  EXPECT_TRUE(holds("192.0.2.7", "192.0.2.7"));
  EXPECT_FALSE(holds("192.0.2.7", "192.0.2.8"));
  EXPECT_TRUE(holds("::1", "::1"));
  EXPECT_FALSE(holds("::1", "::2"));
}

TEST(Network, bits_before_the_slash_decide) {
  EXPECT_TRUE(holds("10.0.0.0/8", "10.255.1.2"));
  EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.0"));
  EXPECT_TRUE(holds("192.0.2.128/25", "192.0.2.200"));
  EXPECT_FALSE(holds("192.0.2.128/25", "192.0.2.127"));
  EXPECT_TRUE(holds("192.0.2.4/31", "192.0.2.5"));
  EXPECT_FALSE(holds("192.0.2.4/31", "192.0.2.6"));
  EXPECT_TRUE(holds("2001:db8::/32", "2001:db8:ffff::1"));
  EXPECT_FALSE(holds("2001:db8::/32", "2001:db9::1"));
  EXPECT_TRUE(holds("fd00::/9", "fd7f::1"));
  EXPECT_FALSE(holds("fd00::/9", "fd80::1"));
}

TEST(Network, bits_after_it_dont_matter) {
  EXPECT_TRUE(holds("10.1.2.3/8", "10.9.9.9"));
}

TEST(Network, none_and_all_are_networks_too) {
  EXPECT_TRUE(holds("0.0.0.0/0", "203.0.113.1"));
  EXPECT_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
  EXPECT_TRUE(holds("::/0", "2001:db8::1"));
  EXPECT_TRUE(holds("::/0", "203.0.113.1"));
  EXPECT_TRUE(holds("192.0.2.7/32", "192.0.2.7"));
  EXPECT_TRUE(holds("::1/128", "::1"));
}

TEST(Network, an_ipv4_address_in_ipv6s_clothes_is_itself) {
  EXPECT_TRUE(holds("127.0.0.0/8", "::ffff:127.0.0.1"));
  EXPECT_TRUE(holds("::ffff:10.0.0.0/104", "10.1.2.3"));
}

TEST(Network, nonsense_is_none) {
  for (const std::string_view text :
       {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0/8", "::1/129", "localhost",
        "10.0.0.0/ 8", "fe80::1%eth0", "256.0.0.1", "10.0.0.0/+8"}) {
    EXPECT_FALSE(Network::parse(text)) << text;
  }
}

TEST(Network, what_is_no_address_is_in_none) {
  EXPECT_FALSE(holds("::/0", "unix"));
  EXPECT_FALSE(holds("::/0", ""));
  EXPECT_FALSE(holds("0.0.0.0/0", "unknown"));
}

TEST(CountedAs, an_ipv6_user_is_a_network) {
  EXPECT_EQ(counted_as("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
  EXPECT_EQ(counted_as("2001:db8:1:2:ffff::1"), counted_as("2001:db8:1:2::9"));
  EXPECT_NE(counted_as("2001:db8:1:3::1"), counted_as("2001:db8:1:2::1"));
}

TEST(CountedAs, an_ipv4_user_is_an_address) {
  EXPECT_EQ(counted_as("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(counted_as("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(counted_as("unix"), "unix");
}

}  // namespace
}  // namespace gailou::io
