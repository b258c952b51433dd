#include "digest/compose/cited.h"

#include <gtest/gtest.h>

#include "tests/support/digests.h"

namespace gailou::digest {
namespace {

BatchInput input_of(std::initializer_list<std::int64_t> batch, std::initializer_list<std::int64_t> context) {
  BatchInput input{.source = "forum", .title = "题"};
  for (const auto floor : batch) input.posts.push_back(tests::post_of(floor, "甲", "批里的话。"));
  for (const auto floor : context) input.context.push_back(tests::post_of(floor, "乙", "上文的话。"));
  return input;
}

std::vector<std::int64_t> context_of(const BatchInput& input) {
  std::vector<std::int64_t> floors;
  for (const auto& post : input.context) floors.push_back(post.floor.value);
  return floors;
}

TEST(Cited, floors_that_the_input_lacks_stand_in_order_among_its_context) {
  const auto seen =
      with_cited(input_of({9}, {3, 7}), {tests::post_of(5, "丙", "另一层。"), tests::post_of(1, "丁", "一层。")});
  EXPECT_EQ(context_of(seen), (std::vector<std::int64_t>{1, 3, 5, 7}));
}

TEST(Cited, what_the_input_has_stays_as_it_is) {
  const auto seen =
      with_cited(input_of({9}, {3}), {tests::post_of(9, "丙", "假的。"), tests::post_of(3, "丁", "假的。")});
  EXPECT_EQ(context_of(seen), (std::vector<std::int64_t>{3}));
  EXPECT_EQ(seen.context.front().author, "乙");
  EXPECT_EQ(seen.posts.size(), 1U);
}

TEST(Cited, nothing_cited_changes_nothing) {
  EXPECT_EQ(context_of(with_cited(input_of({9}, {3, 4}), {})), (std::vector<std::int64_t>{3, 4}));
}

}  // namespace
}  // namespace gailou::digest
