// What the store knows of a floor's fate, and the batch as it stood.
#include "digest/compose/explain.h"
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class FloorQuestions : public StoreTest {
 protected:
  digest::FloorQuestion about(ThreadId id, std::int64_t floor) {
    auto question = store().floor_question(id, Floor{floor});
    EXPECT_TRUE(question) << (question ? "" : to_string(question.error()));
    return question ? std::move(*question) : digest::FloorQuestion{};
  }
  void grow(ThreadId id, std::int64_t last) {
    now_ += 1h;
    ingest(id, page(posts_upto(last)));
  }
  static std::vector<std::int64_t> floors_of(const std::vector<Post>& posts) {
    std::vector<std::int64_t> floors;
    for (const auto& one : posts) floors.push_back(one.floor.value);
    return floors;
  }
};

TEST_F(FloorQuestions, a_floor_in_an_entry_names_it_and_its_revision) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  const auto question = about(id, 2);
  EXPECT_EQ(question.record.revision, Revision{1});
  EXPECT_EQ(question.record.reason, std::nullopt);
  ASSERT_EQ(question.record.entries.size(), 1U);
  EXPECT_EQ(question.record.entries[0], digest_of(id).entries[1]);
}

TEST_F(FloorQuestions, a_quiet_floor_has_its_reason) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id, {2});
  const auto question = about(id, 2);
  EXPECT_EQ(question.record.reason, digest::Reason::too_short);
  EXPECT_TRUE(question.record.entries.empty());
}

TEST_F(FloorQuestions, the_input_is_the_batch_up_to_the_floor) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  grow(id, 7);
  digest_pending(id);
  const auto question = about(id, 6);
  EXPECT_EQ(floors_of(question.input.posts), (std::vector<std::int64_t>{4, 5, 6}));
  EXPECT_EQ(question.input.revision, Revision{2});
  EXPECT_EQ(question.input.title, header().title);
  for (const auto& entry : question.input.similar) EXPECT_EQ(entry.rev, Revision{1});
}

TEST_F(FloorQuestions, a_pending_floor_stands_among_the_pending_ones) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  grow(id, 5);
  const auto question = about(id, 5);
  EXPECT_EQ(question.record.revision, std::nullopt);
  EXPECT_EQ(floors_of(question.input.posts), (std::vector<std::int64_t>{4, 5}));
  EXPECT_EQ(question.input.revision, Revision{2});
}

TEST_F(FloorQuestions, a_deleted_floor_keeps_its_record_and_shows_no_text) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  now_ += 1h;
  auto posts = posts_upto(3);
  posts[1] = marked(posts[1], PostState::withdrawn);
  ingest(id, page(posts));
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));
  const auto question = about(id, 2);
  EXPECT_EQ(question.record.state, PostState::withdrawn);
  EXPECT_EQ(question.record.revision, Revision{1});
  ASSERT_EQ(question.record.entries.size(), 1U);
  EXPECT_EQ(question.record.entries[0].text, digest::kTombstone);
  EXPECT_TRUE(question.input.posts.empty());
}

TEST_F(FloorQuestions, a_moved_floor_says_so) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  now_ += 1h;
  ingest(id, page({post(1, sentence(1)), post(3, sentence(3))}));
  ASSERT_TRUE(*store().settle_absence(id, PostId{1002}, Absence::moved, now_));
  const auto question = about(id, 2);
  EXPECT_EQ(question.record.state, PostState::moved);
  EXPECT_TRUE(question.input.posts.empty());
}

TEST_F(FloorQuestions, an_edit_is_noted) {
  const auto id = thread_with(posts_upto(2));
  digest_pending(id);
  EXPECT_FALSE(about(id, 2).record.edited);
  now_ += 1h;
  auto posts = posts_upto(2);
  posts[1] = edited(posts[1], "价格其实已经下跌了一半。");
  ingest(id, page(posts));
  EXPECT_TRUE(about(id, 2).record.edited);
}

TEST_F(FloorQuestions, a_floor_that_was_never_seen_is_not_found) {
  const auto id = thread_with(posts_upto(2));
  for (const std::int64_t floor : {std::int64_t{3}, std::int64_t{0}, std::int64_t{-4}, std::int64_t{1} << 60}) {
    const auto question = store().floor_question(id, Floor{floor});
    ASSERT_FALSE(question) << floor;
    EXPECT_EQ(question.error().code, digest::Code::not_found);
  }
  EXPECT_FALSE(store().floor_question(ThreadId{99}, Floor{1}));
}

TEST_F(FloorQuestions, a_long_batch_is_cut_to_what_came_just_before) {
  const auto id = thread_with(posts_upto(150));
  digest_pending(id);
  const auto question = about(id, 140);
  EXPECT_EQ(question.input.posts.size(), 60U);
  EXPECT_EQ(question.input.posts.back().floor, Floor{140});
  EXPECT_EQ(question.input.posts.front().floor, Floor{81});
}

}  // namespace
}  // namespace gailou::storage
