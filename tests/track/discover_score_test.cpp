// How alive a topic is, by what lists show of it.
#include <cmath>

#include <gtest/gtest.h>

#include "daemon/track/discover/score.h"
#include "daemon/track/discover/title.h"

namespace gailou::track::discover {
namespace {

using namespace std::chrono_literals;
using digest::Instant;
using digest::TopicId;
using forum::ListedTopic;

constexpr Instant kNow = digest::from_ms(1'777'000'000'000);

ListedTopic topic(std::int64_t posts, digest::Duration age, digest::Duration silence) {
  return {.topic = TopicId{1}, .posts_count = posts, .created_at = kNow - age, .last_posted_at = kNow - silence};
}

Figures figures(const ListedTopic& listed, std::optional<double> growth = {}, std::size_t keywords = 0) {
  return figures_of(listed, growth, keywords, kNow);
}

TEST(DiscoverScore, replies_an_hour_are_counted_over_the_topics_life) {
  EXPECT_DOUBLE_EQ(figures(topic(41, 4h, 5min)).replies_per_hour, 10);
  EXPECT_DOUBLE_EQ(figures(topic(1, 4h, 4h)).replies_per_hour, 0);
}

TEST(DiscoverScore, a_topic_of_a_few_minutes_counts_as_one_of_an_hour) {
  EXPECT_DOUBLE_EQ(figures(topic(4, 2min, 0min)).replies_per_hour, 3);
}

TEST(DiscoverScore, without_an_earlier_look_silence_bounds_what_came_lately) {
  EXPECT_DOUBLE_EQ(figures(topic(101, 10h, 30min)).lately, 10);
  EXPECT_DOUBLE_EQ(figures(topic(101, 10h, 5h)).lately, 0.2);
}

TEST(DiscoverScore, an_earlier_look_knows_better) {
  EXPECT_DOUBLE_EQ(figures(topic(101, 10h, 30min), 40.0).lately, 40);
  EXPECT_DOUBLE_EQ(figures(topic(101, 10h, 30min), 0.0).lately, 0);
}

TEST(DiscoverScore, freshness_halves_every_six_hours) {
  EXPECT_DOUBLE_EQ(figures(topic(10, 40h, 0h)).freshness, 1);
  EXPECT_DOUBLE_EQ(figures(topic(10, 40h, 6h)).freshness, 0.5);
  EXPECT_DOUBLE_EQ(figures(topic(10, 40h, 12h)).freshness, 0.25);
}

TEST(DiscoverScore, what_is_livelier_fresher_or_liked_more_comes_first) {
  const auto base = figures(topic(41, 4h, 1h)).score;
  EXPECT_GT(figures(topic(81, 4h, 1h)).score, base);
  EXPECT_GT(figures(topic(41, 4h, 10min)).score, base);
  auto liked = topic(41, 4h, 1h);
  liked.likes = 60;
  EXPECT_GT(figures(liked).score, base);
  EXPECT_GT(figures(topic(41, 4h, 1h), {}, 1).score, base);
}

TEST(DiscoverScore, likes_and_words_without_replies_make_nothing_alive) {
  auto picture = topic(1, 1h, 1h);
  picture.likes = 5000;
  EXPECT_EQ(figures(picture, {}, 9).score, 0);
  // A joke that everybody likes doesn't outweigh a discussion without bound.
  auto joke = topic(11, 1h, 0h);
  joke.likes = 1'000'000;
  EXPECT_LE(figures(joke).score, 2 * figures(topic(11, 1h, 0h)).score + 1e-9);
}

TEST(DiscoverScore, absurd_rows_give_finite_figures) {
  const ListedTopic rows[] = {
      {.topic = TopicId{1}},
      {.topic = TopicId{1}, .posts_count = (std::int64_t{1} << 53) - 1, .likes = (std::int64_t{1} << 53) - 1},
      {.topic = TopicId{1}, .posts_count = 9, .last_posted_at = kNow + 24h * 365},
      {.topic = TopicId{1}, .posts_count = 9, .created_at = kNow + 24h, .last_posted_at = kNow - 24h},
      {.topic = TopicId{1}, .posts_count = 9, .created_at = digest::from_ms(0), .last_posted_at = kNow},
  };
  for (const auto& row : rows) {
    const auto told = figures(row);
    EXPECT_TRUE(std::isfinite(told.score) && told.score >= 0);
    EXPECT_TRUE(std::isfinite(told.lately) && told.lately >= 0);
    EXPECT_LE(told.freshness, 1);
  }
}

TEST(DiscoverMemory, growth_is_measured_over_three_quarters_of_an_hour_at_least) {
  Memory memory;
  memory.note({topic(10, 4h, 0h)}, kNow);
  EXPECT_FALSE(memory.growth_of(topic(14, 4h, 0h), kNow + 30min));
  EXPECT_DOUBLE_EQ(memory.growth_of(topic(14, 4h, 0h), kNow + 60min).value(), 4);
}

TEST(DiscoverMemory, the_oldest_look_of_the_last_two_hours_counts) {
  Memory memory;
  for (int i = 0; i < 20; ++i) memory.note({topic(10 + i, 4h, 0h)}, kNow + i * 15min);
  const auto now = kNow + 19 * 15min;
  // Two hours earlier it had eight posts less.
  EXPECT_DOUBLE_EQ(memory.growth_of(topic(29, 4h, 0h), now).value(), 4);
}

TEST(DiscoverMemory, a_topic_that_was_not_listed_then_is_unknown) {
  Memory memory;
  memory.note({}, kNow);
  EXPECT_FALSE(memory.growth_of(topic(14, 4h, 0h), kNow + 60min));
  memory.note({topic(10, 4h, 0h)}, kNow + 60min);
  EXPECT_DOUBLE_EQ(memory.growth_of(topic(13, 4h, 0h), kNow + 120min).value(), 3);
}

TEST(DiscoverMemory, deletions_are_no_growth) {
  Memory memory;
  memory.note({topic(10, 4h, 0h)}, kNow);
  EXPECT_DOUBLE_EQ(memory.growth_of(topic(4, 4h, 0h), kNow + 60min).value(), 0);
}

TEST(DiscoverMemory, a_clock_that_is_set_back_forgets_what_is_to_come) {
  Memory memory;
  memory.note({topic(10, 4h, 0h)}, kNow + 24h);
  memory.note({topic(10, 4h, 0h)}, kNow);
  EXPECT_DOUBLE_EQ(memory.growth_of(topic(12, 4h, 0h), kNow + 60min).value(), 2);
}

TEST(DiscoverTitle, a_keyword_is_found_whatever_its_width_and_case) {
  EXPECT_TRUE(has_keyword("ＡＭＥＸ 白金 又送分了", "amex"));
  EXPECT_TRUE(has_keyword("大通新开卡奖励", "开卡"));
  EXPECT_TRUE(has_keyword("Chase  Sapphire Preferred 90k", "chase sapphire"));
  EXPECT_FALSE(has_keyword("大通新开卡奖励", "销卡"));
}

TEST(DiscoverTitle, a_latin_keyword_is_a_word_of_its_own) {
  EXPECT_FALSE(has_keyword("a chair in the air", "ai"));
  EXPECT_TRUE(has_keyword("AI会不会继续涨价", "ai"));
  EXPECT_TRUE(has_keyword("聊聊ai", "AI"));
  EXPECT_TRUE(has_keyword("chair, then ai", "ai"));
  EXPECT_FALSE(has_keyword("90k", "0"));
}

TEST(DiscoverTitle, an_empty_keyword_is_nowhere) {
  EXPECT_FALSE(has_keyword("title", ""));
  EXPECT_FALSE(has_keyword("title", "  "));
  EXPECT_FALSE(has_keyword("", "x"));
}

TEST(DiscoverTitle, bidi_controls_and_broken_text_hide_no_keyword_and_break_nothing) {
  EXPECT_TRUE(has_keyword("\u202e\u200b开\u200b卡", "开卡"));
  EXPECT_FALSE(has_keyword("\xff\xfe", "开卡"));
  EXPECT_TRUE(is_same("Alice", "ALICE"));
  EXPECT_FALSE(is_same("Alice", "Alice2"));
}

}  // namespace
}  // namespace gailou::track::discover
