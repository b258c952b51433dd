// What a request for events asks for, and what it may not ask for.
#include <string>

#include <gtest/gtest.h>

#include "daemon/serve/live/wish.h"
#include "tests/serve/site_fixture.h"

namespace gailou::serve {
namespace {

EventWish wish(std::string_view target, std::string_view last_id = {}) {
  auto request = request_for(target);
  request.last_event_id = last_id;
  const auto asked = event_wish(request);
  EXPECT_TRUE(std::holds_alternative<EventWish>(asked)) << target;
  return std::holds_alternative<EventWish>(asked) ? std::get<EventWish>(asked) : EventWish{};
}

/// The parameters at fault.
std::vector<std::string> faults(std::string_view target) {
  const auto asked = event_wish(request_for(target));
  std::vector<std::string> names;
  if (const auto* problem = std::get_if<Problem>(&asked)) {
    EXPECT_EQ(problem->kind, ProblemKind::bad_parameter);
    for (const auto& fault : problem->faults) names.push_back(fault.pointer);
  }
  return names;
}

Event event(EventType type, std::string source = "forum", std::int64_t topic = 7) {
  return {.type = type, .about = {.source = std::move(source), .topic = {topic}}};
}

TEST(EventWish, nothing_said_means_everything_from_now_on) {
  const auto asked = wish("/events");
  EXPECT_FALSE(asked.after);
  EXPECT_FALSE(asked.lost);
  EXPECT_TRUE(asked.filter.threads.empty());
  for (const auto type : {EventType::revision, EventType::thread, EventType::status}) {
    EXPECT_TRUE(asked.filter.wants(event(type)));
  }
}

TEST(EventWish, threads_are_named_as_everywhere) {
  const auto asked = wish("/events?thread=forum/7&thread=other-1/9007199254740992");
  ASSERT_EQ(asked.filter.threads.size(), 2u);
  EXPECT_EQ(asked.filter.threads[0].source, "forum");
  EXPECT_EQ(asked.filter.threads[1].topic.value, 9007199254740992);
}

TEST(EventWish, names_that_are_none_are_refused) {
  for (const std::string name : {"", "forum", "forum/", "/7", "forum/x", "forum/07", "forum/0", "forum/-1", "Forum/7",
                                 "forum/7/", "forum/7/posts", "forum/7.json", "fo rum/7", "forum/9007199254740993",
                                 "forum/99999999999999999999", "../events", "forum//7"}) {
    EXPECT_EQ(faults("/events?thread=" + name), std::vector<std::string>{"/thread"}) << name;
  }
}

TEST(EventWish, there_is_a_most_of_threads) {
  std::string target = "/events?types=revision";
  for (int topic = 1; topic <= 64; ++topic) target += "&thread=forum/" + std::to_string(topic);
  EXPECT_EQ(wish(target).filter.threads.size(), 64u);
  EXPECT_EQ(faults(target + "&thread=forum/65"), std::vector<std::string>{"/thread"});
}

TEST(EventWish, types_choose) {
  const auto asked = wish("/events?types=thread,status");
  EXPECT_FALSE(asked.filter.wants(event(EventType::revision)));
  EXPECT_TRUE(asked.filter.wants(event(EventType::thread)));
  EXPECT_TRUE(asked.filter.wants(event(EventType::status)));
  EXPECT_TRUE(wish("/events?types=revision&types=status").filter.wants(event(EventType::status)));
}

TEST(EventWish, types_that_are_none_are_refused) {
  for (const std::string types :
       {"", "reset", "revision,", ",revision", "revision status", "REVISION", "revision,,status"}) {
    EXPECT_EQ(faults("/events?types=" + types), std::vector<std::string>{"/types"}) << types;
  }
}

TEST(EventWish, a_threads_followers_hear_of_their_source_and_of_no_other) {
  const auto asked = wish("/events?thread=forum/7");
  EXPECT_TRUE(asked.filter.wants(event(EventType::revision)));
  EXPECT_TRUE(asked.filter.wants(event(EventType::thread)));
  EXPECT_TRUE(asked.filter.wants(event(EventType::status, "forum", 0)));
  EXPECT_FALSE(asked.filter.wants(event(EventType::revision, "forum", 8)));
  EXPECT_FALSE(asked.filter.wants(event(EventType::revision, "other", 7)));
  EXPECT_FALSE(asked.filter.wants(event(EventType::status, "other", 0)));
}

TEST(EventWish, since_says_where_to_begin_and_the_header_beats_it) {
  EXPECT_EQ(wish("/events?since=12").after->value, 12);
  EXPECT_EQ(wish("/events?since=0").after->value, 0);
  EXPECT_EQ(wish("/events?since=12", "34").after->value, 34);
  EXPECT_EQ(wish("/events", "34").after->value, 34);
}

TEST(EventWish, a_since_that_is_no_commit_is_refused) {
  for (const std::string since : {"", "-1", "x", "1.5", "12 ", "0x10", "99999999999999999999", "+1"}) {
    EXPECT_EQ(faults("/events?since=" + since), std::vector<std::string>{"/since"}) << since;
  }
}

TEST(EventWish, a_hostile_id_is_lost_not_refused) {
  for (const std::string id :
       {"x", "-1", "+5", "1e3", "12 ", " 12", "9223372036854775808", "null", "12\t", "１２", "0x7f", "--", "1;2"}) {
    const auto asked = wish("/events?since=3", id);
    EXPECT_TRUE(asked.lost) << id;
    EXPECT_EQ(asked.after->value, 0) << id;
  }
  EXPECT_TRUE(wish("/events", std::string(8000, '9')).lost);
  EXPECT_FALSE(wish("/events", "9223372036854775807").lost);
  EXPECT_FALSE(wish("/events", "007").lost);
}

TEST(EventWish, all_faults_are_told_at_once) {
  EXPECT_EQ(faults("/events?thread=x&types=y&since=z"), (std::vector<std::string>{"/thread", "/types", "/since"}));
}

TEST(EventWish, what_nobody_knows_is_passed_over) {
  EXPECT_FALSE(wish("/events?lastEventId=5&retry=1").after);
}

}  // namespace
}  // namespace gailou::serve
