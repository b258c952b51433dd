// Digest transactions in order, as those who follow along are told of them.
#include "digest/digest.h"
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

using digest::CommitNo;

class Commits : public StoreTest {
 protected:
  /// A thread of its own with `floors` digested one revision each.
  ThreadId grown(std::int64_t topic, std::int64_t floors) {
    const auto id = add_thread(topic);
    for (std::int64_t floor = 1; floor <= floors; ++floor) grow(id, topic, floor);
    return id;
  }

  void grow(ThreadId id, std::int64_t topic, std::int64_t last) {
    now_ += 1h;
    std::vector<Post> posts;
    for (std::int64_t floor = 1; floor <= last; ++floor) posts.push_back(post_of(topic, floor));
    ingest(id, page(posts));
    EXPECT_TRUE(store().complete_first_fetch(id, now_));
    digest_pending(id);
  }

  static Post post_of(std::int64_t topic, std::int64_t floor) {
    auto made = post(floor, sentence(floor));
    made.id = PostId{topic * 1000 + floor};
    return made;
  }

  CommitsAfter after(std::int64_t commit, std::vector<ThreadName> threads = {}, std::int64_t limit = 64) {
    auto found = store().commits_after({.after = {commit}, .threads = std::move(threads), .limit = limit});
    EXPECT_TRUE(found) << (found ? "" : to_string(found.error()));
    return found ? std::move(*found) : CommitsAfter{};
  }

  static ThreadName name(std::int64_t topic) { return {.source = "forum", .topic = {topic}}; }

  static std::vector<std::int64_t> numbers(const CommitsAfter& found) {
    std::vector<std::int64_t> list;
    for (const auto& one : found.commits) list.push_back(one.commit.value);
    return list;
  }
};

using Numbers = std::vector<std::int64_t>;

TEST_F(Commits, an_empty_store_has_none) {
  const auto found = after(0);
  EXPECT_TRUE(found.commits.empty());
  EXPECT_EQ(found.latest, CommitNo{});
  EXPECT_EQ(found.upto, CommitNo{});
  EXPECT_FALSE(found.too_far);
}

TEST_F(Commits, each_is_told_with_its_thread_and_what_it_appended) {
  const auto id = grown(7, 2);
  const auto found = after(0);
  ASSERT_EQ(numbers(found), (Numbers{1, 2}));
  const auto& second = found.commits[1];
  EXPECT_EQ(second.thread.source, "forum");
  EXPECT_EQ(second.thread.topic, TopicId{7});
  EXPECT_EQ(second.title, "算力会不会继续涨价");
  EXPECT_EQ(second.url, "https://forum.example/t/topic-slug/7");
  EXPECT_EQ(second.revision, Revision{2});
  EXPECT_EQ(second.last_number, Floor{2});
  EXPECT_EQ(second.posts_count, 2);
  EXPECT_EQ(second.committed_at, now_);
  EXPECT_LE(second.generated_at, second.committed_at);
  ASSERT_EQ(second.entries.size(), 1u);
  EXPECT_EQ(second.entries[0], digest_of(id).entries[1]);
  EXPECT_TRUE(second.withdrawn.empty());
}

TEST_F(Commits, only_those_after_the_one_asked_about_are_told) {
  grown(7, 3);
  EXPECT_EQ(numbers(after(1)), (Numbers{2, 3}));
  EXPECT_EQ(numbers(after(3)), Numbers{});
  EXPECT_EQ(after(3).upto, CommitNo{3});
}

TEST_F(Commits, one_order_holds_over_all_threads) {
  const auto seven = grown(7, 1);
  const auto eight = grown(8, 1);
  grow(seven, 7, 2);
  grow(eight, 8, 2);
  const auto found = after(0);
  ASSERT_EQ(numbers(found), (Numbers{1, 2, 3, 4}));
  EXPECT_EQ(found.commits[1].thread.topic, TopicId{8});
  EXPECT_EQ(found.commits[2].thread.topic, TopicId{7});
  EXPECT_EQ(found.commits[2].revision, Revision{2});
}

TEST_F(Commits, a_limit_cuts_the_answer_and_upto_says_where_to_go_on) {
  grown(7, 5);
  const auto first = after(0, {}, 2);
  EXPECT_EQ(numbers(first), (Numbers{1, 2}));
  EXPECT_EQ(first.upto, CommitNo{2});
  EXPECT_EQ(first.latest, CommitNo{5});
  const auto second = after(first.upto.value, {}, 2);
  EXPECT_EQ(numbers(second), (Numbers{3, 4}));
  const auto third = after(second.upto.value, {}, 2);
  EXPECT_EQ(numbers(third), (Numbers{5}));
  EXPECT_EQ(third.upto, CommitNo{5});
}

