// Posts that go to another topic, come back, or are deleted where they went; both sides tracked or one.
#include <fstream>
#include <iterator>

#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

constexpr TopicId kElsewhere{777};

class Moved : public StoreTest {
 protected:
  /// The fresh stream lacks these posts, and a look-up said where they are.
  Settled settle(ThreadId id, const std::vector<Post>& left, const std::vector<AbsenceVerdict>& verdicts) {
    ingest(id, page(left));
    now_ += kConfirmAfter;
    EXPECT_EQ(ingest(id, page(left)).to_confirm.size(), verdicts.size());
    const auto settled = store().settle_absences(id, verdicts, now_);
    EXPECT_TRUE(settled);
    return settled ? *settled : Settled{};
  }

  static AbsenceVerdict moved(std::int64_t floor) {
    return {.post = PostId{1000 + floor}, .absence = Absence::moved, .moved_to = kElsewhere};
  }

  static std::vector<Post> without(std::vector<Post> posts, std::int64_t floor) {
    std::erase_if(posts, [floor](const Post& one) { return one.floor.value == floor; });
    return posts;
  }

  bool some_file_has(const std::string& words) {
    for (const auto* name : {"gailou.db", "gailou.db-wal"}) {
      std::ifstream file(folder_.file(name), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      if (bytes.find(words) != std::string::npos) return true;
    }
    return false;
  }
};

TEST_F(Moved, a_post_that_moved_is_listed_without_text_and_tells_where_it_is) {
  const auto id = thread_with(posts_upto(3));
  EXPECT_EQ(settle(id, without(posts_upto(3), 2), {moved(2)}).marked, std::vector{Floor{2}});
  const auto posts = all_posts(id);
  ASSERT_EQ(posts.size(), 3u);
  EXPECT_EQ(posts[1].post.state, PostState::moved);
  EXPECT_EQ(posts[1].moved_to, kElsewhere);
  EXPECT_EQ(posts[1].text, "");
  EXPECT_TRUE(posts[1].versions.empty());
  EXPECT_EQ(record(id).posts_stored, 2);
  EXPECT_EQ(record(id).pending, 2);
}

TEST_F(Moved, its_text_is_no_longer_served_and_not_forgotten) {
  const std::string words = "搬走的这句话还在库里。";
  const auto id = thread_with({post(1, sentence(1)), post(2, words)});
  settle(id, {post(1, sentence(1))}, {moved(2)});
  ASSERT_TRUE(store().checkpoint());
  EXPECT_TRUE(some_file_has(words));
}

TEST_F(Moved, many_verdicts_are_one_step) {
  const auto id = thread_with(posts_upto(6));
  const auto settled = settle(id, posts_upto(2),
                              {moved(3),
                               {.post = PostId{1004}, .absence = Absence::deleted},
                               {.post = PostId{1005}, .absence = Absence::present},
                               moved(6)});
  EXPECT_EQ(settled.marked, (std::vector{Floor{3}, Floor{4}, Floor{6}}));
  const auto posts = all_posts(id);
  EXPECT_EQ(posts[3].post.state, PostState::deleted);
  EXPECT_FALSE(posts[3].moved_to);
  EXPECT_EQ(posts[4].post.state, PostState::visible);
  // The one that is still there is suspected anew.
  now_ += kConfirmAfter;
  EXPECT_TRUE(ingest(id, page(posts_upto(2))).to_confirm.empty());
}

TEST_F(Moved, verdicts_of_a_thread_that_is_not_there_are_refused) {
  EXPECT_EQ(store().settle_absences(ThreadId{9}, {moved(1)}, now_).error().code, digest::Code::not_found);
}

TEST_F(Moved, what_a_digest_cites_stands_after_a_move) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  const auto before = digest_of(id);
  now_ += 1h;
  settle(id, without(posts_upto(3), 2), {moved(2)});
  EXPECT_FALSE(*store().withdraw_deleted(id, now_));
  EXPECT_EQ(digest_of(id).entries, before.entries);
  EXPECT_FALSE(all_posts(id)[1].deleted_at);
}

TEST_F(Moved, a_post_that_comes_back_is_the_same_version) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  now_ += 1h;
  settle(id, without(posts_upto(3), 2), {moved(2)});
  auto back = posts_upto(3);
  back[1].floor = Floor{4};  // a post that is moved in goes to the end
  now_ += 1h;
  EXPECT_EQ(ingest(id, page(back)).restored, std::vector{Floor{2}});
  const auto posts = all_posts(id);
  EXPECT_EQ(posts[1].post.state, PostState::visible);
  EXPECT_EQ(posts[1].text, sentence(2));
  EXPECT_EQ(posts[1].version, 1);
  EXPECT_EQ(posts[1].post.floor, Floor{2});
  EXPECT_EQ(posts[1].forum_floor, Floor{4});
  EXPECT_FALSE(posts[1].moved_to);
  EXPECT_FALSE(posts[1].deleted_at);
  EXPECT_EQ(record(id).pending, 0);
  EXPECT_EQ(digest_of(id).coverage, (digest::Coverage{.visible = 3, .in_entries = 3, .nothing_new = 0}));
}

TEST_F(Moved, a_moved_post_that_is_listed_again_is_asked_for) {
  const auto id = thread_with(posts_upto(3));
  settle(id, without(posts_upto(3), 2), {moved(2)});
  auto seen = page(without(posts_upto(3), 2));
  seen.stream = stream_of(posts_upto(3));
  EXPECT_EQ(ingest(id, seen).unseen, std::vector{PostId{1002}});
}

