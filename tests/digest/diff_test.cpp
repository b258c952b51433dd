// What an observation changes in what is known.
#include "digest/diff.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace gailou::digest {
namespace {

Body words(const std::string& text) {
  return Body{.blocks = {Block{.spans = {Span{.text = text}}}}};
}

Instant minute(long long m) {
  return from_ms(1'700'000'000'000 + m * 60'000);
}

Post post(std::int64_t id, const std::string& text, long long updated = 0) {
  return Post{.id = PostId{id},
              .floor = Floor{id},
              .author = "someone",
              .created_at = minute(0),
              .updated_at = minute(updated),
              .body = words(text)};
}

Post placeholder(std::int64_t id, PostState state, long long updated = 0) {
  Post out = post(id, "(post deleted by author)", updated);
  out.state = state;
  return out;
}

/// What a store does with changes, in small.
void store(KnownPosts& known, const Changes& changes) {
  const auto take = [&](const Post& p, bool has_text) {
    KnownPost& k = known[p.id];
    k.id = p.id;
    k.floor = p.floor;
    k.state = p.state;
    k.author = p.author;
    k.likes = p.likes;
    if (p.updated_at && (!k.updated_at || *k.updated_at < *p.updated_at)) k.updated_at = p.updated_at;
    if (has_text) k.hash = content_hash(p.body);
  };
  for (const Post& p : changes.added) take(p, p.state == PostState::visible);
  for (const Post& p : changes.edited) take(p, true);
  for (const Post& p : changes.restored) take(p, true);
  for (const Post& p : changes.marked) take(p, false);
  for (const Post& p : changes.relabelled) take(p, false);
}

KnownPosts knowing(const std::vector<Post>& posts) {
  KnownPosts known;
  store(known, diff({}, Observation{.posts = posts}));
  return known;
}

Changes seeing(const KnownPosts& known, std::vector<Post> posts) {
  return diff(known, Observation{.fresh = true, .posts = std::move(posts)});
}

TEST(Diff, an_unknown_post_is_added) {
  const Changes changes = seeing({}, {post(1, "一")});
  ASSERT_EQ(changes.added.size(), 1U);
  EXPECT_EQ(changes.added[0], post(1, "一"));
}

TEST(Diff, the_same_observation_again_changes_nothing) {
  const std::vector<Post> posts = {post(1, "一"), placeholder(2, PostState::hidden), post(3, "三")};
  EXPECT_TRUE(seeing(knowing(posts), posts).empty());
}

TEST(Diff, an_edited_post_is_not_new) {
  const Changes changes = seeing(knowing({post(1, "一")}), {post(1, "二")});
  EXPECT_TRUE(changes.added.empty());
  ASSERT_EQ(changes.edited.size(), 1U);
  EXPECT_EQ(changes.edited[0].body, words("二"));
}

TEST(Diff, a_moved_time_or_version_without_other_words_is_no_edit) {
  Post later = post(1, "一", 5);
  later.forum_version = 3;
  const Changes changes = seeing(knowing({post(1, "一")}), {later});
  EXPECT_TRUE(changes.edited.empty());
  ASSERT_EQ(changes.relabelled.size(), 1U);
  EXPECT_EQ(changes.relabelled[0].updated_at, minute(5));
}

TEST(Diff, an_older_answer_takes_nothing_back) {
  const KnownPosts known = knowing({post(1, "二", 5)});
  EXPECT_TRUE(seeing(known, {post(1, "一", 4)}).empty());
  EXPECT_TRUE(seeing(known, {placeholder(1, PostState::withdrawn, 4)}).empty());
}

TEST(Diff, a_placeholder_marks_and_brings_no_text) {
  for (const PostState state : {PostState::hidden, PostState::withdrawn, PostState::deleted}) {
    const Changes changes = seeing(knowing({post(1, "一")}), {placeholder(1, state, 1)});
    EXPECT_TRUE(changes.edited.empty());
    ASSERT_EQ(changes.marked.size(), 1U);
    EXPECT_EQ(changes.marked[0].state, state);
    EXPECT_TRUE(changes.marked[0].body.blocks.empty());
  }
}

TEST(Diff, a_post_first_seen_as_a_placeholder_is_added_without_text) {
  const Changes changes = seeing({}, {placeholder(1, PostState::hidden)});
  ASSERT_EQ(changes.added.size(), 1U);
  EXPECT_EQ(changes.added[0].state, PostState::hidden);
  EXPECT_TRUE(changes.added[0].body.blocks.empty());
}

TEST(Diff, a_hidden_withdrawn_or_deleted_post_comes_back) {
  for (const PostState state : {PostState::hidden, PostState::withdrawn, PostState::deleted, PostState::moved}) {
    KnownPosts known = knowing({post(1, "一")});
    known[PostId{1}].state = state;
    const Changes changes = seeing(known, {post(1, "一")});
    ASSERT_EQ(changes.restored.size(), 1U) << name_of(state);
    EXPECT_EQ(changes.restored[0].body, words("一"));
    EXPECT_TRUE(changes.edited.empty());
  }
}

TEST(Diff, a_cached_answer_does_not_show_a_hidden_post_again) {
  KnownPosts known = knowing({post(1, "一")});
  known[PostId{1}].state = PostState::hidden;
  EXPECT_TRUE(diff(known, Observation{.posts = {post(1, "一")}}).empty());
  EXPECT_EQ(diff(known, Observation{.posts = {post(1, "一", 1)}}).restored.size(), 1U);
}

TEST(Diff, another_floor_or_author_relabels) {
  const KnownPosts known = knowing({post(1, "一"), post(2, "二")});
  Post moved = post(1, "一");
  moved.floor = Floor{9};
  Post renamed = post(2, "二");
  renamed.author = "anon12345678";
  const Changes changes = seeing(known, {moved, renamed});
  ASSERT_EQ(changes.relabelled.size(), 2U);
  EXPECT_TRUE(changes.edited.empty());
  EXPECT_EQ(changes.relabelled[0].floor, Floor{9});
}

TEST(Diff, whom_a_post_answers_relabels_when_it_changes_and_when_it_is_gone) {
  KnownPosts known = knowing({post(1, "一"), post(2, "二")});
  Post reply = post(2, "二");
  reply.reply_to = Floor{1};
  EXPECT_EQ(seeing(known, {reply}).relabelled.size(), 1U);
  known[PostId{2}].reply_to = Floor{1};
  EXPECT_TRUE(seeing(known, {reply}).empty());
  reply.reply_to.reset();
  EXPECT_EQ(seeing(known, {reply}).relabelled.size(), 1U);
}

TEST(Diff, whom_a_small_action_answers_is_not_kept_and_no_change) {
  Post event = post(1, "");
  event.small_action = true;
  event.reply_to = Floor{7};
  EXPECT_TRUE(seeing(knowing({post(1, "")}), {event}).empty());
}

TEST(Diff, likes_alone_are_no_reason_to_write) {
  Post liked = post(1, "一");
  liked.likes = 12;
  EXPECT_TRUE(seeing(knowing({post(1, "一")}), {liked}).empty());
  liked.floor = Floor{2};
  EXPECT_EQ(seeing(knowing({post(1, "一")}), {liked}).relabelled.at(0).likes, 12);
}

TEST(Diff, ids_of_the_stream_that_are_not_in_hand_are_unseen) {
  const Observation observation{.stream = {{PostId{1}, PostId{3}, PostId{2}, PostId{3}}}, .posts = {post(2, "二")}};
  const Changes changes = diff(knowing({post(1, "一")}), observation);
  EXPECT_EQ(changes.unseen, std::vector<PostId>{PostId{3}});
  EXPECT_TRUE(changes.absent.empty());
}

TEST(Diff, absence_shows_only_in_a_fresh_stream) {
  const KnownPosts known = knowing({post(1, "一"), post(2, "二")});
  Observation observation{.stream = {{PostId{1}}}};
  EXPECT_TRUE(diff(known, observation).absent.empty());
  observation.fresh = true;
  EXPECT_EQ(diff(known, observation).absent, std::vector<PostId>{PostId{2}});
  observation.stream.reset();
  EXPECT_TRUE(diff(known, observation).absent.empty());
}

TEST(Diff, what_is_known_as_gone_is_not_missed_again) {
  KnownPosts known = knowing({post(1, "一"), post(2, "二"), post(3, "三"), post(4, "四")});
  known[PostId{1}].state = PostState::deleted;
  known[PostId{2}].state = PostState::moved;
  known[PostId{3}].state = PostState::hidden;
  const Observation observation{.stream = std::vector<PostId>{}, .fresh = true};
  EXPECT_EQ(diff(known, observation).absent, (std::vector<PostId>{PostId{3}, PostId{4}}));
}

TEST(Diff, a_suspicion_ends_when_the_post_shows_anywhere) {
  KnownPosts known = knowing({post(1, "一"), post(2, "二"), post(3, "三")});
  for (auto& [id, k] : known) k.suspected = true;
  const Observation observation{.stream = {{PostId{1}}}, .posts = {post(2, "二")}};
  EXPECT_EQ(diff(known, observation).present, (std::vector<PostId>{PostId{1}, PostId{2}}));
}

TEST(Diff, of_two_answers_about_one_post_the_later_counts) {
  const std::vector<Post> posts = {post(1, "新", 5), post(1, "旧", 4)};
  for (const std::vector<Post>& order : {posts, std::vector<Post>(posts.rbegin(), posts.rend())}) {
    const Changes changes = seeing({}, order);
    ASSERT_EQ(changes.added.size(), 1U);
    EXPECT_EQ(changes.added[0].body, words("新"));
  }
}

/// An answer out of a cache.
Changes seeing_cached(const KnownPosts& known, std::vector<Post> posts) {
  return diff(known, Observation{.posts = std::move(posts)});
}

TEST(Diff, of_two_texts_of_one_time_the_fresh_one_counts) {
  const KnownPosts known = knowing({post(1, "一")});
  EXPECT_TRUE(seeing_cached(known, {post(1, "二")}).empty());
  EXPECT_EQ(seeing(known, {post(1, "二")}).edited.size(), 1U);
  EXPECT_EQ(seeing_cached(known, {post(1, "二", 1)}).edited.size(), 1U);
}

TEST(Diff, a_cached_answer_of_the_same_time_marks_restores_and_renames_nobody) {
  KnownPosts known = knowing({post(1, "一"), post(2, "二"), post(3, "三")});
  known[PostId{2}].state = PostState::deleted;
  Post renamed = post(3, "三");
  renamed.author = "earlier";
  renamed.floor = Floor{8};
  EXPECT_TRUE(seeing_cached(known, {placeholder(1, PostState::hidden), post(2, "二"), renamed}).empty());
  const Changes changes = seeing(known, {placeholder(1, PostState::hidden), post(2, "二"), renamed});
  EXPECT_EQ(changes.marked.size(), 1U);
  EXPECT_EQ(changes.restored.size(), 1U);
  EXPECT_EQ(changes.relabelled.size(), 1U);
}

TEST(Diff, an_answer_without_a_time_counts_only_when_fresh_or_nothing_better_is_known) {
  Post timeless = post(1, "二");
  timeless.updated_at.reset();
  KnownPosts known = knowing({post(1, "一")});
  EXPECT_TRUE(seeing_cached(known, {timeless}).empty());
  EXPECT_EQ(seeing(known, {timeless}).edited.size(), 1U);
  known[PostId{1}].updated_at.reset();
  EXPECT_EQ(seeing_cached(known, {timeless}).edited.size(), 1U);
}

TEST(Diff, a_saved_file_undoes_no_removal) {
  KnownPosts known = knowing({post(1, "一")});
  known[PostId{1}].state = PostState::deleted;
  EXPECT_TRUE(diff(known, Observation{.saved = true, .posts = {post(1, "一", 9)}}).empty());
}

TEST(Diff, a_cached_post_that_nobody_knew_is_added) {
  EXPECT_EQ(seeing_cached({}, {post(1, "一")}).added.size(), 1U);
}

TEST(Diff, an_edit_back_to_an_earlier_text_is_an_edit) {
  KnownPosts known = knowing({post(1, "一")});
  store(known, seeing(known, {post(1, "二", 1)}));
  EXPECT_EQ(seeing(known, {post(1, "一", 2)}).edited.size(), 1U);
}

TEST(Diff, a_version_that_went_down_with_the_same_words_is_no_edit) {
  Post first = post(1, "一");
  first.forum_version = 4;
  Post second = post(1, "一", 3);
  second.forum_version = 1;
  const Changes changes = seeing(knowing({first}), {second});
  EXPECT_TRUE(changes.edited.empty());
  EXPECT_EQ(changes.relabelled.size(), 1U);
}

TEST(Diff, a_withdrawn_post_that_is_deleted_is_marked_again_and_once) {
  KnownPosts known = knowing({post(1, "一")});
  store(known, seeing(known, {placeholder(1, PostState::withdrawn, 1)}));
  const Changes changes = seeing(known, {placeholder(1, PostState::deleted, 2)});
  ASSERT_EQ(changes.marked.size(), 1U);
  store(known, changes);
  EXPECT_TRUE(seeing(known, {placeholder(1, PostState::deleted, 2)}).empty());
}

TEST(Diff, an_accepted_answer_relabels) {
  Post accepted = post(1, "一");
  accepted.accepted = true;
  const Changes changes = seeing(knowing({post(1, "一")}), {accepted});
  EXPECT_TRUE(changes.edited.empty());
  EXPECT_EQ(changes.relabelled.size(), 1U);
}

TEST(Diff, likes_alone_are_counted_aside) {
  Post liked = post(1, "一");
  liked.likes = 12;
  const Changes changes = seeing(knowing({post(1, "一")}), {liked});
  EXPECT_FALSE(changes.writes());
  ASSERT_EQ(changes.counted.size(), 1U);
  EXPECT_EQ(changes.counted[0].likes, 12);
}

TEST(Diff, a_detail_that_is_learnt_later_relabels_and_one_that_is_missing_takes_nothing_back) {
  Post event = post(1, "");
  event.small_action = true;
  event.detail = "/t/other/9";
  KnownPosts known = knowing({post(1, "")});
  EXPECT_EQ(seeing(known, {event}).relabelled.size(), 1U);
  known[PostId{1}].detail = "/t/other/9";
  EXPECT_TRUE(seeing(known, {event}).empty());
  event.detail.clear();
  EXPECT_TRUE(seeing(known, {event}).empty());
}

TEST(Diff, a_stream_that_begins_behind_a_floor_says_nothing_of_what_stands_before) {
  const KnownPosts known = knowing({post(1, "一"), post(2, "二"), post(3, "三"), post(4, "四"), post(5, "五")});
  const Observation observation{.stream = {{PostId{3}, PostId{5}, PostId{9}}}, .stream_from = Floor{2}, .fresh = true};
  const Changes changes = diff(known, observation);
  EXPECT_EQ(changes.absent, std::vector<PostId>{PostId{4}});
  EXPECT_EQ(changes.unseen, std::vector<PostId>{PostId{9}});
}

TEST(Diff, a_stream_that_begins_at_a_floor_nearby_misses_nothing_before_it) {
  // Floor 2 was purged: the forum listed what follows the nearest one, which was 3.
  const KnownPosts known = knowing({post(1, "一"), post(3, "三"), post(4, "四"), post(6, "六")});
  const Observation observation{.stream = {{PostId{4}, PostId{6}}}, .stream_from = Floor{2}, .fresh = true};
  EXPECT_TRUE(diff(known, observation).absent.empty());
}

TEST(Diff, an_empty_end_of_a_stream_is_evidence_for_the_end_alone) {
  const KnownPosts known = knowing({post(1, "一"), post(2, "二")});
  const Observation observation{.stream = std::vector<PostId>{}, .stream_from = Floor{1}, .fresh = true};
  EXPECT_EQ(diff(known, observation).absent, std::vector<PostId>{PostId{2}});
}

/// A post's life at random: its time rises with each step.
std::vector<Post> history(std::mt19937& random, std::int64_t id) {
  std::vector<Post> out;
  const int steps = 1 + static_cast<int>(random() % 5);
  for (int step = 0; step < steps; ++step) {
    const bool visible = random() % 3 != 0;
    const std::string text = std::to_string(id) + "/" + std::to_string(step);
    Post p =
        visible ? post(id, text, step) : placeholder(id, random() % 2 ? PostState::hidden : PostState::withdrawn, step);
    p.floor = Floor{id + static_cast<std::int64_t>(random() % 2)};
    out.push_back(std::move(p));
  }
  return out;
}

TEST(Diff, ends_in_the_same_whatever_the_order_of_answers_at_random) {
  std::mt19937 random(1405);
  for (int round = 0; round < 200; ++round) {
    std::vector<Post> answers;
    for (std::int64_t id = 1; id <= 5; ++id) {
      for (Post& p : history(random, id)) answers.push_back(std::move(p));
    }
    const auto outcome = [&] {
      KnownPosts known;
      for (const Post& p : answers) store(known, seeing(known, {p}));
      return known;
    };
    const KnownPosts in_order = outcome();
    std::shuffle(answers.begin(), answers.end(), random);
    const KnownPosts shuffled = outcome();
    for (const auto& [id, k] : in_order) {
      const KnownPost& other = shuffled.at(id);
      EXPECT_EQ(k.state, other.state) << round;
      EXPECT_EQ(k.floor, other.floor) << round;
      EXPECT_EQ(k.updated_at, other.updated_at) << round;
      if (k.state == PostState::visible) {
        EXPECT_EQ(k.hash, other.hash) << round;
      }
    }
  }
}

TEST(Diff, twice_the_same_observation_is_idempotent_at_random) {
  std::mt19937 random(88);
  for (int round = 0; round < 200; ++round) {
    Observation observation{.stream = std::vector<PostId>{}, .fresh = true};
    for (std::int64_t id = 1; id <= 6; ++id) {
      for (Post& p : history(random, id)) observation.posts.push_back(std::move(p));
      observation.stream->push_back(PostId{id});
    }
    KnownPosts known;
    store(known, diff(known, observation));
    EXPECT_TRUE(diff(known, observation).empty()) << round;
  }
}

}  // namespace
}  // namespace gailou::digest
