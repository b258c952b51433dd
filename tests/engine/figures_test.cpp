// What is counted of asking an endpoint.
#include "daemon/engine/figures.h"

#include "tests/engine/chat_fixture.h"

namespace gailou::engine {
namespace {

using endpoint::Manner;

class ChatFiguresTest : public ChatTest {
 protected:
  ChatFiguresTest() { count(); }

  /// A new engine whose calls are counted beside those of the one before.
  void count() {
    loop_.forget_workers();
    engine_.reset();
    ChatPorts ports{.http = client_, .clock = loop_.clock(), .ledger = ledger_, .offline = offline_};
    ports.chance = chance_;
    ports.executor = loop_.executor();
    ports.figures = &figures_;
    engine_ = std::make_unique<ChatEngine>(settings_, std::move(ports));
    loop_.watch(*engine_);
  }

  ChatFigures figures_{};
};

TEST_F(ChatFiguresTest, a_good_answer_is_counted_with_its_tokens_and_cost) {
  settings_.prices = {
      {.pattern = "*", .price = {.currency = "USD", .prompt_micros = 1'000'000, .completion_micros = 2'000'000}}};
  count();
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(figures_.calls.at("accept"), 1u);
  EXPECT_TRUE(figures_.troubles.empty());
  const auto asked = stand_in_.asked().front();
  EXPECT_EQ(figures_.prompt_tokens, static_cast<std::uint64_t>(asked.prompt_tokens));
  EXPECT_EQ(figures_.completion_tokens, static_cast<std::uint64_t>(asked.completion_tokens));
  EXPECT_EQ(figures_.cost_micros, figures_.prompt_tokens + 2 * figures_.completion_tokens);
  EXPECT_EQ(figures_.withheld, 0u);
}

TEST_F(ChatFiguresTest, failures_are_told_apart_and_questions_that_never_left_counted) {
  stand_in_.behave(Manner::overloaded);
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(figures_.troubles.at("overloaded"), 3u);
  EXPECT_EQ(figures_.withheld, 0u);
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(figures_.troubles.at("overloaded"), 3u);
  EXPECT_EQ(figures_.withheld, 1u) << "the endpoint rests";
  EXPECT_EQ(figures_.uncounted_calls, 0u);
}

TEST_F(ChatFiguresTest, they_outlive_an_engine_that_is_replaced) {
  ASSERT_TRUE(draft(chat_batch()));
  count();
  auto other = chat_batch();
  other.title = "另一个帖子";
  ASSERT_TRUE(draft(other));
  EXPECT_EQ(figures_.calls.at("accept"), 2u);
}

}  // namespace
}  // namespace gailou::engine
