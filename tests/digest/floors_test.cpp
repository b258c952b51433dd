// Each floor is one post's, whatever the forum numbers.
#include "digest/floors.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace gailou::digest {
namespace {

NumberedPost loose(std::int64_t id, std::int64_t forum) {
  return {.id = {id}, .forum = {forum}, .floor = {forum}};
}

NumberedPost fixed(std::int64_t id, std::int64_t floor, std::int64_t forum) {
  return {.id = {id}, .forum = {forum}, .floor = {floor}, .fixed = true};
}

/// All floors by post after numbering.
std::map<std::int64_t, std::int64_t> outcome(const std::vector<NumberedPost>& posts) {
  std::map<std::int64_t, std::int64_t> floors;
  for (const auto& post : posts) floors[post.id.value] = post.floor.value;
  for (const auto& post : number_floors(posts)) floors[post.id.value] = post.floor.value;
  return floors;
}

using Floors = std::map<std::int64_t, std::int64_t>;

TEST(Floors, the_forums_numbers_stand_where_nobody_else_has_them) {
  EXPECT_TRUE(number_floors({loose(1, 1), loose(2, 2), loose(3, 5)}).empty());
  EXPECT_TRUE(number_floors({}).empty());
}

TEST(Floors, a_number_that_a_digest_has_used_stays_with_its_post) {
  EXPECT_EQ(outcome({fixed(1, 1, 1), fixed(2, 2, 3), loose(9, 2)}), (Floors{{1, 1}, {2, 2}, {9, 3}}));
}

TEST(Floors, of_two_on_one_number_the_first_by_id_has_it) {
  EXPECT_EQ(outcome({loose(8, 2), loose(7, 2)}), (Floors{{7, 2}, {8, 3}}));
}

TEST(Floors, nobody_is_pushed_from_a_number_that_the_forum_gave) {
  EXPECT_EQ(outcome({loose(7, 2), loose(8, 2), loose(9, 3)}), (Floors{{7, 2}, {8, 4}, {9, 3}}));
}

TEST(Floors, a_gap_ends_the_shift) {
  // Floor 3 was given twice: 4 goes to 5, 5 to the gap at 6, and 7 is itself again.
  EXPECT_EQ(outcome({fixed(3, 3, 3), fixed(30, 4, 3), fixed(4, 5, 4), loose(5, 5), loose(7, 7)}),
            (Floors{{3, 3}, {30, 4}, {4, 5}, {5, 6}, {7, 7}}));
}

TEST(Floors, a_post_gets_its_own_number_back_when_it_is_free) {
  auto displaced = loose(9, 2);
  displaced.floor = {5};
  EXPECT_EQ(outcome({loose(1, 1), displaced}), (Floors{{1, 1}, {9, 2}}));
}

TEST(Floors, a_fixed_post_that_the_forum_renumbers_keeps_its_floor) {
  EXPECT_EQ(outcome({fixed(1, 1, 40)}), (Floors{{1, 1}}));
}

TEST(Floors, ten_thousand_posts_on_one_number_are_numbered_in_a_row) {
  std::vector<NumberedPost> posts;
  for (std::int64_t id = 1; id <= 10'000; ++id) posts.push_back(loose(id, 1));
  const auto floors = outcome(posts);
  for (std::int64_t id = 1; id <= 10'000; ++id) ASSERT_EQ(floors.at(id), id);
}

TEST(Floors, each_floor_is_one_posts_and_the_order_tells_nothing_at_random) {
  std::mt19937 random(493728);
  for (int round = 0; round < 500; ++round) {
    std::vector<NumberedPost> posts;
    std::set<std::int64_t> used;
    const auto count = 1 + static_cast<std::int64_t>(random() % 30);
    for (std::int64_t id = 1; id <= count; ++id) {
      const auto forum = 1 + static_cast<std::int64_t>(random() % 20);
      const auto floor = 1 + static_cast<std::int64_t>(random() % 40);
      const bool is_fixed = random() % 2 == 0 && used.insert(floor).second;
      posts.push_back(is_fixed ? fixed(id, floor, forum) : loose(id, forum));
    }
    const auto straight = outcome(posts);
    std::set<std::int64_t> given;
    for (const auto& [id, floor] : straight) EXPECT_TRUE(given.insert(floor).second) << round;
    for (const auto& post : posts) {
      if (post.fixed) {
        EXPECT_EQ(straight.at(post.id.value), post.floor.value) << round;
      } else {
        EXPECT_GE(straight.at(post.id.value), post.forum.value) << round;
      }
    }
    // Whatever floors they had before, and in whatever order they come.
    for (auto& post : posts) {
      if (!post.fixed) post.floor = Floor{1 + static_cast<std::int64_t>(random() % 60)};
    }
    std::shuffle(posts.begin(), posts.end(), random);
    EXPECT_EQ(outcome(posts), straight) << round;
  }
}

}  // namespace
}  // namespace gailou::digest
