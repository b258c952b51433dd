// When a saved file completes a thread, and what it counts as missing.
#include "daemon/track/import_step.h"

#include "tests/storage/store_fixture.h"

namespace gailou::track {
namespace {

using storage::kConfirmAfter;
using storage::page;
using storage::post;
using storage::posts_upto;
using storage::sentence;

digest::Observation saved(std::vector<digest::Post> posts) {
  auto seen = page(std::move(posts));
  seen.fresh = false;
  seen.saved = true;
  return seen;
}

digest::Observation recorded(std::vector<digest::Post> posts) {
  digest::Observation seen;
  seen.saved = true;
  for (auto& one : posts) {
    one.id = digest::provisional_id(one.floor);
    seen.posts.push_back(std::move(one));
  }
  return seen;
}

class ImportStep : public storage::StoreTest {
 protected:
  ImportReport take(digest::ThreadId id, const digest::Observation& seen) {
    auto report = store_saved(store(), id, seen, kConfirmAfter, now_);
    EXPECT_TRUE(report) << (report ? "" : to_string(report.error()));
    return report ? *report : ImportReport{};
  }
};

TEST_F(ImportStep, a_file_with_all_of_its_stream_completes_the_thread) {
  const auto id = add_thread();
  const auto report = take(id, saved(posts_upto(4)));
  EXPECT_TRUE(report.complete);
  EXPECT_EQ(report.missing, 0);
  EXPECT_EQ(report.ingested.added.size(), 4U);
  EXPECT_TRUE(record(id).complete);
}

TEST_F(ImportStep, parts_complete_it_together_in_any_order) {
  auto first = saved({post(1, sentence(1)), post(2, sentence(2))});
  first.stream = storage::stream_of(posts_upto(4));
  digest::Observation rest;
  rest.saved = true;
  rest.posts = {post(3, sentence(3)), post(4, sentence(4))};

  const auto straight = add_thread(1);
  EXPECT_EQ(take(straight, first).missing, 2);
  EXPECT_FALSE(record(straight).complete);
  EXPECT_FALSE(take(straight, rest).complete);  // it has no list: whether that was all it can't tell
  EXPECT_TRUE(take(straight, first).complete);

  const auto backwards = add_thread(2);
  EXPECT_FALSE(take(backwards, rest).complete);
  EXPECT_TRUE(take(backwards, first).complete);
}

TEST_F(ImportStep, a_page_completes_it_once_the_first_floor_is_there) {
  const auto id = add_thread();
  EXPECT_FALSE(take(id, recorded({post(2, sentence(2))})).complete);
  EXPECT_TRUE(take(id, recorded({post(1, sentence(1)), post(2, sentence(2))})).complete);
}

TEST_F(ImportStep, a_topic_too_long_for_a_list_is_complete_by_its_count) {
  auto part = saved({post(1, sentence(1))});
  part.stream.reset();
  part.header->posts_count = 2;
  const auto id = add_thread();
  EXPECT_FALSE(take(id, part).complete);
  part.posts.push_back(post(2, sentence(2)));
  EXPECT_TRUE(take(id, part).complete);
}

TEST_F(ImportStep, a_complete_thread_stays_so) {
  const auto id = thread_with(posts_upto(2));
  auto part = saved({post(1, sentence(1))});
  part.stream = storage::stream_of(posts_upto(9));
  const auto report = take(id, part);
  EXPECT_TRUE(report.complete);
  EXPECT_EQ(report.missing, 7);
}

TEST_F(ImportStep, an_empty_file_completes_nothing) {
  const auto id = add_thread();
  digest::Observation nothing;
  nothing.saved = true;
  EXPECT_FALSE(take(id, nothing).complete);
}

TEST_F(ImportStep, a_thread_that_is_not_there_is_not_found) {
  const auto report = store_saved(store(), digest::ThreadId{99}, saved(posts_upto(1)), kConfirmAfter, now_);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, digest::Code::not_found);
}

}  // namespace
}  // namespace gailou::track
