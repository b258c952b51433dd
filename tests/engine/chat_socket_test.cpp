// The canned replies over a real socket, each with the verdict that the contract gives it; broken connections; the key.
#include <cstdlib>
#include <memory>

#include <gtest/gtest.h>

#include "daemon/engine/extract_engine.h"
#include "daemon/io/beast_client.h"
#include "digest/compose/append.h"
#include "tests/endpoint/server.h"
#include "tests/engine/chat_fixture.h"
#include "tests/llm/canned.h"
#include "tests/support/loop_thread.h"

namespace gailou::engine {
namespace {

using endpoint::Manner;

/// Time as it is, but waits pass at once.
class HastyClock : public io::Clock {
 public:
  io::Instant now() const override { return io::SystemClock().now(); }
  boost::asio::awaitable<void> sleep_for(io::Duration /*length*/) override { co_return; }
};

class ChatSocketTest : public ::testing::Test {
 protected:
  ChatSocketTest() : client_(std::make_unique<io::BeastClient>(loop_.context().get_executor())) {
    io::log::start(io::log::Level::error, "logfmt");
    start({});
  }
  ~ChatSocketTest() override {
    loop_.call([this] {
      engine_.reset();
      client_.reset();
      return 0;
    });
  }

  void start(std::optional<digest::Duration> timeout) {
    auto settings = test_settings(server_.base());
    settings.timeout = timeout;
    ChatPorts ports{.http = *client_, .clock = clock_, .ledger = ledger_, .offline = offline_};
    ports.chance.nonce = [] { return std::string("c-7f3a91"); };
    ports.chance.jitter = [] { return 0.0; };
    ports.executor = loop_.context().get_executor();
    loop_.call([this, &settings, &ports] {
      engine_ = std::make_unique<ChatEngine>(std::move(settings), std::move(ports));
      return 0;
    });
  }

  digest::Result<digest::Draft> draft(const digest::BatchInput& input) {
    return loop_.run(engine_->draft({.thread = digest::ThreadId{7}}, input));
  }

  support::LoopThread loop_{};
  endpoint::StandIn stand_in_{};
  endpoint::Server server_{stand_in_};
  HastyClock clock_{};
  MemoryLedger ledger_{};
  ExtractEngine offline_{};
  std::unique_ptr<io::BeastClient> client_;
  std::unique_ptr<ChatEngine> engine_{};
};

void expect_writable(const digest::BatchInput& input, const digest::Draft& draft, const std::string& of) {
  auto known = input;
  known.context.insert(known.context.end(), draft.cited.begin(), draft.cited.end());
  EXPECT_EQ(digest::step_faults(known, digest::append(known, digest::judge(known, draft))), std::vector<std::string>{})
      << of;
}

TEST_F(ChatSocketTest, each_canned_reply_gets_its_verdict_in_the_ledger) {
  std::size_t asked = 0;
  for (const auto& canned : tests::canned_in("llm-replies")) {
    ledger_ = {};
    start({});
    endpoint::StandIn fresh;
    const auto answer = canned.answer();
    stand_in_.play(answer.status, answer.body);
    const auto input = canned.input();
    const auto draft = this->draft(input);
    ASSERT_TRUE(draft) << canned.name();
    expect_writable(input, *draft, canned.name());
    const auto expected = canned.expected();
    if (ledger_.rows.empty()) {
      // Floors of mere chatter cost no call: nothing was asked.
      EXPECT_EQ(expected.verdict, "accept") << canned.name();
      stand_in_.answer("", "", "");  // takes the reply that nobody asked for
      continue;
    }
    ++asked;
    const auto& end = ledger_.rows.front().end;
    ASSERT_TRUE(end) << canned.name();
    std::string rules;
    for (const auto& rule : expected.rules) rules += (rules.empty() ? "" : " ") + rule;
    EXPECT_EQ(end->verdict, expected.verdict) << canned.name();
    EXPECT_EQ(end->rules, rules) << canned.name();
  }
  EXPECT_GE(asked, 36u);
}

TEST_F(ChatSocketTest, each_way_to_break_a_connection_ends_in_the_offline_engines_words) {
  start(500ms);
  for (const auto manner : {Manner::reset, Manner::hang, Manner::endless, Manner::cut_json, Manner::html}) {
    ledger_ = {};
    start(500ms);
    stand_in_.behave(manner);
    const auto input = chat_batch();
    const auto draft = this->draft(input);
    ASSERT_TRUE(draft) << endpoint::name_of(manner);
    expect_writable(input, *draft, std::string(endpoint::name_of(manner)));
    EXPECT_GE(ledger_.rows.size(), 2u) << endpoint::name_of(manner);
    for (const auto& row : ledger_.rows) EXPECT_TRUE(row.end) << endpoint::name_of(manner);
  }
}

TEST_F(ChatSocketTest, a_redirect_is_not_followed) {
  endpoint::Reply reply{.status = 307, .headers = {{"Location", server_.base() + "/chat/completions"}}};
  stand_in_.play(std::move(reply));
  ASSERT_TRUE(draft(chat_batch()));
  EXPECT_EQ(ledger_.rows.front().end->http_status, 307);
}

TEST_F(ChatSocketTest, the_key_is_in_the_request_and_nowhere_else) {
  for (const auto manner : {Manner::unauthorized, Manner::honest}) {
    ledger_ = {};
    start({});
    stand_in_.behave(manner);
    if (manner == Manner::honest) {
      // An endpoint that gives the key back where a text is expected.
      stand_in_.play(200, endpoint::completion_of("the key is " + kTestKey, kTestKey, 900, 0, 10, kTestKey));
    }
    testing::internal::CaptureStderr();
    io::log::start(io::log::Level::debug, "logfmt");
    const auto draft = this->draft(chat_batch());
    ASSERT_TRUE(draft);
    io::log::start(io::log::Level::error, "logfmt");
    const std::string logged = testing::internal::GetCapturedStderr();
    EXPECT_EQ(stand_in_.asked().back().authorization, "Bearer " + kTestKey);
    EXPECT_FALSE(logged.empty());
    EXPECT_EQ(logged.find(kTestKey), std::string::npos) << logged;
    for (const auto& row : ledger_.rows) {
      for (const auto& text : {row.attempt.endpoint, row.attempt.model, row.attempt.request_hash, row.end->error,
                               row.end->finish_reason, row.end->answered_by, row.end->rules}) {
        EXPECT_EQ(text.find(kTestKey), std::string::npos) << text;
      }
    }
    for (const auto& [hash, kept] : ledger_.kept) EXPECT_EQ(kept.body.find(kTestKey), std::string::npos);
    for (const auto& [name, facts] : ledger_.facts) EXPECT_EQ((name + facts).find(kTestKey), std::string::npos);
    for (const auto& asked : stand_in_.asked()) EXPECT_EQ(asked.body.find(kTestKey), std::string::npos);
  }
}

}  // namespace
}  // namespace gailou::engine