TEST_F(Moved, a_post_moved_between_two_tracked_threads_is_held_by_both) {
  const auto here = thread_with(posts_upto(3));
  const auto there = add_thread(kElsewhere.value);
  auto arrived = post(2, sentence(2));
  arrived.floor = Floor{1};
  ingest(there, page({arrived}));
  settle(here, without(posts_upto(3), 2), {moved(2)});
  EXPECT_EQ(all_posts(there)[0].text, sentence(2));
  EXPECT_EQ(all_posts(here)[1].moved_to, kElsewhere);
  EXPECT_EQ(record(there).pending, 1);
}

TEST_F(Moved, deleted_where_it_went_it_is_deleted_where_it_was) {
  const std::string words = "唯独这句话哪里都不该留。";
  const auto here = thread_with({post(1, sentence(1)), post(2, words)});
  digest_pending(here);
  const auto there = add_thread(kElsewhere.value);
  auto arrived = post(2, words);
  arrived.floor = Floor{1};
  ingest(there, page({arrived}));
  now_ += 1h;
  settle(here, {post(1, sentence(1))}, {moved(2)});
  const auto seen = ingest(there, page({marked(arrived, PostState::withdrawn)}));
  EXPECT_EQ(seen.also_marked, std::vector{here});
  EXPECT_EQ(all_posts(here)[1].post.state, PostState::deleted);
  ASSERT_TRUE(*store().withdraw_deleted(here, now_));
  EXPECT_EQ(digest_of(here).entries[1].text, digest::kTombstone);
  EXPECT_FALSE(some_file_has(words));
  EXPECT_FALSE(*store().chain_fault(here));
}

TEST_F(Moved, a_confirmed_deletion_there_reaches_here_too) {
  const auto here = thread_with(posts_upto(2));
  const auto there = add_thread(kElsewhere.value);
  auto arrived = post(2, sentence(2));
  arrived.floor = Floor{2};
  auto first = post(1, "那边的首楼。");
  first.id = PostId{3000};
  ingest(there, page({first, arrived}));
  settle(here, posts_upto(1), {moved(2)});
  const auto settled = settle(there, {first}, {{.post = PostId{1002}, .absence = Absence::deleted}});
  EXPECT_EQ(settled.also_marked, std::vector{here});
  EXPECT_EQ(all_posts(here)[1].post.state, PostState::deleted);
}

TEST_F(Moved, another_sources_post_of_the_same_id_is_left_alone) {
  const auto here = thread_with(posts_upto(2));
  settle(here, posts_upto(1), {moved(2)});
  ASSERT_TRUE(store().ensure_source({.name = "other", .origin = "https://other.example"}));
  const auto other = store().add_thread("other", TopicId{5}, now_)->thread.id;
  ingest(other, page(posts_upto(2)));
  EXPECT_TRUE(
      ingest(other, page({post(1, sentence(1)), marked(post(2, ""), PostState::withdrawn)})).also_marked.empty());
  EXPECT_EQ(all_posts(here)[1].post.state, PostState::moved);
}

TEST_F(Moved, a_withdrawn_post_that_goes_along_is_gone_here) {
  const auto id = thread_with(posts_upto(2));
  digest_pending(id);
  now_ += 1h;
  ingest(id, page({post(1, sentence(1)), marked(post(2, ""), PostState::withdrawn)}));
  const auto withdrawn_at = all_posts(id)[1].deleted_at;
  ASSERT_TRUE(withdrawn_at);
  settle(id, posts_upto(1), {moved(2)});
  EXPECT_EQ(all_posts(id)[1].post.state, PostState::deleted);
  EXPECT_EQ(all_posts(id)[1].deleted_at, withdrawn_at);
}

TEST_F(Moved, a_first_post_is_copied_under_a_new_id_and_both_are_kept) {
  const auto here = thread_with(posts_upto(2));
  const auto there = add_thread(kElsewhere.value);
  auto copy = post(1, sentence(1));
  copy.id = PostId{9001};
  ingest(there, page({copy}));
  EXPECT_FALSE(ingest(here, page(posts_upto(2))).changed_anything());
  EXPECT_EQ(all_posts(there)[0].text, sentence(1));
  EXPECT_EQ(all_posts(here)[0].text, sentence(1));
}

TEST_F(Moved, the_small_action_that_takes_a_moved_posts_number_is_an_event) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  auto split = post(2, "");
  split.id = PostId{9009};
  split.small_action = true;
  split.action = "split_topic";
  split.detail = "/t/topic/777";
  auto left = without(posts_upto(3), 2);
  left.push_back(split);
  now_ += 1h;
  EXPECT_TRUE(ingest(id, page(left)).added.empty());
  now_ += kConfirmAfter;
  EXPECT_EQ(ingest(id, page(left)).to_confirm, std::vector{PostId{1002}});
  const auto events = store().events(id, 10);
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 1u);
  EXPECT_EQ(events->front().action, "split_topic");
  EXPECT_EQ(events->front().detail, "/t/topic/777");
}

TEST_F(Moved, a_thread_that_was_merged_into_another_keeps_what_it_cites) {
  const auto id = thread_with(posts_upto(4));
  digest_pending(id);
  now_ += 1h;
  EXPECT_EQ(ingest(id, page({})).suspected, 4);
  now_ += kConfirmAfter;
  const auto seen = ingest(id, page({}));
  EXPECT_EQ(seen.to_confirm.size(), 4u);
  ASSERT_TRUE(store().settle_absences(id, {moved(1), moved(2), moved(3), moved(4)}, now_));
  EXPECT_EQ(record(id).posts_stored, 0);
  EXPECT_EQ(digest_of(id).entries.size(), 4u);
  EXPECT_EQ(ingest(id, page({})).suspected, 0);
}

}  // namespace
}  // namespace gailou::storage
