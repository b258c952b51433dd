// Floors without their words: what plots, strips and tables are made of.
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class FloorFacts : public StoreTest {
 protected:
  std::vector<FloorFact> facts(ThreadId id, std::int64_t limit = 100) {
    auto found = store().floor_facts(id, limit);
    EXPECT_TRUE(found) << (found ? "" : to_string(found.error()));
    return found ? std::move(*found) : std::vector<FloorFact>{};
  }
};

TEST_F(FloorFacts, say_who_wrote_which_floor_and_when) {
  const auto id = thread_with({post(1, "一", "alice"), post(2, "二", "bob")});
  const auto found = facts(id);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0], (FloorFact{.floor = Floor{1}, .author = "alice", .created_at = post(1, "").created_at}));
  EXPECT_EQ(found[1].author, "bob");
}

TEST_F(FloorFacts, are_those_of_the_newest_floors_ascending) {
  const auto id = thread_with(posts_upto(9));
  const auto found = facts(id, 3);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found.front().floor, Floor{7});
  EXPECT_EQ(found.back().floor, Floor{9});
}

TEST_F(FloorFacts, name_no_author_of_a_post_that_is_gone) {
  const auto first = post(2, "二", "bob");
  const auto id = thread_with({post(1, "一"), first, post(3, "三")});
  ingest(id, page({post(1, "一"), marked(first, PostState::withdrawn), post(3, "三")}));
  const auto found = facts(id);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_NE(found[1].state, PostState::visible);
  EXPECT_EQ(found[1].author, "");
}

TEST_F(FloorFacts, are_the_floors_that_posts_gives) {
  const auto hidden = post(2, "二");
  const auto id = thread_with({post(1, "一"), hidden, post(3, "三")});
  ingest(id, page({post(1, "一"), marked(hidden, PostState::hidden), post(3, "三")}));
  std::vector<Floor> listed;
  const auto slice = store().posts(id, {});
  ASSERT_TRUE(slice);
  for (const auto& one : slice->posts) listed.push_back(one.post.floor);
  std::vector<Floor> counted;
  for (const auto& fact : facts(id)) counted.push_back(fact.floor);
  EXPECT_EQ(counted, listed);
}

TEST_F(FloorFacts, of_a_thread_that_is_not_there_are_an_error) {
  EXPECT_EQ(store().floor_facts(ThreadId{77}, 10).error().code, digest::Code::not_found);
}

}  // namespace
}  // namespace gailou::storage
