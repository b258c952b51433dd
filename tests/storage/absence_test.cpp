#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class Absences : public StoreTest {
 protected:
  digest::Observation without_second(bool fresh = true) {
    auto seen = page({post(1, sentence(1)), post(3, sentence(3))});
    seen.fresh = fresh;
    return seen;
  }
};

TEST_F(Absences, absence_alone_deletes_nothing) {
  const auto id = thread_with(posts_upto(3));
  EXPECT_FALSE(ingest(id, without_second()).changed_anything());
  EXPECT_EQ(all_posts(id)[1].text, sentence(2));
}

TEST_F(Absences, one_that_lasts_is_to_be_confirmed) {
  const auto id = thread_with(posts_upto(3));
  EXPECT_TRUE(ingest(id, without_second()).to_confirm.empty());
  now_ += 30min;
  EXPECT_TRUE(ingest(id, without_second()).to_confirm.empty());
  now_ += 30min;
  EXPECT_EQ(ingest(id, without_second()).to_confirm, std::vector{PostId{1002}});
}

TEST_F(Absences, a_cached_answer_is_no_evidence) {
  const auto id = thread_with(posts_upto(3));
  ingest(id, without_second(false));
  now_ += 2h;
  EXPECT_TRUE(ingest(id, without_second()).to_confirm.empty());
}

TEST_F(Absences, being_seen_again_ends_the_suspicion) {
  const auto id = thread_with(posts_upto(3));
  ingest(id, without_second());
  now_ += 30min;
  ingest(id, page(posts_upto(3)));
  now_ += 30min;
  EXPECT_TRUE(ingest(id, without_second()).to_confirm.empty());
}

/// The reply came and went between two fresh streams; only a cached answer showed it.
TEST_F(Absences, a_post_that_only_a_cached_answer_showed_is_missed_in_the_stream_that_was_known_before) {
  const auto id = thread_with(posts_upto(3));
  auto cached = page(posts_upto(4));
  cached.fresh = false;
  EXPECT_EQ(ingest(id, cached).added, std::vector{Floor{4}});
  ingest(id, page(posts_upto(3)));
  now_ += 1h;
  EXPECT_EQ(ingest(id, page(posts_upto(3))).to_confirm, std::vector{PostId{1004}});
}

TEST_F(Absences, a_post_fetched_by_id_is_missed_in_the_stream_that_was_known_before) {
  const auto id = thread_with(posts_upto(3));
  auto by_id = page({post(4, sentence(4))});
  by_id.header.reset();
  by_id.stream.reset();
  by_id.asked = {PostId{1004}};
  EXPECT_EQ(ingest(id, by_id).added, std::vector{Floor{4}});
  ingest(id, page(posts_upto(3)));
  now_ += 1h;
  EXPECT_EQ(ingest(id, page(posts_upto(3))).to_confirm, std::vector{PostId{1004}});
}

TEST_F(Absences, a_post_that_a_look_by_id_brought_back_is_missed_when_it_goes_again) {
  const auto id = thread_with(posts_upto(3));
  ingest(id, without_second());
  now_ += 1h;
  ASSERT_TRUE(*store().settle_absence(id, PostId{1002}, Absence::deleted, now_));
  ingest(id, without_second());
  auto by_id = page({post(2, sentence(2))});
  by_id.header.reset();
  by_id.stream.reset();
  EXPECT_EQ(ingest(id, by_id).restored, std::vector{Floor{2}});
  ingest(id, without_second());
  now_ += 1h;
  EXPECT_EQ(ingest(id, without_second()).to_confirm, std::vector{PostId{1002}});
}

TEST_F(Absences, a_confirmed_deletion_forgets_the_text) {
  const auto id = thread_with(posts_upto(3));
  ingest(id, without_second());
  now_ += 1h;
  ASSERT_TRUE(*store().settle_absence(id, PostId{1002}, Absence::deleted, now_));
  const auto posts = all_posts(id);
  EXPECT_EQ(posts[1].post.state, PostState::deleted);
  EXPECT_EQ(posts[1].deleted_at, now_);
  EXPECT_EQ(posts[1].text, "");
  EXPECT_EQ(record(id).posts_stored, 2);
  EXPECT_EQ(record(id).pending, 2);
  now_ += 1h;
  EXPECT_TRUE(ingest(id, without_second()).to_confirm.empty());
}

TEST_F(Absences, a_present_post_is_left_alone) {
  const auto id = thread_with(posts_upto(3));
  ingest(id, without_second());
  EXPECT_FALSE(*store().settle_absence(id, PostId{1002}, Absence::present, now_));
  EXPECT_EQ(all_posts(id)[1].post.state, PostState::visible);
}

TEST_F(Absences, a_verdict_on_a_post_that_was_seen_meanwhile_is_dropped) {
  const auto id = thread_with(posts_upto(3));
  ingest(id, without_second());
  ingest(id, page(posts_upto(3)));
  EXPECT_FALSE(*store().settle_absence(id, PostId{1002}, Absence::deleted, now_));
  EXPECT_EQ(all_posts(id)[1].text, sentence(2));
}

TEST_F(Absences, a_deleted_post_that_is_listed_again_is_asked_for) {
  const auto id = thread_with(posts_upto(3));
  ingest(id, without_second());
  ASSERT_TRUE(*store().settle_absence(id, PostId{1002}, Absence::deleted, now_));
  auto seen = without_second();
  seen.stream = std::vector{PostId{1001}, PostId{1002}, PostId{1003}};
  EXPECT_EQ(ingest(id, seen).unseen, std::vector{PostId{1002}});
  now_ += 1h;
  EXPECT_EQ(ingest(id, page(posts_upto(3))).restored, std::vector{Floor{2}});
  EXPECT_EQ(all_posts(id)[1].text, sentence(2));
}

TEST_F(Absences, an_idle_poll_after_a_confirmed_deletion_reads_no_more_than_before) {
  const auto id = thread_with(posts_upto(3));
  ingest(id, without_second());
  ASSERT_TRUE(*store().settle_absence(id, PostId{1002}, Absence::deleted, now_));
  ingest(id, without_second());
  ASSERT_TRUE(store().checkpoint());
  ingest(id, without_second());
  EXPECT_EQ(store().figures()->wal_bytes, 0);
}

}  // namespace
}  // namespace gailou::storage
