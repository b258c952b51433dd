// Floors of a recorded page have no ids: what becomes of them when the forum's answers come, before or after.
#include <algorithm>
#include <random>

#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

/// The floor as a page tells it: no id, seconds only, one line; the page's own time in the place of the forum's.
Post told(Post post, Instant page_time = kStart + 24h) {
  post.id = digest::provisional_id(post.floor);
  post.created_at = std::chrono::floor<std::chrono::seconds>(post.created_at);
  post.updated_at = page_time;
  post.forum_version = 1;
  post.likes = 0;
  post.reply_to.reset();
  post.body = body(digest::text_of(post.body));
  return post;
}

digest::Observation recorded(std::vector<Post> posts) {
  digest::Observation seen;
  seen.saved = true;
  for (auto& one : posts) seen.posts.push_back(told(std::move(one)));
  return seen;
}

digest::Observation saved(std::vector<Post> posts) {
  auto seen = page(std::move(posts));
  seen.fresh = false;
  seen.saved = true;
  return seen;
}

/// A post as its forum has it: with what a page doesn't tell.
Post rich(std::int64_t floor) {
  Post made = post(floor, sentence(floor));
  made.created_at += 421ms;
  made.updated_at = made.created_at;
  made.likes = 3;
  made.reply_to = floor > 1 ? std::optional(Floor{1}) : std::nullopt;
  made.body.blocks.insert(
      made.body.blocks.begin(),
      {.kind = digest::Block::Kind::quote, .spans = {{.text = "原来的话"}}, .author = "bob", .floor = 1});
  return made;
}

std::vector<Post> rich_posts(std::int64_t last) {
  std::vector<Post> posts;
  for (std::int64_t floor = 1; floor <= last; ++floor) posts.push_back(rich(floor));
  return posts;
}

class Adopt : public StoreTest {
 protected:
  ThreadId thread_of_page(std::vector<Post> posts) {
    const auto id = add_thread();
    ingest(id, recorded(std::move(posts)));
    EXPECT_TRUE(store().complete_first_fetch(id, now_));
    return id;
  }

  digest::StoredPost only(ThreadId id) {
    const auto all = all_posts(id);
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? digest::StoredPost{} : all.front();
  }

  std::vector<std::int64_t> ids(ThreadId id) {
    std::vector<std::int64_t> found;
    for (const auto& one : all_posts(id)) found.push_back(one.post.id.value);
    return found;
  }

  /// All that the store holds of the posts, but the times of our own clock.
  std::string dump(ThreadId id) {
    std::string rows;
    for (const auto& one : all_posts(id)) {
      const auto& post = one.post;
      rows += std::to_string(post.id.value) + " #" + std::to_string(post.floor.value) + " " + post.author + " " +
              digest::to_iso(post.created_at) + " " + (post.updated_at ? digest::to_iso(*post.updated_at) : "-") + " " +
              std::string(name_of(post.state)) + " " + std::to_string(post.likes) + " v" + std::to_string(one.version) +
              " " + digest::to_json(post.body);
      for (const auto& old : one.versions) rows += " | " + std::to_string(old.version) + " " + old.text;
      rows += "\n";
    }
    const auto held = record(id);
    return rows + std::to_string(held.posts_stored) + " " + std::to_string(held.pending) + " " + held.header.title +
           " " + held.header.slug + " " + std::to_string(held.header.posts_count);
  }
};

TEST_F(Adopt, a_pages_floors_are_stored_without_the_forums_ids) {
  const auto id = thread_of_page(posts_upto(3));
  EXPECT_EQ(ids(id), (std::vector<std::int64_t>{-1, -2, -3}));
  EXPECT_EQ(record(id).posts_stored, 3);
  EXPECT_EQ(record(id).pending, 3);
}

TEST_F(Adopt, the_same_page_twice_changes_nothing) {
  const auto id = thread_of_page(posts_upto(3));
  EXPECT_FALSE(ingest(id, recorded(posts_upto(3))).changed_anything());
}

