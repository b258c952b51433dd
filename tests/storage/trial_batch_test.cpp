// Floors to try an engine on: nothing is taken by looking.
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class TrialBatches : public StoreTest {
 protected:
  TrialBatch trial(ThreadId id, std::int64_t floors_most = 40) {
    auto found = store().trial_batch(id, floors_most);
    EXPECT_TRUE(found) << (found ? "" : to_string(found.error()));
    return found ? std::move(*found) : TrialBatch{};
  }
  void grow(ThreadId id, std::int64_t last) {
    now_ += 1h;
    ingest(id, page(posts_upto(last)));
  }
  static std::vector<std::int64_t> floors_of(const TrialBatch& trial) {
    std::vector<std::int64_t> floors;
    for (const auto& one : trial.input.posts) floors.push_back(one.floor.value);
    return floors;
  }
  using Floors = std::vector<std::int64_t>;
};

TEST_F(TrialBatches, what_is_pending_comes_first) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  grow(id, 6);
  const auto found = trial(id);
  EXPECT_TRUE(found.is_pending);
  EXPECT_EQ(floors_of(found), (Floors{4, 5, 6}));
  EXPECT_EQ(found.input.revision, Revision{2});
}

TEST_F(TrialBatches, else_the_last_revisions_as_they_were_seen) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  for (const std::int64_t last : {5, 6, 12}) {
    grow(id, last);
    digest_pending(id);
  }
  const auto found = trial(id);
  EXPECT_FALSE(found.is_pending);
  EXPECT_EQ(floors_of(found), (Floors{4, 5, 6, 7, 8, 9, 10, 11, 12})) << "whole revisions, eight floors at least";
  EXPECT_EQ(found.input.revision, Revision{2});
  for (const auto& entry : found.input.similar) EXPECT_LT(entry.rev, Revision{2});
}

TEST_F(TrialBatches, the_newest_so_many) {
  const auto id = thread_with(posts_upto(9));
  EXPECT_EQ(floors_of(trial(id, 2)), (Floors{8, 9}));
}

TEST_F(TrialBatches, a_revision_without_floors_is_passed_over) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  auto posts = posts_upto(3);
  posts[2].state = digest::PostState::deleted;
  now_ += 1h;
  ingest(id, page(posts));
  ASSERT_TRUE(store().withdraw_deleted(id, now_));
  EXPECT_EQ(floors_of(trial(id)), (Floors{1, 2}));
}

TEST_F(TrialBatches, looking_takes_nothing) {
  const auto id = thread_with(posts_upto(3));
  EXPECT_EQ(floors_of(trial(id)), floors_of(trial(id)));
  EXPECT_EQ(store().pending(id)->size(), 3U);
  digest_pending(id);
  EXPECT_EQ(digest_of(id).revision, Revision{1});
}

TEST_F(TrialBatches, an_empty_thread_has_none_and_an_unknown_one_is_not_found) {
  const auto id = thread_with({});
  EXPECT_TRUE(trial(id).input.posts.empty());
  EXPECT_EQ(store().trial_batch(ThreadId{99}, 5).error().code, digest::Code::not_found);
}

}  // namespace
}  // namespace gailou::storage
