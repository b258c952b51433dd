// What rules make of a forum's lists.
#include <map>

#include <gtest/gtest.h>

#include "daemon/track/discover/decide.h"

namespace gailou::track::discover {
namespace {

using namespace std::chrono_literals;
using digest::Instant;
using digest::ThreadId;
using digest::TopicId;
using forum::ListedTopic;

constexpr Instant kNow = digest::from_ms(1'777'000'000'000);

/// Ten replies an hour, written to five minutes ago.
ListedTopic lively(std::int64_t id) {
  return {.topic = TopicId{id},
          .title = "topic " + std::to_string(id),
          .category = "12",
          .tags = {"信用卡"},
          .author = "starter",
          .posts_count = 21,
          .likes = 30,
          .created_at = kNow - 2h,
          .last_posted_at = kNow - 5min};
}

ListedTopic silent_for(std::int64_t id, digest::Duration silence) {
  auto topic = lively(id);
  topic.created_at = kNow - silence - 2h;
  topic.last_posted_at = kNow - silence;
  return topic;
}

Rule adding(const std::string& name = "lively") {
  return {.name = name, .source = "forum", .min_replies_per_hour = 5, .mode = Mode::add};
}

Known of_rule(std::int64_t topic, digest::Duration silence, const std::string& rule = "lively") {
  return {.id = ThreadId{topic}, .topic = TopicId{topic}, .added_by = rule, .last_post = kNow - silence};
}

Facts facts_of(std::vector<ListedTopic> topics, std::vector<Known> known = {}) {
  return {.topics = std::move(topics), .known = std::move(known), .removed = {}, .now = kNow};
}

Decision decision(const std::vector<Rule>& rules, const Facts& facts) {
  return decide(rules, facts, judge(rules, facts, Memory{}));
}

std::vector<std::int64_t> ids(const std::vector<Addition>& additions) {
  std::vector<std::int64_t> list;
  for (const auto& addition : additions) list.push_back(addition.topic.value);
  return list;
}

using Ids = std::vector<std::int64_t>;

TEST(DiscoverRules, each_thing_that_a_rule_asks_for_must_fit) {
  const Figures figures{.lately = 10};
  const auto topic = lively(1);
  Rule rule{.name = "r", .source = "forum"};
  EXPECT_TRUE(fits(rule, topic, figures));
  rule = {.category = "12",
          .tag = "信用卡",
          .author = "STARTER",
          .keywords = {"no", "topic"},
          .min_replies_per_hour = 10,
          .min_likes = 30};
  EXPECT_TRUE(fits(rule, topic, figures));
  const auto without = [&](auto change) {
    Rule other = rule;
    change(other);
    return fits(other, topic, figures);
  };
  EXPECT_FALSE(without([](Rule& r) { r.category = "1"; }));
  EXPECT_FALSE(without([](Rule& r) { r.tag = "卡"; }));
  EXPECT_FALSE(without([](Rule& r) { r.author = "somebody"; }));
  EXPECT_FALSE(without([](Rule& r) { r.keywords = {"elsewhere"}; }));
  EXPECT_FALSE(without([](Rule& r) { r.min_replies_per_hour = 10.5; }));
  EXPECT_FALSE(without([](Rule& r) { r.min_likes = 31; }));
}

TEST(DiscoverRules, without_rules_what_is_alive_is_open_and_the_rest_is_told_apart) {
  auto closed = lively(2);
  closed.closed = true;
  auto archived = lively(3);
  archived.archived = true;
  auto hidden = lively(4);
  hidden.unlisted = true;
  auto alone = lively(5);
  alone.posts_count = 2;
  Facts facts = facts_of({lively(1), closed, archived, hidden, alone, silent_for(6, 80h), lively(7), lively(8)},
                         {{.id = ThreadId{1}, .topic = TopicId{7}}});
  facts.removed = {TopicId{8}};
  std::map<std::int64_t, Standing> standings;
  for (const auto& found : judge({}, facts, Memory{})) standings[found.topic.topic.value] = found.standing;
  EXPECT_EQ(standings, (std::map<std::int64_t, Standing>{{1, Standing::open},
                                                         {2, Standing::ended},
                                                         {3, Standing::ended},
                                                         {4, Standing::ended},
                                                         {5, Standing::quiet},
                                                         {6, Standing::quiet},
                                                         {7, Standing::tracked},
                                                         {8, Standing::removed}}));
}

TEST(DiscoverRules, the_liveliest_comes_first) {
  auto livelier = lively(2);
  livelier.posts_count = 200;
  const auto found = judge({}, facts_of({lively(1), livelier, silent_for(3, 10h)}), Memory{});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].topic.topic, TopicId{2});
  EXPECT_EQ(found[2].topic.topic, TopicId{3});
}

