// What happens at the replay forum, as the real client sees it.
#include "tests/replay/replay_fixture.h"

namespace gailou::replay {
namespace {

using digest::PostState;

TEST_F(ReplayTest, a_reply_takes_the_next_floor_and_a_new_id) {
  const auto id = site_.events().reply({.topic = 1, .author = "u", .cooked = "<p>新</p>", .reply_to = 3});
  const auto post = post_at(31);
  EXPECT_EQ(post.id, PostId{id});
  EXPECT_EQ(post.author, "u");
  EXPECT_EQ(post.reply_to, Floor{3});
  EXPECT_EQ(post.created_at, loop_.now());
  EXPECT_EQ(row().bumped_at, loop_.now());
  EXPECT_EQ(row().posts_count, 31);
  // What was still to come follows it.
  EXPECT_EQ(site_.forum().next_floor(), 32);
  site_.events().release(1);
  EXPECT_EQ(header().highest, Floor{32});
}

TEST_F(ReplayTest, a_whisper_takes_a_floor_that_nobody_sees) {
  site_.events().reply({.topic = 1, .author = "staff", .cooked = "<p>x</p>", .type = PostType::whisper});
  EXPECT_EQ(header().highest, Floor{30});
  EXPECT_EQ(row().posts_count, 30);
  site_.events().reply({.topic = 1, .author = "u", .cooked = "<p>新</p>"});
  EXPECT_EQ(header().highest, Floor{32});
  EXPECT_EQ(header().posts_count, 31);
}

TEST_F(ReplayTest, a_moderator_post_is_text) {
  site_.events().reply({.topic = 1, .author = "mod", .cooked = "<p>注意</p>", .type = PostType::moderator});
  EXPECT_EQ(digest::text_of(post_at(31).body), "注意");
  EXPECT_FALSE(post_at(31).small_action);
}

TEST_F(ReplayTest, edits_move_version_and_time_or_only_the_text) {
  loop_.run_for(1h);
  site_.events().edit(id_of(30), "<p>改一</p>");
  EXPECT_EQ(post_at(30).forum_version, 2);
  EXPECT_EQ(post_at(30).updated_at, loop_.now());
  EXPECT_EQ(row().bumped_at, loop_.now());
  const auto then = loop_.now();
  loop_.run_for(1min);
  site_.events().edit_quietly(id_of(30), "<p>改二</p>");
  EXPECT_EQ(post_at(30).forum_version, 2);
  EXPECT_EQ(post_at(30).updated_at, loop_.now());
  EXPECT_EQ(row().bumped_at, then);
  loop_.run_for(1min);
  site_.events().rebake(id_of(30), "<p>改三</p>");
  EXPECT_EQ(post_at(30).updated_at, loop_.now() - 1min);
  EXPECT_EQ(digest::text_of(post_at(30).body), "改三");
  site_.events().revert(id_of(30), "<p>改一</p>");
  EXPECT_EQ(post_at(30).forum_version, 1);
}

TEST_F(ReplayTest, an_edit_of_an_earlier_post_bumps_nothing) {
  const auto before = row().bumped_at;
  site_.events().edit(id_of(5), "<p>改</p>");
  EXPECT_EQ(row().bumped_at, before);
  EXPECT_EQ(post_at(5).forum_version, 2);
}

TEST_F(ReplayTest, withdrawn_and_hidden_posts_leave_a_placeholder_and_come_back) {
  const auto before = post_at(9);
  site_.events().withdraw(id_of(9));
  EXPECT_EQ(post_at(9).state, PostState::withdrawn);
  EXPECT_TRUE(in_stream(id_of(9)));
  site_.events().restore(id_of(9));
  EXPECT_EQ(post_at(9).body, before.body);
  EXPECT_EQ(post_at(9).forum_version, 3);
  site_.events().hide(id_of(9));
  EXPECT_EQ(post_at(9).state, PostState::hidden);
  EXPECT_EQ(post_at(9).forum_version, 1);
  site_.events().unhide(id_of(9));
  EXPECT_EQ(post_at(9).body, before.body);
}

TEST_F(ReplayTest, a_withdrawn_first_post_closes_the_topic) {
  site_.events().withdraw(id_of(1));
  EXPECT_TRUE(header().closed);
  site_.events().restore(id_of(1));
  EXPECT_FALSE(header().closed);
}

TEST_F(ReplayTest, a_deleted_post_leaves_the_stream_and_keeps_its_floor) {
  const auto id = id_of(30);
  site_.events().remove(id);
  EXPECT_FALSE(in_stream(id));
  EXPECT_EQ(header().highest, Floor{29});
  EXPECT_FALSE(loop_.run(source_.post(PostId{id}))->found);
  site_.events().reply({.topic = 1, .author = "u", .cooked = "<p>新</p>"});
  EXPECT_EQ(header().highest, Floor{31});
  site_.events().recover(id);
  EXPECT_TRUE(in_stream(id));
  EXPECT_EQ(post_at(30).id, PostId{id});
}

TEST_F(ReplayTest, a_purged_post_is_no_more) {
  const auto id = id_of(12);
  site_.events().purge(id);
  EXPECT_FALSE(in_stream(id));
  site_.events().recover(id);
  EXPECT_FALSE(in_stream(id));
}

TEST_F(ReplayTest, a_floor_is_filled_in_below_the_newest) {
  EXPECT_EQ(site_.events().fill_in(1, 9, "u", "<p>占</p>"), 0);
  site_.events().purge(id_of(9));
  const auto id = site_.events().fill_in(1, 9, "u", "<p>补</p>");
  EXPECT_GT(id, id_of(30));
  EXPECT_EQ(post_at(9).id, PostId{id});
  EXPECT_EQ(post_at(9).created_at, post_at(8).created_at);
  EXPECT_EQ(header().highest, Floor{30});
}

TEST_F(ReplayTest, moved_posts_keep_id_and_time_and_get_other_floors) {
  const auto first = post_at(10);
  const auto ids = std::vector<std::int64_t>{id_of(11), id_of(10), id_of(12)};
  site_.events().move(ids, 2);
  for (const auto id : ids) {
    EXPECT_FALSE(in_stream(id));
    EXPECT_TRUE(in_stream(id, 2));
    EXPECT_EQ(loop_.run(source_.post(PostId{id}))->topic, TopicId{2});
  }
  EXPECT_EQ(post_at(26, 2).id, first.id);
  EXPECT_EQ(post_at(26, 2).created_at, first.created_at);
  EXPECT_EQ(post_at(26, 2).body, first.body);
  EXPECT_FALSE(post_at(26, 2).reply_to);
  // The small action takes the first moved floor; its id is the newest.
  const auto told = post_at(10);
  EXPECT_TRUE(told.small_action);
  EXPECT_EQ(told.action, "split_topic");
  EXPECT_GT(told.id.value, id_of(30));
  EXPECT_EQ(header(2).highest, Floor{28});
}

TEST_F(ReplayTest, a_moved_first_post_is_copied) {
  const auto first = id_of(1);
  const auto second = id_of(2);
  const auto topic = site_.events().split({first, second}, "另开一贴");
  EXPECT_EQ(topic, 3);
  EXPECT_TRUE(in_stream(first));
  EXPECT_FALSE(in_stream(second));
  EXPECT_TRUE(in_stream(second, 3));
  EXPECT_FALSE(in_stream(first, 3));
  EXPECT_EQ(post_at(1, 3).body, post_at(1).body);
  EXPECT_EQ(header(3).title, "另开一贴");
  EXPECT_EQ(header(3).posts_count, 2);
  EXPECT_TRUE(post_at(2).small_action);
}

TEST_F(ReplayTest, renumbering_closes_the_gaps) {
  for (const std::int64_t floor : {3, 4, 9}) site_.events().purge(id_of(floor));
  const auto last = id_of(30);
  site_.events().renumber(1);
  EXPECT_EQ(header().highest, Floor{27});
  EXPECT_EQ(post_at(27).id, PostId{last});
  EXPECT_EQ(site_.forum().next_floor(), 28);
}

TEST_F(ReplayTest, acts_on_a_topic_leave_a_small_action) {
  site_.events().close(1);
  EXPECT_TRUE(header().closed);
  EXPECT_TRUE(row().closed);
  EXPECT_EQ(post_at(31).action, "closed.enabled");
  site_.events().close(1, false);
  site_.events().archive(1);
  EXPECT_FALSE(header().closed);
  EXPECT_TRUE(header().archived);
  site_.events().unlist(1);
  EXPECT_TRUE(header().unlisted);
  EXPECT_EQ(post_at(34).action, "visible.disabled");
}

TEST_F(ReplayTest, title_and_slug_change) {
  site_.events().retitle(1, "新标题", "new-name");
  EXPECT_EQ(header().title, "新标题");
  EXPECT_EQ(header().slug, "new-name");
  EXPECT_EQ(row().title, "新标题");
}

TEST_F(ReplayTest, likes_answers_and_names) {
  site_.events().like(id_of(4));
  site_.events().like(id_of(4));
  EXPECT_EQ(post_at(4).likes, 2);
  const auto before = post_at(4);
  site_.events().accept(id_of(4));
  EXPECT_EQ(post_at(4).body, before.body);
  EXPECT_EQ(post_at(4).forum_version, 1);
  site_.events().rename_author(before.author, "anon1");
  EXPECT_EQ(post_at(4).author, "anon1");
}

TEST_F(ReplayTest, events_on_what_is_not_there_do_nothing) {
  site_.events().edit(1, "x");
  site_.events().move({1, 2}, 2);
  site_.events().move({id_of(3)}, 99);
  site_.events().close(99);
  EXPECT_EQ(site_.events().reply({.topic = 99}), 0);
  EXPECT_EQ(header().posts_count, 30);
}

}  // namespace
}  // namespace gailou::replay
