// The newest events and the places in them.
#include "daemon/serve/live/event_log.h"

#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace gailou::serve {
namespace {

Event sized(std::int64_t commit, std::size_t bytes = 10) {
  return {.commit = {commit}, .bytes = std::make_shared<const std::string>(bytes, 'x')};
}

EventLog log_of(std::int64_t first, std::int64_t last) {
  EventLog log;
  log.begin_after({first - 1});
  for (auto commit = first; commit <= last; ++commit) log.append(sized(commit));
  return log;
}

TEST(EventLog, a_new_one_reaches_back_to_nothing) {
  const EventLog log;
  EXPECT_EQ(log.begin(), log.end());
  EXPECT_EQ(log.after({0}), log.end());
  EXPECT_EQ(log.bytes(), 0u);
}

TEST(EventLog, a_place_is_found_by_the_commit_before_it) {
  const auto log = log_of(5, 9);
  EXPECT_EQ(log.at(*log.after({4})).commit.value, 5);
  EXPECT_EQ(log.at(*log.after({7})).commit.value, 8);
  EXPECT_EQ(log.after({9}), log.end());
  EXPECT_EQ(log.after({1000}), log.end());
}

TEST(EventLog, it_doesnt_reach_back_before_its_beginning) {
  const auto log = log_of(5, 9);
  EXPECT_TRUE(log.after({4}));
  EXPECT_FALSE(log.after({3}));
  EXPECT_FALSE(log.after({0}));
}

TEST(EventLog, numbers_may_be_left_out) {
  EventLog log;
  log.begin_after({10});
  log.append(sized(15));
  log.append(sized(30));
  EXPECT_EQ(log.at(*log.after({12})).commit.value, 15);
  EXPECT_EQ(log.at(*log.after({15})).commit.value, 30);
  EXPECT_EQ(log.at(*log.after({29})).commit.value, 30);
}

TEST(EventLog, news_of_no_commit_lie_between) {
  auto log = log_of(1, 2);
  log.append(sized(0));
  log.append(sized(3));
  const auto place = *log.after({2});
  EXPECT_EQ(log.at(place).commit.value, 0);
  EXPECT_EQ(log.at(place + 1).commit.value, 3);
  EXPECT_EQ(log.tail().value, 3);
}

TEST(EventLog, the_oldest_go_when_there_are_too_many) {
  EventLog log({.events = 3, .bytes = 1000});
  log.begin_after({0});
  for (std::int64_t commit = 1; commit <= 5; ++commit) log.append(sized(commit));
  EXPECT_EQ(log.end() - log.begin(), 3u);
  EXPECT_EQ(log.begin(), 2u) << "places keep their numbers";
  EXPECT_FALSE(log.after({1}));
  EXPECT_EQ(log.at(*log.after({2})).commit.value, 3);
}

TEST(EventLog, or_too_large) {
  EventLog log({.events = 100, .bytes = 100});
  log.begin_after({0});
  for (std::int64_t commit = 1; commit <= 5; ++commit) log.append(sized(commit, 40));
  EXPECT_EQ(log.end() - log.begin(), 2u);
  EXPECT_EQ(log.bytes(), 80u);
}

TEST(EventLog, the_newest_stays_however_large) {
  EventLog log({.events = 100, .bytes = 100});
  log.append(sized(1, 50));
  log.append(sized(2, 5000));
  EXPECT_EQ(log.end() - log.begin(), 1u);
  EXPECT_EQ(log.at(log.begin()).commit.value, 2);
  EXPECT_EQ(log.bytes(), 5000u);
  log.append(sized(3, 1));
  EXPECT_EQ(log.at(log.begin()).commit.value, 3);
}

TEST(EventLog, bytes_are_counted_from_a_place) {
  EventLog log;
  for (std::int64_t commit = 1; commit <= 4; ++commit) log.append(sized(commit, static_cast<std::size_t>(commit)));
  EXPECT_EQ(log.bytes_from(0), 10u);
  EXPECT_EQ(log.bytes_from(2), 7u);
  EXPECT_EQ(log.bytes_from(4), 0u);
}

TEST(EventLog, a_place_that_is_gone_counts_from_the_oldest) {
  EventLog log({.events = 2, .bytes = 1000});
  for (std::int64_t commit = 1; commit <= 4; ++commit) log.append(sized(commit));
  EXPECT_EQ(log.bytes_from(0), 20u);
}

TEST(EventLog, what_was_looked_at_moves_the_tail_alone) {
  auto log = log_of(1, 2);
  log.looked_upto({7});
  EXPECT_EQ(log.tail().value, 7);
  log.looked_upto({3});
  EXPECT_EQ(log.tail().value, 7);
  EXPECT_EQ(log.after({2}), log.end());
}

TEST(EventLog, begun_anew_it_keeps_its_places_apart) {
  auto log = log_of(1, 3);
  const auto end = log.end();
  log.begin_after({100});
  EXPECT_EQ(log.begin(), end);
  EXPECT_FALSE(log.after({99}));
  EXPECT_EQ(log.after({100}), log.end());
  EXPECT_EQ(log.bytes(), 0u);
  log.append(sized(101, 8));
  EXPECT_EQ(log.at(end).commit.value, 101);
  EXPECT_EQ(log.bytes_from(0), 8u);
}

}  // namespace
}  // namespace gailou::serve