TEST(DiscoverRules, what_a_rule_wants_is_not_quiet) {
  auto alone = lively(1);
  alone.posts_count = 1;
  const Rule rule{.name = "news", .source = "forum", .keywords = {"topic"}};
  const auto found = judge({rule}, facts_of({alone}), Memory{});
  EXPECT_EQ(found.at(0).standing, Standing::open);
  EXPECT_EQ(found.at(0).rule, "news");
}

TEST(DiscoverDecisions, an_adding_rule_adds_what_fits_best_first) {
  auto livelier = lively(2);
  livelier.posts_count = 200;
  const auto decided = decision({adding()}, facts_of({lively(1), livelier, silent_for(3, 5h)}));
  EXPECT_EQ(ids(decided.add), (Ids{2, 1}));
  EXPECT_EQ(decided.add[0].rule, "lively");
  EXPECT_FALSE(decided.add[0].is_back);
  EXPECT_TRUE(decided.propose.empty());
  EXPECT_TRUE(decided.let_go.empty());
}

TEST(DiscoverDecisions, a_proposing_rule_adds_nothing) {
  Rule rule = adding();
  rule.mode = Mode::propose;
  const auto decided = decision({rule}, facts_of({lively(1)}));
  EXPECT_TRUE(decided.add.empty());
  EXPECT_EQ(ids(decided.propose), Ids{1});
}

TEST(DiscoverDecisions, the_first_rule_that_fits_has_the_topic) {
  Rule first = adding("first");
  first.mode = Mode::propose;
  EXPECT_EQ(decision({first, adding("second")}, facts_of({lively(1)})).propose.at(0).rule, "first");
  EXPECT_EQ(decision({adding("second"), first}, facts_of({lively(1)})).add.at(0).rule, "second");
}

TEST(DiscoverDecisions, what_is_tracked_or_was_removed_by_hand_is_left_alone) {
  Facts facts = facts_of({lively(1), lively(2)}, {{.id = ThreadId{1}, .topic = TopicId{1}, .last_post = kNow - 900h}});
  facts.removed = {TopicId{2}};
  const auto decided = decision({adding()}, facts);
  EXPECT_TRUE(decided.add.empty());
  EXPECT_TRUE(decided.propose.empty());
  EXPECT_TRUE(decided.let_go.empty());
}

TEST(DiscoverDecisions, closed_topics_are_never_added) {
  auto closed = lively(1);
  closed.closed = true;
  EXPECT_TRUE(decision({adding()}, facts_of({closed})).add.empty());
}

TEST(DiscoverDecisions, a_rule_never_tracks_more_than_max_threads) {
  Rule rule = adding();
  rule.max_threads = 3;
  std::vector<ListedTopic> topics;
  for (int id = 1; id <= 20; ++id) topics.push_back(lively(id));
  const auto decided = decision({rule}, facts_of(topics, {of_rule(101, 1h), of_rule(102, 1h)}));
  EXPECT_EQ(decided.add.size(), 1U);
  EXPECT_EQ(decided.propose.size(), 19U);
}

