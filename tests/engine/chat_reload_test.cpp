// An endpoint's settings replaced while the engine works: the next call goes by them, and the old key is gone.
#include "tests/engine/chat_fixture.h"

namespace gailou::engine {
namespace {

using endpoint::Manner;

io::Secret secret(std::string text) {
  return io::Secret::take(text);
}

class ChatReload : public ChatTest {
 protected:
  ChatSettings with_key(const std::string& key) {
    auto settings = settings_;
    settings.key = secret(key);
    return settings;
  }
};

TEST_F(ChatReload, a_new_key_is_sent_with_the_next_call) {
  ASSERT_TRUE(draft(chat_batch()));
  engine_->apply(with_key("sk-new"));
  auto other = chat_batch();
  other.title = "另一个帖子";
  ASSERT_TRUE(draft(other));
  ASSERT_EQ(stand_in_.requests(), 2u);
  EXPECT_EQ(stand_in_.asked()[0].authorization, "Bearer " + kTestKey);
  EXPECT_EQ(stand_in_.asked()[1].authorization, "Bearer sk-new");
}

TEST_F(ChatReload, a_key_that_was_taken_away_is_not_sent_any_more) {
  engine_->apply(with_key(""));
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(stand_in_.asked()[0].authorization, "");
}

TEST_F(ChatReload, the_repair_of_a_batch_under_way_has_the_new_key_already) {
  stand_in_.play({.status = 500, .body = "{}", .delay = 2min});
  const auto batch = chat_batch();
  const auto drafting = loop_.spawn(engine_->draft(asker_, batch));
  loop_.run_for(1min);
  engine_->apply(with_key("sk-new"));
  loop_.run_for(30min);
  ASSERT_TRUE(drafting.done());
  ASSERT_GE(stand_in_.requests(), 2u);
  EXPECT_EQ(stand_in_.asked()[1].authorization, "Bearer sk-new");
}

TEST_F(ChatReload, an_endpoint_that_rested_is_asked_again) {
  stand_in_.behave(Manner::unauthorized);
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_TRUE(engine_->standing().is_resting);
  stand_in_.behave(Manner::honest);
  engine_->apply(with_key("sk-new"));
  EXPECT_FALSE(engine_->standing().is_resting);
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(ledger_.verdicts().back(), "accept");
}

TEST_F(ChatReload, a_budget_that_was_used_up_and_raised_lets_calls_leave) {
  settings_.budgets.day = {.tokens = 10, .calls = {}};
  start();
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(stand_in_.requests(), 0u);
  auto raised = settings_;
  raised.budgets.day.tokens = 1'000'000;
  engine_->apply(std::move(raised));
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(stand_in_.requests(), 1u);
}

TEST_F(ChatReload, the_same_place_and_model_are_one_engine_whatever_else_changes) {
  EXPECT_TRUE(engine_->asks_the_same(with_key("sk-new")));
  auto other = settings_;
  other.model = "another";
  EXPECT_FALSE(engine_->asks_the_same(other));
  other = settings_;
  other.endpoint = parse_chat_endpoint("http://127.0.0.1:10/v1").value();
  EXPECT_FALSE(engine_->asks_the_same(other));
}

TEST_F(ChatReload, an_engine_that_gave_way_asks_nothing_and_leaves_its_batch_for_the_other) {
  stand_in_.play({.status = 500, .body = "{}", .delay = 2min});
  const auto batch = chat_batch();
  const auto drafting = loop_.spawn(engine_->draft(asker_, batch));
  loop_.run_for(1min);
  engine_->retire();
  loop_.run_for(30min);
  ASSERT_TRUE(drafting.done());
  const auto draft = drafting.get();
  ASSERT_FALSE(draft);
  EXPECT_EQ(draft.error().code, digest::Code::unavailable);
  EXPECT_EQ(draft.error().retry_after_ms, 1000) << "the batch is taken again soon";
  EXPECT_EQ(stand_in_.requests(), 1u);
  EXPECT_TRUE(offline_.drafted.empty());
}

TEST_F(ChatReload, a_trial_of_an_engine_that_gave_way_sends_nothing_either) {
  engine_->retire();
  const auto tried = loop_.run(engine_->trial(asker_, chat_batch(), "test"));
  ASSERT_TRUE(tried);
  EXPECT_EQ(tried->offline.size(), 4u);
  EXPECT_EQ(stand_in_.requests(), 0u);
}

}  // namespace
}  // namespace gailou::engine