TEST_F(Adopt, a_poll_gives_a_floor_its_id_and_its_structure_without_a_new_version) {
  const auto id = thread_of_page({rich(2)});
  const auto seen = ingest(id, page({rich(2)}));
  EXPECT_TRUE(seen.added.empty());
  EXPECT_TRUE(seen.edited.empty());
  const auto held = only(id);
  EXPECT_EQ(held.post, rich(2));
  EXPECT_EQ(held.version, 1);
  EXPECT_FALSE(held.edited_at);
  EXPECT_EQ(record(id).posts_stored, 1);
}

TEST_F(Adopt, another_text_is_an_edit) {
  const auto id = thread_of_page({post(1, "价格会上涨。")});
  const auto seen = ingest(id, page({post(1, "价格会下跌。")}));
  EXPECT_EQ(seen.edited, std::vector<Floor>{Floor{1}});
  const auto held = only(id);
  EXPECT_EQ(held.post.id, PostId{1001});
  EXPECT_EQ(held.version, 2);
  ASSERT_EQ(held.versions.size(), 1U);
  EXPECT_EQ(held.versions[0].text, "价格会上涨。");
}

TEST_F(Adopt, widths_and_breaks_that_a_page_flattened_are_no_edit) {
  auto real = post(1, "");
  real.body.blocks = body("第一段，很短。").blocks;
  real.body.blocks.push_back(body("第二段（也短）！").blocks.front());
  auto page_post = told(post(1, "第一段,很短。 第二段(也短)!"));
  digest::Observation seen;
  seen.saved = true;
  seen.posts = {page_post};
  const auto id = add_thread();
  ingest(id, seen);
  EXPECT_TRUE(ingest(id, page({real})).edited.empty());
  EXPECT_EQ(only(id).post.body, real.body);
}

TEST_F(Adopt, a_placeholder_marks_the_floor_of_its_author_and_time) {
  const auto id = thread_of_page({post(1, "价格会上涨。")});
  const auto seen = ingest(id, page({marked(post(1, ""), PostState::withdrawn)}));
  EXPECT_EQ(seen.marked, std::vector<Floor>{Floor{1}});
  EXPECT_EQ(only(id).post.state, PostState::withdrawn);
  EXPECT_EQ(only(id).text, "");
}

TEST_F(Adopt, who_has_another_name_now_is_known_by_time_and_text) {
  const auto id = thread_of_page({post(1, "价格会上涨。", "oldname")});
  ingest(id, page({post(1, "价格会上涨。", "newname")}));
  EXPECT_EQ(ids(id), std::vector<std::int64_t>{1001});
  EXPECT_EQ(only(id).post.author, "newname");
  EXPECT_EQ(only(id).version, 1);
}

TEST_F(Adopt, a_page_read_in_the_wrong_zone_is_known_by_author_and_text) {
  auto early = post(1, "价格会上涨。");
  early.created_at -= 15h;
  const auto id = thread_of_page({early});
  ingest(id, page({post(1, "价格会上涨。")}));
  EXPECT_EQ(ids(id), std::vector<std::int64_t>{1001});
  EXPECT_EQ(only(id).post.created_at, post(1, "").created_at);
}

TEST_F(Adopt, a_floor_that_is_another_post_now_gives_way) {
  auto moved_away = post(1, "已经移走的话。", "bob");
  moved_away.created_at -= 5h;
  const auto id = thread_of_page({moved_away});
  const auto seen = ingest(id, page({post(1, "价格会上涨。")}));
  EXPECT_EQ(seen.added, std::vector<Floor>{Floor{1}});
  EXPECT_EQ(ids(id), std::vector<std::int64_t>{1001});
  EXPECT_EQ(record(id).posts_stored, 1);
}

TEST_F(Adopt, a_small_action_is_no_floor_of_a_page) {
  auto event = post(1, "");
  event.small_action = true;
  event.action = "split_topic";
  const auto id = thread_of_page({post(1, "价格会上涨。")});
  ingest(id, page({event}));
  EXPECT_TRUE(all_posts(id).empty());
  EXPECT_EQ(record(id).posts_stored, 0);
  // And the other way round.
  EXPECT_TRUE(ingest(id, recorded({post(1, "价格会上涨。")})).added.empty());
}