TEST_F(Commits, a_thread_of_ones_choice_is_told_alone) {
  const auto seven = grown(7, 1);
  const auto eight = grown(8, 3);
  grow(seven, 7, 2);
  grow(eight, 8, 4);
  EXPECT_EQ(numbers(after(0, {name(7)})), (Numbers{1, 5}));
  EXPECT_EQ(numbers(after(1, {name(7)})), (Numbers{5}));
  const auto none = after(5, {name(7)});
  EXPECT_EQ(numbers(none), Numbers{});
  EXPECT_EQ(none.upto, CommitNo{6}) << "nothing of the thread is left up to the newest";
}

TEST_F(Commits, threads_of_ones_choice_are_told_in_one_order) {
  const auto seven = grown(7, 1);
  grown(8, 2);
  grown(9, 1);
  grow(seven, 7, 2);
  EXPECT_EQ(numbers(after(0, {name(9), name(7)})), (Numbers{1, 4, 5}));
  EXPECT_EQ(numbers(after(0, {name(9), name(7)}, 2)), (Numbers{1, 4}));
  EXPECT_EQ(numbers(after(0, {name(7), name(7)})), (Numbers{1, 5})) << "named twice, told once";
}

TEST_F(Commits, a_thread_that_nobody_tracks_has_none) {
  grown(7, 1);
  EXPECT_EQ(numbers(after(0, {name(99)})), Numbers{});
  EXPECT_EQ(numbers(after(0, {{.source = "elsewhere", .topic = {7}}})), Numbers{});
}

TEST_F(Commits, what_is_no_longer_tracked_is_told_no_more) {
  const auto seven = grown(7, 2);
  grown(8, 1);
  ASSERT_TRUE(store().remove_thread(seven, true, now_));
  EXPECT_EQ(numbers(after(0)), (Numbers{3}));
  EXPECT_EQ(numbers(after(0, {name(7)})), Numbers{});
  ASSERT_TRUE(store().add_thread("forum", TopicId{7}, now_));
  EXPECT_EQ(numbers(after(0)), (Numbers{1, 2, 3})) << "taken up again with its data";
}

TEST_F(Commits, the_newest_number_outlives_its_thread) {
  grown(7, 1);
  const auto eight = grown(8, 2);
  ASSERT_TRUE(store().remove_thread(eight, false, now_));
  reopen();
  const auto found = after(0);
  EXPECT_EQ(numbers(found), (Numbers{1}));
  EXPECT_EQ(found.latest, CommitNo{3});
  EXPECT_EQ(found.upto, CommitNo{3});
  grown(9, 1);
  EXPECT_EQ(numbers(after(3)), (Numbers{4})) << "a number is never given twice";
}

TEST_F(Commits, who_is_too_far_behind_is_told_so_and_nothing_else) {
  grown(7, 4);
  grown(8, 1);
  const auto far = store().commits_after({.after = {0}, .most_behind = 4});
  ASSERT_TRUE(far);
  EXPECT_TRUE(far->too_far);
  EXPECT_TRUE(far->commits.empty());
  EXPECT_EQ(far->latest, CommitNo{5});
  EXPECT_FALSE(store().commits_after({.after = {1}, .most_behind = 4})->too_far);
}

TEST_F(Commits, the_distance_is_counted_in_the_threads_of_ones_choice) {
  grown(7, 1);
  grown(8, 5);
  EXPECT_FALSE(store().commits_after({.after = {0}, .threads = {name(7)}, .most_behind = 1})->too_far);
  EXPECT_TRUE(store().commits_after({.after = {0}, .threads = {name(8)}, .most_behind = 4})->too_far);
}

TEST_F(Commits, a_number_to_come_has_nothing_after_it) {
  grown(7, 1);
  const auto found = after(1'000'000);
  EXPECT_TRUE(found.commits.empty());
  EXPECT_EQ(found.latest, CommitNo{1});
  EXPECT_EQ(found.upto, CommitNo{1'000'000});
}

TEST_F(Commits, a_withdrawal_tells_its_tombstones_and_blanks_the_earlier_telling) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  auto posts = posts_upto(3);
  posts[1] = marked(posts[1], PostState::withdrawn);
  now_ += 1h;
  ingest(id, page(posts));
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));

  const auto found = after(0);
  ASSERT_EQ(numbers(found), (Numbers{1, 2}));
  const auto& first = found.commits[0];
  ASSERT_EQ(first.entries.size(), 3u);
  EXPECT_EQ(first.entries[1].text, digest::kTombstone) << "the words are gone from every replay";
  EXPECT_TRUE(first.withdrawn.empty());
  const auto& second = found.commits[1];
  EXPECT_TRUE(second.entries.empty());
  ASSERT_EQ(second.withdrawn.size(), 1u);
  EXPECT_EQ(second.withdrawn[0].seq, first.entries[1].seq);
  EXPECT_EQ(to_string(second.withdrawn[0].marker), "撤回#2");
}

TEST_F(Commits, a_reader_of_its_own_sees_the_same) {
  grown(7, 3);
  const auto other = reader();
  ASSERT_TRUE(other);
  const auto found = other->commits_after({.after = {1}});
  ASSERT_TRUE(found);
  EXPECT_EQ(numbers(*found), (Numbers{2, 3}));
}

}  // namespace
}  // namespace gailou::storage
