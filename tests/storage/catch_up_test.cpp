// Where a reader stopped, found in a thread's revisions.
#include "digest/catch_up.h"

#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

using digest::Since;
using digest::SincePoint;

class CatchUps : public StoreTest {
 protected:
  /// Floors 1–3 in revision 1, 4–5 two hours later in revision 2, 6 in revision 3; floor 7 is pending.
  ThreadId three_revisions() {
    const auto id = thread_with(posts_upto(3));
    digest_pending(id, {2});
    grow(id, 5);
    digest_pending(id, {5});
    grow(id, 6);
    digest_pending(id);
    grow(id, 7);
    return id;
  }

  void grow(ThreadId id, std::int64_t last) {
    now_ += 2h;
    auto posts = posts_upto(last);
    for (auto& one : posts) one.likes = one.floor.value == 4 ? 3 : 0;
    ingest(id, page(posts));
  }

  digest::CatchUpInput input(ThreadId id, const Since& since) {
    auto found = store().catch_up(id, since);
    EXPECT_TRUE(found) << (found ? "" : to_string(found.error()));
    return found ? std::move(*found) : digest::CatchUpInput{};
  }
  SincePoint point(ThreadId id, const Since& since) { return input(id, since).point; }
  digest::CatchUp caught(ThreadId id, const Since& since) { return digest::catch_up(input(id, since)); }
};

TEST_F(CatchUps, a_revision_is_its_own_place) {
  const auto id = three_revisions();
  const auto found = input(id, Revision{1});
  EXPECT_EQ(found.point, SincePoint{.rev = Revision{1}});
  EXPECT_EQ(found.before, digest_of(id, Revision{1}));
  EXPECT_EQ(found.now, digest_of(id));
  EXPECT_EQ(input(id, Revision{0}).before.revision, Revision{0});
}

TEST_F(CatchUps, a_floor_stands_in_the_revision_that_had_read_as_far) {
  const auto id = three_revisions();
  EXPECT_EQ(point(id, Floor{4}), (SincePoint{.rev = Revision{2}, .floor = Floor{4}}));
  EXPECT_EQ(point(id, Floor{2}), (SincePoint{.rev = Revision{1}, .floor = Floor{2}}));
  EXPECT_EQ(point(id, Floor{6}), (SincePoint{.rev = Revision{3}, .floor = Floor{6}}));
}

TEST_F(CatchUps, a_pending_floor_is_behind_all_that_is_written) {
  const auto id = three_revisions();
  EXPECT_EQ(point(id, Floor{7}).rev, Revision{3});
  EXPECT_TRUE(digest::is_empty(caught(id, Floor{7})));
}

TEST_F(CatchUps, a_time_is_after_the_revision_that_was_there_then) {
  const auto id = three_revisions();
  EXPECT_EQ(point(id, kStart).rev, Revision{1});
  EXPECT_EQ(point(id, kStart + 2h - 1ms).rev, Revision{1});
  EXPECT_EQ(point(id, kStart + 2h).rev, Revision{2});
  EXPECT_EQ(point(id, now_).rev, Revision{3});
  EXPECT_EQ(point(id, kStart).floor, std::nullopt);
}

TEST_F(CatchUps, before_the_first_digest_the_forum_was_read) {
  const auto id = three_revisions();
  // Floors 1 and 2 had been written an hour before we first looked.
  EXPECT_EQ(point(id, kStart - 1h + 2min), (SincePoint{.rev = Revision{1}, .floor = Floor{2}}));
  EXPECT_EQ(point(id, kStart - 2h), SincePoint{});
  EXPECT_EQ(caught(id, kStart - 2h).floors_read, 6);
  EXPECT_EQ(caught(id, kStart - 1h + 2min).floors_read, 4);
}

TEST_F(CatchUps, what_is_still_to_come_is_a_conflict) {
  const auto id = three_revisions();
  for (const Since& since : {Since(Revision{4}), Since(Floor{8}), Since(Floor{1'000'000})}) {
    const auto found = store().catch_up(id, since);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, digest::Code::conflict);
    EXPECT_NE(found.error().what.find("isn't there yet, the last is"), std::string::npos) << found.error().what;
  }
}

TEST_F(CatchUps, a_thread_without_a_digest_or_none_at_all_is_not_found) {
  const auto id = add_thread();
  for (const auto thread : {id, ThreadId{99}}) {
    const auto found = store().catch_up(thread, Revision{0});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, digest::Code::not_found);
  }
}

TEST_F(CatchUps, likes_of_new_floors_come_along) {
  const auto id = three_revisions();
  using Likes = std::vector<std::pair<Floor, std::int64_t>>;
  EXPECT_EQ(input(id, Revision{1}).likes, (Likes{{Floor{4}, 3}}));
  EXPECT_EQ(input(id, Revision{2}).likes, Likes{});
}

TEST_F(CatchUps, counts_floors_as_the_revisions_accounted_for_them) {
  const auto id = three_revisions();
  const auto all = caught(id, Revision{1});
  EXPECT_EQ(all.floors_read, 3);
  EXPECT_EQ(all.floors_in_entries, 2);
  EXPECT_EQ(all.skipped, (std::vector{digest::SkippedFloors{digest::Reason::too_short, 1}}));
}

TEST_F(CatchUps, a_withdrawal_since_is_named_and_its_words_are_gone) {
  const auto id = three_revisions();
  auto posts = posts_upto(7);
  posts[2] = marked(posts[2], PostState::withdrawn);
  ingest(id, page(posts));
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));
  const auto since = caught(id, Revision{3});
  ASSERT_EQ(since.withdrawn.size(), 1U);
  EXPECT_EQ(since.withdrawn[0].text, digest::kTombstone);
  EXPECT_TRUE(since.entries.empty());
  EXPECT_FALSE(digest::is_empty(since));
  EXPECT_TRUE(caught(id, Revision{4}).withdrawn.empty());
}

TEST_F(CatchUps, a_reader_of_its_own_finds_the_same) {
  const auto id = three_revisions();
  const auto found = reader()->catch_up(id, Floor{2});
  ASSERT_TRUE(found);
  EXPECT_EQ(digest::catch_up(*found), caught(id, Floor{2}));
}

}  // namespace
}  // namespace gailou::storage