TEST(DiscoverDecisions, threads_of_others_do_not_fill_a_rule) {
  Rule rule = adding();
  rule.max_threads = 1;
  const auto decided =
      decision({rule, adding("other")}, facts_of({lively(1)}, {of_rule(101, 1h, "other"), of_rule(102, 1h, "")}));
  EXPECT_EQ(ids(decided.add), Ids{1});
}

TEST(DiscoverDecisions, what_fell_asleep_makes_room_at_once) {
  Rule rule = adding();
  rule.max_threads = 1;
  const auto decided = decision({rule}, facts_of({lively(1)}, {of_rule(101, 50h)}));
  ASSERT_EQ(decided.let_go.size(), 1U);
  EXPECT_EQ(decided.let_go[0].id, ThreadId{101});
  EXPECT_EQ(decided.let_go[0].rule, "lively");
  EXPECT_EQ(decided.let_go[0].silence, 50h);
  EXPECT_EQ(ids(decided.add), Ids{1});
}

TEST(DiscoverDecisions, only_a_rules_own_threads_are_let_go_of) {
  auto by_hand = of_rule(1, 9000h, "");
  auto of_a_rule_that_is_gone = of_rule(2, 9000h, "gone");
  auto paused_by_hand = of_rule(3, 9000h);
  paused_by_hand.paused = true;
  auto awake = of_rule(4, 47h);
  const auto decided = decision({adding()}, facts_of({}, {by_hand, of_a_rule_that_is_gone, paused_by_hand, awake}));
  EXPECT_TRUE(decided.let_go.empty());
}

TEST(DiscoverDecisions, what_was_let_go_of_comes_back_after_a_later_post_that_fits) {
  auto gone = of_rule(1, 60h);
  gone.paused = true;
  gone.let_go_at = kNow - 10h;
  const auto woken = decision({adding()}, facts_of({lively(1)}, {gone}));
  EXPECT_EQ(ids(woken.add), Ids{1});
  EXPECT_TRUE(woken.add[0].is_back);
  // The same list as when it was let go of: nothing new.
  gone.let_go_at = kNow - 1min;
  EXPECT_TRUE(decision({adding()}, facts_of({lively(1)}, {gone})).add.empty());
}

TEST(DiscoverDecisions, what_would_be_let_go_of_at_once_is_not_added) {
  Rule rule{.name = "liked", .source = "forum", .min_likes = 10, .mode = Mode::add, .asleep_after = 24h};
  EXPECT_TRUE(decision({rule}, facts_of({silent_for(1, 25h)})).add.empty());
  EXPECT_EQ(ids(decision({rule}, facts_of({silent_for(1, 23h)})).add), Ids{1});
  EXPECT_TRUE(decision({rule}, facts_of({{.topic = TopicId{1}, .likes = 50}})).add.empty());
}

TEST(DiscoverDecisions, deciding_again_after_carrying_it_out_changes_nothing) {
  Rule rule = adding();
  rule.max_threads = 2;
  Facts facts = facts_of({lively(1), lively(2), lively(3)}, {of_rule(101, 50h)});
  const auto first = decision({rule}, facts);
  ASSERT_EQ(first.add.size(), 2U);
  facts.known[0].let_go_at = kNow;
  facts.known[0].paused = true;
  for (const auto& addition : first.add) facts.known.push_back(of_rule(addition.topic.value, 0h));
  const auto second = decision({rule}, facts);
  EXPECT_TRUE(second.add.empty());
  EXPECT_TRUE(second.let_go.empty());
  EXPECT_EQ(ids(second.propose), ids(first.propose));
}

TEST(DiscoverDecisions, a_list_of_nonsense_decides_nothing) {
  std::vector<ListedTopic> topics;
  for (int id = 1; id <= 200; ++id) {
    topics.push_back({.topic = TopicId{id}, .title = std::string(1000, '\xff'), .posts_count = -5, .likes = -5});
  }
  const auto decided = decision({adding()}, facts_of(topics));
  EXPECT_TRUE(decided.add.empty());
  EXPECT_TRUE(decided.propose.empty());
}

}  // namespace
}  // namespace gailou::track::discover
