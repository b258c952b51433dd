// Bytes, encodings and tags.
#include "daemon/serve/representation.h"

#include <array>
#include <string>

#include <gtest/gtest.h>

#include "tests/serve/gunzip.h"

namespace gailou::serve {
namespace {

TEST(Representation, the_same_bytes_give_the_same_tag) {
  const auto a = represent("某楼", "text/html; charset=utf-8", 12, {}, true);
  const auto b = represent("某楼", "text/html; charset=utf-8", 12, digest::from_ms(5), false);
  EXPECT_EQ(a.etag, b.etag);
  EXPECT_EQ(a.etag.substr(0, 4), "\"12-");
  EXPECT_EQ(a.etag.size(), std::string_view("\"12-00000000\"").size());
  EXPECT_NE(represent("某楼。", "text/html", 12, {}, true).etag, a.etag);
  EXPECT_NE(represent("某楼", "text/html", 13, {}, true).etag, a.etag);
}

TEST(Representation, gzip_has_a_tag_of_its_own_and_the_same_content) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "第 " + std::to_string(i) + " 楼\n";
  const auto made = represent(text, "text/plain; charset=utf-8", 3, {}, true);
  ASSERT_TRUE(made.gzip);
  EXPECT_EQ(made.gzip_etag(), made.etag.substr(0, made.etag.size() - 1) + "-gz\"");
  EXPECT_LT(made.gzip->size(), text.size());
  EXPECT_EQ(support::gunzip(*made.gzip), text);
  EXPECT_EQ(*represent(text, "text/plain", 3, {}, true).gzip, *made.gzip) << "no time stands in the bytes";
}

TEST(Representation, small_bodies_and_images_go_as_they_are) {
  EXPECT_FALSE(represent(std::string(kGzipBytesMin - 1, 'a'), "text/html", 1, {}, true).gzip);
  EXPECT_TRUE(represent(std::string(kGzipBytesMin, 'a'), "text/html", 1, {}, true).gzip);
  EXPECT_FALSE(represent(std::string(5000, 'a'), "image/png", 1, {}, true).gzip);
  EXPECT_FALSE(represent(std::string(5000, 'a'), "text/html", 1, {}, false).gzip);
}

TEST(Representation, what_can_be_compressed_is_known_by_its_type) {
  for (const auto* type : {"text/html; charset=utf-8", "application/json", "application/problem+json", "image/svg+xml",
                           "application/atom+xml; charset=utf-8"}) {
    EXPECT_TRUE(is_compressible(type)) << type;
  }
  for (const auto* type : {"image/png", "image/x-icon", "application/octet-stream"}) {
    EXPECT_FALSE(is_compressible(type)) << type;
  }
}

}  // namespace
}  // namespace gailou::serve
