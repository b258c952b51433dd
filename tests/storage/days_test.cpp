// What was digested between two times.
#include <map>

#include <gmock/gmock.h>

#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Days : public StoreTest {
 protected:
  static Post post_of(std::int64_t topic, std::int64_t floor) {
    auto made = post(floor, sentence(floor));
    made.id = PostId{topic * 1000 + floor};
    return made;
  }
  ThreadId tracked(std::int64_t topic) {
    const auto id = add_thread(topic);
    topic_of_[id.value] = topic;
    return id;
  }
  /// The thread as the forum shows it with so many floors, digested now.
  void grow(ThreadId id, std::int64_t last, const std::vector<std::int64_t>& quiet = {}) {
    std::vector<Post> posts;
    for (std::int64_t floor = 1; floor <= last; ++floor) posts.push_back(post_of(topic_of_[id.value], floor));
    ingest(id, page(posts));
    EXPECT_TRUE(store().complete_first_fetch(id, now_));
    digest_pending(id, quiet);
  }
  Digested between(Instant from, Instant to, const std::optional<std::string>& source = std::nullopt) {
    auto found = store().digested_between({.from = from, .to = to}, source);
    EXPECT_TRUE(found) << (found ? "" : to_string(found.error()));
    return found ? std::move(*found) : Digested{};
  }
  std::vector<digest::CommitCount> counts(const std::optional<std::string>& source = std::nullopt) {
    return store().commit_counts(source).value();
  }

  std::map<std::int64_t, std::int64_t> topic_of_;
};

TEST_F(Days, an_empty_store_was_never_digested) {
  tracked(1);
  const auto found = between(kStart - 24h, kStart + 24h);
  EXPECT_THAT(found.threads, IsEmpty());
  EXPECT_FALSE(found.first);
  EXPECT_THAT(counts(), IsEmpty());
}

TEST_F(Days, a_day_tells_what_its_own_revisions_added) {
  const auto id = tracked(1);
  grow(id, 3);
  now_ += 24h;
  const auto morning = now_;
  grow(id, 5, {4});
  now_ += 1h;
  grow(id, 6);
  now_ += 24h;
  grow(id, 7);

  const auto found = between(morning, morning + 2h);
  ASSERT_THAT(found.threads, SizeIs(1));
  const auto& day = found.threads[0];
  EXPECT_EQ(day.thread.topic.value, 1);
  EXPECT_EQ(day.thread.source, "forum");
  EXPECT_EQ(day.thread.last_number.value, 6);
  EXPECT_EQ(day.before.value, 1);
  EXPECT_EQ(day.revision.value, 3);
  EXPECT_EQ(day.read_before.value, 3);
  EXPECT_EQ(day.changed_at, morning + 1h);
  EXPECT_EQ(day.quiet, 1);
  EXPECT_EQ(day.summary.text, digest_of(id, Revision{3}).summary.text);
  std::vector<std::int64_t> floors;
  for (const auto& entry : day.entries) floors.push_back(entry.floors.at(0).value);
  EXPECT_THAT(floors, ElementsAre(5, 6));
  EXPECT_EQ(found.first, kStart);
}

TEST_F(Days, a_threads_first_revision_has_nothing_before_it) {
  const auto id = tracked(1);
  grow(id, 3);
  const auto found = between(kStart, kStart + 1h);
  ASSERT_THAT(found.threads, SizeIs(1));
  EXPECT_EQ(found.threads[0].before.value, 0);
  EXPECT_EQ(found.threads[0].read_before.value, 0);
  EXPECT_THAT(found.threads[0].entries, SizeIs(3));
}

TEST_F(Days, a_span_ends_before_its_last_instant) {
  const auto id = tracked(1);
  grow(id, 3);
  EXPECT_THAT(between(kStart - 1h, kStart).threads, IsEmpty());
  EXPECT_THAT(between(kStart, kStart + 1ms).threads, SizeIs(1));
}

TEST_F(Days, an_edition_of_one_source_knows_no_other) {
  grow(tracked(1), 2);
  EXPECT_THAT(between(kStart, kStart + 1h, "forum").threads, SizeIs(1));
  const auto other = between(kStart, kStart + 1h, "elsewhere");
  EXPECT_THAT(other.threads, IsEmpty());
  EXPECT_FALSE(other.first);
  EXPECT_THAT(counts("elsewhere"), IsEmpty());
  EXPECT_THAT(counts("forum"), SizeIs(1));
}

TEST_F(Days, a_thread_no_longer_tracked_is_in_no_edition) {
  const auto id = tracked(1);
  grow(id, 2);
  ASSERT_TRUE(store().remove_thread(id, true, now_));
  EXPECT_THAT(between(kStart, kStart + 1h).threads, IsEmpty());
  EXPECT_THAT(counts(), IsEmpty());
}

TEST_F(Days, a_withdrawn_entry_is_a_tombstone_in_the_edition_of_its_day) {
  const auto id = tracked(1);
  grow(id, 3);
  const auto before = between(kStart, kStart + 1h).threads.at(0);
  now_ += 48h;
  ingest(id, page({post_of(1, 1), marked(post_of(1, 2), PostState::deleted), post_of(1, 3)}));
  ASSERT_TRUE(store().withdraw_deleted(id, now_).value());
  const auto after = between(kStart, kStart + 1h).threads.at(0);
  ASSERT_EQ(after.entries.size(), before.entries.size());
  EXPECT_EQ(after.entries[1].text, digest::kTombstone);
  EXPECT_EQ(after.entries[0], before.entries[0]);
  EXPECT_EQ(after.revision, before.revision);
}

TEST_F(Days, commits_are_counted_by_the_quarter_of_an_hour) {
  now_ = Instant{std::chrono::floor<std::chrono::hours>(kStart)} + 1h;
  const auto hour = now_;
  const auto a = tracked(1);
  const auto b = tracked(2);
  grow(a, 3);
  now_ += 14min;
  grow(b, 2);
  now_ += 1min;
  grow(a, 5);
  EXPECT_THAT(counts(), ElementsAre(digest::CommitCount{.from = hour, .revisions = 2, .entries = 5},
                                    digest::CommitCount{.from = hour + 15min, .revisions = 1, .entries = 2}));
}

TEST_F(Days, counts_leave_out_what_is_no_longer_tracked) {
  const auto a = tracked(1);
  const auto b = tracked(2);
  grow(a, 3);
  grow(b, 2);
  ASSERT_THAT(counts("forum"), SizeIs(1));
  EXPECT_THAT(counts("elsewhere"), IsEmpty());
  ASSERT_TRUE(store().remove_thread(a, true, now_));
  ASSERT_THAT(counts(), SizeIs(1));
  EXPECT_EQ(counts()[0].entries, 2);
  ASSERT_TRUE(store().remove_thread(b, false, now_));
  EXPECT_THAT(counts(), IsEmpty());
}

}  // namespace
}  // namespace gailou::storage
