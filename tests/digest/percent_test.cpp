// Texts as URLs write them.
#include "digest/text/percent.h"

#include <gtest/gtest.h>

namespace gailou::digest {
namespace {

TEST(Percent, unreserved_characters_stay) {
  EXPECT_EQ(percent_encoded("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(percent_encoded(""), "");
}

TEST(Percent, every_other_byte_is_encoded) {
  EXPECT_EQ(percent_encoded("a b&c=d/e?f#g%"), "a%20b%26c%3Dd%2Fe%3Ff%23g%25");
  EXPECT_EQ(percent_encoded("算力"), "%E7%AE%97%E5%8A%9B");
  EXPECT_EQ(percent_encoded(std::string_view("\0\xff", 2)), "%00%FF");
}

}  // namespace
}  // namespace gailou::digest
