// Where threads and floors have their places.
#include "digest/render/paths.h"

#include <gtest/gtest.h>

namespace gailou::render {
namespace {

TEST(Paths, a_floor_is_on_the_page_of_raw_floors_that_holds_it) {
  const std::string thread = thread_path("forum", {7});
  EXPECT_EQ(thread, "/t/forum/7");
  EXPECT_EQ(floor_path(thread, {1}), "/t/forum/7/posts?from=1#p1");
  EXPECT_EQ(floor_path(thread, {200}), "/t/forum/7/posts?from=1#p200");
  EXPECT_EQ(floor_path(thread, {201}), "/t/forum/7/posts?from=201#p201");
  EXPECT_EQ(floor_path(thread, {5000}), "/t/forum/7/posts?from=4801#p5000");
  EXPECT_EQ(floor_path(thread, {0}), "/t/forum/7/posts?from=1#p0") << "no page begins before the first floor";
}

}  // namespace
}  // namespace gailou::render