TEST_F(Adopt, a_page_changes_nothing_of_floors_that_the_forum_has_shown) {
  const auto id = thread_with(rich_posts(3));
  const auto before = dump(id);
  EXPECT_FALSE(ingest(id, recorded({rich(1), post(2, "别的话。"), post(3, "别人的话。", "bob")})).changed_anything());
  EXPECT_EQ(dump(id), before);
}

TEST_F(Adopt, a_later_page_edits_an_earlier_one_and_not_the_reverse) {
  const auto early = told(post(1, "价格会上涨。"), kStart + 1h);
  const auto late = told(post(1, "价格会下跌。"), kStart + 2h);
  digest::Observation first;
  first.saved = true;
  first.posts = {early};
  auto second = first;
  second.posts = {late};
  const auto straight = add_thread(1);
  ingest(straight, first);
  EXPECT_EQ(ingest(straight, second).edited.size(), 1U);
  EXPECT_FALSE(ingest(straight, first).changed_anything());
  EXPECT_EQ(only(straight).text, "价格会下跌。");
  const auto backwards = add_thread(2);
  ingest(backwards, second);
  EXPECT_FALSE(ingest(backwards, first).changed_anything());
  EXPECT_EQ(only(backwards).text, "价格会下跌。");
}

TEST_F(Adopt, what_was_digested_from_a_page_keeps_standing) {
  const auto id = thread_of_page(rich_posts(3));
  digest_pending(id);
  const auto before = digest_of(id);
  ingest(id, page(rich_posts(3)));
  EXPECT_EQ(record(id).pending, 0);
  EXPECT_EQ(digest_of(id).entries, before.entries);
  EXPECT_EQ(ids(id), (std::vector<std::int64_t>{1001, 1002, 1003}));
  EXPECT_FALSE(*store().chain_fault(id));
  EXPECT_FALSE(take(id));
}

TEST_F(Adopt, an_open_batch_goes_on_with_the_posts_it_took) {
  const auto id = thread_of_page(rich_posts(3));
  const auto batch = take(id);
  ASSERT_TRUE(batch);
  ingest(id, page(rich_posts(3)));
  commit(*batch, step_for(batch->input));
  EXPECT_EQ(record(id).pending, 0);
  EXPECT_EQ(ids(id), (std::vector<std::int64_t>{1001, 1002, 1003}));
}

TEST_F(Adopt, an_open_batch_whose_text_was_edited_is_released) {
  const auto id = thread_of_page({post(1, "价格会上涨。"), post(2, "价格会持平。")});
  const auto batch = take(id);
  ASSERT_TRUE(batch);
  ingest(id, page({post(1, "价格会下跌。"), post(2, "价格会持平。")}));
  const auto refused = store().commit_revision(batch->id, step_for(batch->input), now_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, digest::Code::conflict);
  EXPECT_EQ(record(id).pending, 2);
}

TEST_F(Adopt, a_digested_floor_that_is_another_post_now_is_marked_as_moved) {
  auto moved_away = post(1, "已经移走的一句话而已。", "bob");
  moved_away.created_at -= 5h;
  const auto id = thread_of_page({moved_away, post(2, sentence(2))});
  digest_pending(id);
  ingest(id, page({post(1, sentence(1)), post(2, sentence(2))}));
  const auto all = all_posts(id);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].post.id, PostId{-1});
  EXPECT_EQ(all[0].post.state, PostState::moved);
  EXPECT_EQ(record(id).posts_stored, 2);
}

TEST_F(Adopt, a_floor_that_the_forum_shows_nothing_of_is_believed_gone_at_the_second_fresh_look) {
  const auto id = thread_of_page({rich(1), rich(2), rich(3)});
  digest_pending(id);
  const auto without = page({rich(1), rich(3)});
  EXPECT_TRUE(ingest(id, without).marked.empty());
  now_ += kConfirmAfter / 2;
  EXPECT_TRUE(ingest(id, without).marked.empty());
  now_ += kConfirmAfter / 2;
  const auto seen = ingest(id, without);
  EXPECT_EQ(seen.marked, std::vector<Floor>{Floor{2}});
  EXPECT_TRUE(seen.to_confirm.empty());
  EXPECT_EQ(all_posts(id)[1].post.state, PostState::deleted);
  ASSERT_TRUE(store().withdraw_deleted(id, now_));
  EXPECT_EQ(digest_of(id).entries[1].text, digest::kTombstone);
}

