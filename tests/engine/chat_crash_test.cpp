// What a kill or a stop in the middle of a call leaves behind, and that nothing is bought twice.
#include <gtest/gtest.h>

#include "tests/engine/chat_fixture.h"

namespace gailou::engine {
namespace {

using endpoint::Manner;
using Names = std::vector<std::string>;
using Numbers = std::vector<std::int64_t>;

class ChatCrashTest : public ChatTest {
 protected:
  /// Stops in the middle of the call that comes next.
  void interrupt(const digest::BatchInput& input) {
    stand_in_.behave(Manner::hang);
    auto running = loop_.spawn(engine_->draft(asker_, input));
    loop_.run_for(5s);
    running.cancel();
    loop_.run_ready();
    stand_in_.behave(Manner::honest);
    start();
  }
};

TEST_F(ChatCrashTest, a_stop_leaves_the_row_open_and_writes_nothing) {
  interrupt(chat_batch());
  EXPECT_EQ(ledger_.verdicts(), (Names{"open"}));
  EXPECT_TRUE(ledger_.kept.empty());
  EXPECT_TRUE(offline_.drafted.empty());
}

TEST_F(ChatCrashTest, a_call_that_was_interrupted_is_sent_again_word_for_word_with_the_same_key) {
  const auto input = chat_batch();
  interrupt(input);
  const auto draft = this->draft(input);
  ASSERT_TRUE(draft);
  const auto asked = stand_in_.asked();
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].body, asked[1].body);
  EXPECT_EQ(asked[0].idempotency_key, asked[1].idempotency_key);
  EXPECT_EQ(ledger_.verdicts(), (Names{"open", "accept"}));
  EXPECT_EQ(appended_floors(*draft), (Numbers{11, 12, 13, 14}));
}

TEST_F(ChatCrashTest, a_call_is_resumed_however_often_the_daemon_is_stopped_meanwhile) {
  const auto input = chat_batch();
  for (int stop = 0; stop < 7; ++stop) interrupt(input);
  const auto draft = this->draft(input);
  ASSERT_TRUE(draft);
  const auto asked = stand_in_.asked();
  ASSERT_EQ(asked.size(), 8u);
  for (const auto& one : asked) EXPECT_EQ(one.body, asked.front().body);
  EXPECT_TRUE(offline_.drafted.empty());
  EXPECT_EQ(appended_floors(*draft), (Numbers{11, 12, 13, 14}));
}

TEST_F(ChatCrashTest, one_that_was_interrupted_eight_times_may_be_what_interrupts_and_is_not_sent_again) {
  const auto input = chat_batch();
  for (int stop = 0; stop < 8; ++stop) interrupt(input);
  ASSERT_TRUE(draft(input));
  EXPECT_EQ(stand_in_.requests(), 8u);
  EXPECT_EQ(ledger_.verdicts(), Names(8, "open"));
  EXPECT_EQ(offline_.drafted, (std::vector<Numbers>{{11, 12, 13, 14}}));
}

TEST_F(ChatCrashTest, each_time_it_is_sent_counts_until_the_budget_says_no) {
  const auto input = chat_batch();
  interrupt(input);
  settings_.budgets.day.tokens = ledger_.rows.front().attempt.reserved * 5 / 2;
  start();
  for (int stop = 0; stop < 3; ++stop) interrupt(input);
  EXPECT_EQ(stand_in_.requests(), 2u);
}

TEST_F(ChatCrashTest, an_answer_that_was_paid_for_is_used_after_a_crash_before_the_commit) {
  const auto input = chat_batch();
  const auto first = draft(input);
  ASSERT_TRUE(first);
  start();
  const auto second = draft(input);
  ASSERT_TRUE(second);
  EXPECT_EQ(stand_in_.requests(), 1u);
  EXPECT_EQ(ledger_.rows.size(), 1u);
  EXPECT_EQ(appended_floors(*second), appended_floors(*first));
}

TEST_F(ChatCrashTest, a_kill_in_the_repair_round_buys_the_first_answer_only_once) {
  const auto input = chat_batch();
  stand_in_.behave(Manner::forgetful);
  auto running = loop_.spawn(engine_->draft(asker_, input));
  ASSERT_TRUE(loop_.run_until([this] { return stand_in_.requests() == 1; }));
  stand_in_.behave(Manner::hang);
  loop_.run_for(5s);
  running.cancel();
  loop_.run_ready();
  ASSERT_EQ(stand_in_.requests(), 2u);
  stand_in_.behave(Manner::honest);
  start();
  ASSERT_TRUE(draft(input));
  const auto asked = stand_in_.asked();
  ASSERT_EQ(asked.size(), 3u);
  EXPECT_EQ(asked[1].body, asked[2].body);
  EXPECT_EQ(ledger_.kinds(), (Names{"first", "repair", "repair"}));
  EXPECT_TRUE(offline_.drafted.empty());
}

TEST_F(ChatCrashTest, an_answer_that_was_thrown_away_is_asked_for_anew_and_not_taken_from_the_ledger) {
  stand_in_.play(200, "<html>");
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(ledger_.verdicts(), (Names{"retry V2", "accept"}));
}

TEST_F(ChatCrashTest, a_stop_while_waiting_for_a_rate_limit_leaves_no_open_row) {
  stand_in_.behave(Manner::overloaded);
  const auto input = chat_batch();
  auto running = loop_.spawn(engine_->draft(asker_, input));
  loop_.run_for(1s);
  running.cancel();
  loop_.run_ready();
  EXPECT_TRUE(running.done());
  EXPECT_EQ(ledger_.verdicts(), (Names{"retry V1"}));
}

TEST_F(ChatCrashTest, a_stop_hands_the_endpoints_turn_on) {
  stand_in_.behave(Manner::hang);
  const auto input = chat_batch();
  auto first = loop_.spawn(engine_->draft({.thread = digest::ThreadId{1}}, input));
  auto second = loop_.spawn(engine_->draft({.thread = digest::ThreadId{2}}, input));
  loop_.run_for(5s);
  stand_in_.behave(Manner::honest);
  first.cancel();
  loop_.run_for(5s);
  ASSERT_TRUE(second.done());
  EXPECT_TRUE(second.get());
}

}  // namespace
}  // namespace gailou::engine
