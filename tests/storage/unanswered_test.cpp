// Ids that the stream names and the forum doesn't answer for.
#include <algorithm>

#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class Unanswered : public StoreTest {
 protected:
  /// A page of floor 1 whose stream names another id as well.
  static digest::Observation naming(std::int64_t id) {
    auto seen = page({post(1, sentence(1))});
    seen.stream->push_back(PostId{id});
    return seen;
  }

  bool is_asked_for(ThreadId id) { return !ingest(id, naming(1002)).unseen.empty(); }

  void ask_in_vain(ThreadId id) { ASSERT_TRUE(store().note_unanswered(id, {PostId{1002}}, now_)); }
};

TEST_F(Unanswered, two_polls_ask_at_once) {
  const auto id = add_thread();
  EXPECT_TRUE(is_asked_for(id));
  ask_in_vain(id);
  EXPECT_TRUE(is_asked_for(id));
  ask_in_vain(id);
  EXPECT_FALSE(is_asked_for(id));
  EXPECT_TRUE(store().wanted(id, *naming(1002).stream, now_)->empty());
}

TEST_F(Unanswered, then_after_an_hour_six_and_daily) {
  const auto id = add_thread();
  ask_in_vain(id);
  ask_in_vain(id);
  for (const auto rest : {1h, 6h, 24h, 24h, 24h}) {
    now_ += rest - 1min;
    EXPECT_FALSE(is_asked_for(id));
    now_ += 1min;
    EXPECT_TRUE(is_asked_for(id));
    EXPECT_EQ(store().wanted(id, *naming(1002).stream, now_)->size(), 1u);
    ask_in_vain(id);
    EXPECT_FALSE(is_asked_for(id));
  }
}

TEST_F(Unanswered, a_post_that_becomes_visible_is_stored_and_the_asking_ends) {
  const auto id = thread_with({post(1, sentence(1))});
  ask_in_vain(id);
  ask_in_vain(id);
  EXPECT_FALSE(is_asked_for(id));
  now_ += 1h;
  EXPECT_TRUE(is_asked_for(id));
  digest::Observation answer;
  answer.fresh = true;
  answer.posts = {post(2, sentence(2))};
  answer.asked = {PostId{1002}};
  EXPECT_EQ(ingest(id, answer).added, std::vector{Floor{2}});
  now_ += 48h;
  EXPECT_FALSE(is_asked_for(id));
}

TEST_F(Unanswered, one_that_rests_keeps_a_quiet_poll_quiet) {
  const auto id = add_thread();
  ask_in_vain(id);
  ask_in_vain(id);
  ingest(id, naming(1002));
  ASSERT_TRUE(store().checkpoint());
  now_ += 10min;
  EXPECT_FALSE(is_asked_for(id));
  now_ += 1h;
  EXPECT_TRUE(is_asked_for(id));
  EXPECT_EQ(store().figures()->wal_bytes, 0);
}

TEST_F(Unanswered, a_reply_behind_it_changes_nothing_of_its_turn) {
  const auto id = add_thread();
  ask_in_vain(id);
  ask_in_vain(id);
  ingest(id, naming(1002));
  auto seen = naming(1002);
  seen.posts.push_back(post(3, sentence(3)));
  seen.stream->push_back(PostId{1003});
  EXPECT_TRUE(ingest(id, seen).unseen.empty());
  now_ += 1h;
  EXPECT_EQ(ingest(id, seen).unseen, std::vector{PostId{1002}});
}

TEST_F(Unanswered, what_the_stream_lists_no_longer_is_forgotten) {
  const auto id = add_thread();
  ask_in_vain(id);
  ask_in_vain(id);
  ingest(id, page({post(1, sentence(1))}));
  // Listed again it is new.
  EXPECT_TRUE(is_asked_for(id));
}

TEST_F(Unanswered, a_cached_stream_without_it_forgets_nothing) {
  const auto id = add_thread();
  ask_in_vain(id);
  ask_in_vain(id);
  auto cached = page({post(1, sentence(1))});
  cached.fresh = false;
  ingest(id, cached);
  EXPECT_FALSE(is_asked_for(id));
}

TEST_F(Unanswered, a_clock_that_was_set_back_puts_nothing_off_for_good) {
  const auto id = add_thread();
  ask_in_vain(id);
  ask_in_vain(id);
  now_ -= 24h * 3650;
  EXPECT_TRUE(is_asked_for(id));
}

TEST_F(Unanswered, a_stream_full_of_them_costs_one_request_a_poll) {
  const auto id = add_thread();
  auto seen = page({post(1, sentence(1))});
  std::vector<PostId> ghosts;
  for (std::int64_t ghost = 5000; ghost < 5300; ++ghost) ghosts.push_back(PostId{ghost});
  seen.stream->insert(seen.stream->end(), ghosts.begin(), ghosts.end());
  ASSERT_TRUE(store().note_unanswered(id, ghosts, now_));
  ASSERT_TRUE(store().note_unanswered(id, ghosts, now_));
  EXPECT_TRUE(ingest(id, seen).unseen.empty());
  now_ += 1h;
  const auto first = ingest(id, seen).unseen;
  EXPECT_EQ(first.size(), 20u);
  ASSERT_TRUE(store().note_unanswered(id, first, now_));
  const auto second = ingest(id, seen).unseen;
  EXPECT_EQ(second.size(), 20u);
  EXPECT_EQ(std::find_first_of(first.begin(), first.end(), second.begin(), second.end()), first.end());
}

TEST_F(Unanswered, a_deleted_post_that_is_listed_and_not_answered_rests_too) {
  const auto id = thread_with(posts_upto(2));
  ingest(id, page(posts_upto(1)));
  now_ += kConfirmAfter;
  ASSERT_TRUE(*store().settle_absence(id, PostId{1002}, Absence::deleted, now_));
  EXPECT_TRUE(is_asked_for(id));
  ask_in_vain(id);
  ask_in_vain(id);
  EXPECT_FALSE(is_asked_for(id));
  now_ += 1h;
  EXPECT_TRUE(is_asked_for(id));
  EXPECT_EQ(ingest(id, page(posts_upto(2))).restored, std::vector{Floor{2}});
  EXPECT_FALSE(is_asked_for(id));
}

}  // namespace
}  // namespace gailou::storage
