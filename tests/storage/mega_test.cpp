// Topics so long that their stream lists only the end: deletions near it are seen, those further back are out of sight.
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class Mega : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    id_ = add_thread();
    digest::Observation all;
    all.header = header();
    all.fresh = true;
    all.posts = posts_upto(kLast);
    ingest(id_, all);
    ASSERT_TRUE(store().complete_first_fetch(id_, now_));
  }

  /// The ids behind floor 70, without that of `missing`.
  static digest::Observation end_of_stream(std::int64_t missing = 0) {
    digest::Observation seen;
    seen.fresh = true;
    seen.stream_from = Floor{70};
    seen.stream.emplace();
    for (std::int64_t floor = 71; floor <= kLast; ++floor) {
      if (floor != missing) seen.stream->push_back(PostId{1000 + floor});
    }
    return seen;
  }

  static constexpr std::int64_t kLast = 120;
  ThreadId id_{};
};

TEST_F(Mega, what_stands_before_the_listed_end_is_not_missed) {
  for (int look = 0; look < 3; ++look) {
    const auto seen = ingest(id_, end_of_stream());
    EXPECT_EQ(seen.suspected, 0);
    EXPECT_TRUE(seen.to_confirm.empty());
    EXPECT_TRUE(seen.unseen.empty());
    now_ += 2 * kConfirmAfter;
  }
}

TEST_F(Mega, a_deletion_near_the_end_is_seen) {
  EXPECT_EQ(ingest(id_, end_of_stream(90)).suspected, 1);
  now_ += kConfirmAfter;
  EXPECT_EQ(ingest(id_, end_of_stream(90)).to_confirm, std::vector{PostId{1090}});
  ASSERT_TRUE(store().settle_absences(id_, {{.post = PostId{1090}, .absence = Absence::deleted}}, now_));
  EXPECT_EQ(ingest(id_, end_of_stream(90)).suspected, 0);
}

TEST_F(Mega, a_list_that_begins_at_a_floor_nearby_misses_none_before_it) {
  auto seen = end_of_stream();
  seen.stream_from = Floor{67};
  EXPECT_EQ(ingest(id_, seen).suspected, 0);
}

TEST_F(Mega, new_ids_are_to_be_asked_for_and_a_floor_filled_in_later_too) {
  auto seen = end_of_stream();
  seen.stream->push_back(PostId{5000});
  seen.stream->insert(seen.stream->begin(), PostId{333});
  EXPECT_EQ(ingest(id_, seen).unseen, (std::vector{PostId{333}, PostId{5000}}));
}

TEST_F(Mega, a_quiet_look_writes_nothing) {
  ingest(id_, end_of_stream());
  ASSERT_TRUE(store().checkpoint());
  ingest(id_, end_of_stream());
  EXPECT_EQ(store().figures()->wal_bytes, 0);
}

TEST_F(Mega, the_end_of_a_stream_is_not_taken_for_the_whole) {
  // A topic that shrinks below the bound has a whole stream again, and then all is in sight.
  ingest(id_, end_of_stream());
  auto whole = page(posts_upto(kLast));
  whole.posts.clear();
  whole.stream->erase(whole.stream->begin() + 9);
  EXPECT_EQ(ingest(id_, whole).suspected, 1);
  EXPECT_EQ(ingest(id_, end_of_stream()).suspected, 0);
  now_ += kConfirmAfter;
  EXPECT_EQ(ingest(id_, whole).to_confirm, std::vector{PostId{1010}});
}

TEST_F(Mega, a_cached_end_is_no_evidence) {
  auto seen = end_of_stream(90);
  seen.fresh = false;
  EXPECT_EQ(ingest(id_, seen).suspected, 0);
}

TEST_F(Mega, a_held_post_that_was_renumbered_into_the_end_is_neither_new_nor_missed) {
  auto seen = end_of_stream();
  seen.stream->push_back(PostId{1010});
  EXPECT_TRUE(ingest(id_, seen).unseen.empty());
  // Known by its new number it is in sight although its floor here is far back.
  digest_pending(id_);
  auto renumbered = post(10, sentence(10));
  renumbered.floor = Floor{121};
  digest::Observation answer;
  answer.fresh = true;
  answer.posts = {renumbered};
  ingest(id_, answer);
  EXPECT_EQ(ingest(id_, end_of_stream()).suspected, 1);
  EXPECT_EQ(ingest(id_, seen).suspected, 0);
}

TEST_F(Mega, ids_that_are_not_answered_rest_as_elsewhere) {
  auto seen = end_of_stream();
  seen.stream->push_back(PostId{5000});
  ASSERT_TRUE(store().note_unanswered(id_, {PostId{5000}}, now_));
  ASSERT_TRUE(store().note_unanswered(id_, {PostId{5000}}, now_));
  EXPECT_TRUE(ingest(id_, seen).unseen.empty());
  now_ += 1h;
  EXPECT_EQ(ingest(id_, seen).unseen, std::vector{PostId{5000}});
}

}  // namespace
}  // namespace gailou::storage
