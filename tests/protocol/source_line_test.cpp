#include "daemon/protocol/source_line.h"

#include <gtest/gtest.h>

namespace gailou::protocol {
namespace {

using digest::from_ms;

constexpr digest::Instant kNow = from_ms(1'000'000);

SourceLine line_with(std::int64_t threads, std::int64_t paused, std::int64_t failing) {
  return {.source = {.name = "forum"}, .threads = threads, .paused = paused, .failing = failing};
}

Condition judged(SourceLine line) {
  judge(line, kNow);
  return line.condition;
}

SourceLine cooling(const std::string& trouble, digest::Instant until = from_ms(2'000'000)) {
  SourceLine line = line_with(2, 0, 1);
  line.state = {.cooldown_until = until, .failures = 1, .trouble = trouble};
  return line;
}

TEST(SourceLine, is_ok_as_long_as_some_thread_can_be_polled) {
  EXPECT_EQ(judged(line_with(3, 0, 0)), Condition::ok);
  EXPECT_EQ(judged(line_with(3, 0, 2)), Condition::ok);
  EXPECT_EQ(judged(line_with(3, 0, 3)), Condition::failing);
}

TEST(SourceLine, paused_threads_do_not_count) {
  EXPECT_EQ(judged(line_with(3, 2, 1)), Condition::failing);
  EXPECT_EQ(judged(line_with(3, 3, 0)), Condition::idle);
  EXPECT_EQ(judged(line_with(0, 0, 0)), Condition::idle);
}

TEST(SourceLine, a_cooldown_is_named_by_its_cause) {
  EXPECT_EQ(judged(cooling("challenged")), Condition::challenged);
  EXPECT_EQ(judged(cooling("rate_limited")), Condition::limited);
  EXPECT_EQ(judged(cooling("unavailable")), Condition::cooldown);
  EXPECT_EQ(judged(cooling("")), Condition::cooldown);
}

TEST(SourceLine, a_cooldown_that_has_ended_is_none) {
  EXPECT_EQ(judged(cooling("challenged", kNow)), Condition::ok);
  EXPECT_EQ(judged(cooling("rate_limited", from_ms(1))), Condition::ok);
}

TEST(SourceLine, a_spent_budget_limits_until_tomorrow) {
  SourceLine line = line_with(2, 0, 0);
  line.day_budget = 100;
  line.requests_today = 99;
  EXPECT_EQ(judged(line), Condition::ok);
  line.requests_today = 100;
  EXPECT_EQ(judged(line), Condition::limited);
  judge(line, kNow);
  EXPECT_NE(line.advice.find("budget"), std::string::npos) << line.advice;
}

TEST(SourceLine, advice_is_given_where_the_owner_can_do_something) {
  SourceLine challenged = cooling("challenged");
  judge(challenged, kNow);
  EXPECT_NE(challenged.advice.find("forum's owner"), std::string::npos) << challenged.advice;
  SourceLine once = cooling("rate_limited");
  judge(once, kNow);
  EXPECT_TRUE(once.advice.empty()) << once.advice;
  SourceLine often = cooling("rate_limited");
  often.state.failures = 3;
  judge(often, kNow);
  EXPECT_NE(often.advice.find("poll.per_host_rate"), std::string::npos) << often.advice;
  SourceLine well = line_with(1, 0, 0);
  judge(well, kNow);
  EXPECT_TRUE(well.advice.empty());
}

TEST(SourceLine, each_condition_has_a_name_of_its_own) {
  for (const Condition condition : {Condition::ok, Condition::idle, Condition::failing, Condition::cooldown,
                                    Condition::limited, Condition::challenged}) {
    EXPECT_EQ(condition_of(name_of(condition)), condition);
  }
  EXPECT_FALSE(condition_of("fine"));
}

}  // namespace
}  // namespace gailou::protocol