TEST_F(Adopt, nothing_is_missed_while_ids_of_the_stream_are_still_wanted) {
  const auto id = thread_of_page({rich(1), rich(2)});
  auto seen = page({rich(1)});
  seen.stream->push_back(PostId{1002});
  for (int look = 0; look < 3; ++look) {
    EXPECT_TRUE(ingest(id, seen).marked.empty());
    now_ += 2 * kConfirmAfter;
  }
  EXPECT_TRUE(ingest(id, page({rich(1), rich(2)})).marked.empty());
  EXPECT_EQ(ids(id), (std::vector<std::int64_t>{1001, 1002}));
}

TEST_F(Adopt, the_page_of_another_thread_is_not_taken_for_a_flood_of_deletions) {
  const auto id = thread_of_page(posts_upto(20));
  const auto other = page({post(99, "另一个帖子。", "carol")});
  for (int look = 0; look < 3; ++look) {
    EXPECT_TRUE(ingest(id, other).marked.empty());
    now_ += 2 * kConfirmAfter;
  }
}

TEST_F(Adopt, no_provisional_id_is_ever_asked_of_the_forum) {
  const auto id = thread_of_page(posts_upto(5));
  ingest(id, page({post(2, sentence(2))}));
  const auto held = store().held_between(id, Floor{0}, Floor{9}, 20);
  ASSERT_TRUE(held);
  ASSERT_EQ(held->size(), 1U);
  EXPECT_EQ(held->front().id, PostId{1002});
}

TEST_F(Adopt, a_thread_may_be_deleted_with_its_pages_floors) {
  const auto id = thread_of_page(posts_upto(3));
  digest_pending(id);
  ASSERT_TRUE(store().remove_thread(id, false, now_));
  EXPECT_TRUE(store().threads()->empty());
}

TEST_F(Adopt, any_mix_of_pages_files_and_polls_leaves_the_same_rows) {
  constexpr std::int64_t kFloors = 12;
  const auto posts = rich_posts(kFloors);
  const auto straight = add_thread(1);
  ingest(straight, page(posts));
  const auto expected = dump(straight);
  std::mt19937 random(7);
  for (std::int64_t seed = 2; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto id = add_thread(seed);
    const auto part = [&] {
      std::vector<Post> some;
      for (const auto& one : posts) {
        if (random() % 2 == 0) some.push_back(one);
      }
      std::shuffle(some.begin(), some.end(), random);
      return some;
    };
    for (int step = 0; step < 6; ++step) {
      auto seen = random() % 2 == 0 ? recorded(part()) : saved(part());
      seen.header.reset();
      if (seen.stream) seen.stream = stream_of(posts);
      if (random() % 5 == 0) seen = page(posts);
      ingest(id, seen);
    }
    ingest(id, page(posts));
    ASSERT_EQ(dump(id), expected);
    // And once all is known, nothing that is older changes it.
    EXPECT_FALSE(ingest(id, recorded(part())).changed_anything());
    EXPECT_FALSE(ingest(id, saved(part())).changed_anything());
    ASSERT_EQ(dump(id), expected);
  }
}

TEST_F(Adopt, files_alone_in_any_order_leave_the_rows_of_a_poll) {
  const auto posts = rich_posts(9);
  const auto straight = add_thread(1);
  ingest(straight, page(posts));
  std::mt19937 random(3);
  for (std::int64_t seed = 2; seed <= 20; ++seed) {
    const auto id = add_thread(seed);
    std::vector<digest::Observation> files{saved(posts), recorded(posts), saved({posts[0], posts[4]}),
                                           recorded({posts[2]})};
    for (auto& file : files) {
      if (file.stream) file.stream = stream_of(posts);
    }
    std::shuffle(files.begin(), files.end(), random);
    for (const auto& file : files) ingest(id, file);
    ASSERT_EQ(dump(id), dump(straight));
  }
}

}  // namespace
}  // namespace gailou::storage
