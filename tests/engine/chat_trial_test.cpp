// Trials: what `gailou engine test` and a dry run show, and leave behind.
#include <gtest/gtest.h>

#include "daemon/engine/chat/chat_engine.h"
#include "tests/engine/chat_fixture.h"

namespace gailou::engine {
namespace {

using endpoint::Manner;
using Names = std::vector<std::string>;

TEST_F(ChatTest, a_trial_shows_what_passed_and_leaves_no_answer_behind) {
  stand_in_.behave(Manner::forgetful);
  const auto input = chat_batch();
  const auto trial = loop_.run(engine_->trial(asker_, input, "trial"));
  ASSERT_TRUE(trial);
  ASSERT_EQ(trial->exchanges.size(), 2u);
  EXPECT_EQ(trial->exchanges[0].verdict, "repair");
  EXPECT_NE(trial->exchanges[0].request.find("c-000001"), std::string::npos);
  EXPECT_NE(trial->exchanges[0].answer.find("choices"), std::string::npos);
  EXPECT_GT(trial->exchanges[0].usage.prompt.value_or(0), 0);
  EXPECT_EQ(trial->offline, (std::vector<digest::Floor>{digest::Floor{12}, digest::Floor{14}}));
  EXPECT_EQ(ledger_.kinds(), (Names{"trial", "trial"}));
  EXPECT_EQ(ledger_.rows.front().attempt.revision.value, 0);
  EXPECT_TRUE(ledger_.kept.empty());
  expect_writable(input, trial->draft);
}

TEST_F(ChatTest, a_trial_asks_an_endpoint_that_rests) {
  stand_in_.behave(Manner::overloaded);
  ASSERT_TRUE(draft(chat_batch()));
  stand_in_.behave(Manner::honest);
  const auto trial = loop_.run(engine_->trial(asker_, chat_batch(), "test"));
  ASSERT_TRUE(trial);
  EXPECT_EQ(trial->exchanges.size(), 1u);
  EXPECT_FALSE(engine_->standing().is_resting);
}

TEST_F(ChatTest, a_trial_that_fails_ends_with_what_can_be_done) {
  stand_in_.behave(Manner::unauthorized);
  const auto trial = loop_.run(engine_->trial(asker_, chat_batch(), "test"));
  ASSERT_TRUE(trial);
  ASSERT_FALSE(trial->notes.empty());
  EXPECT_NE(trial->notes.back().find("engine.api_key_file"), std::string::npos) << trial->notes.back();
  stand_in_.behave(Manner::honest);
  const auto good = loop_.run(engine_->trial(asker_, chat_batch(), "test"));
  ASSERT_TRUE(good);
  EXPECT_TRUE(good->notes.empty());
}

TEST_F(ChatTest, a_trial_without_an_answer_says_what_was_tried_last) {
  stand_in_.behave(Manner::overloaded);
  const auto trial = loop_.run(engine_->trial(asker_, chat_batch(), "test"));
  ASSERT_TRUE(trial);
  EXPECT_EQ(trial->notes.front(),
            "#11–14: no retries are left; the last: HTTP 503 (overloaded): The engine is currently overloaded");
}

}  // namespace
}  // namespace gailou::engine
