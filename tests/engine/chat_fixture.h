// The LLM engine on virtual time, over a stand-in endpoint in the same process and a ledger in memory.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "daemon/engine/chat/chat_engine.h"
#include "daemon/io/log.h"
#include "digest/compose/append.h"
#include "digest/compose/extract.h"
#include "digest/compose/judge.h"
#include "tests/endpoint/client.h"
#include "tests/engine/memory_ledger.h"
#include "tests/support/digests.h"
#include "tests/support/virtual_loop.h"

namespace gailou::engine {

using namespace std::chrono_literals;

/// The offline engine without a worker; remembers which floors it was given.
class OfflineDouble : public Engine {
 public:
  std::string_view name() const override { return "extract"; }
  boost::asio::awaitable<digest::Result<digest::Draft>> draft(Asker /*asker*/,
                                                              const digest::BatchInput& input) override {
    std::vector<std::int64_t> floors;
    for (const auto& post : input.posts) floors.push_back(post.floor.value);
    drafted.push_back(std::move(floors));
    co_return digest::extract(input);
  }

  std::vector<std::vector<std::int64_t>> drafted{};
};

inline const std::string kTestKey = "sk-test-4f8a1b2c3d5e";
inline const std::string kTestModel = "stand-in";

inline ChatSettings test_settings(const std::string& base = "http://127.0.0.1:9/v1") {
  ChatSettings settings;
  settings.endpoint = parse_chat_endpoint(base).value();
  settings.model = kTestModel;
  std::string key = kTestKey;
  settings.key = io::Secret::take(key);
  settings.budgets.day = {};
  settings.user_agent = "gailou/test";
  return settings;
}

/// Nonces one after the other, no jitter.
inline Chance counted_chance(std::shared_ptr<int> count) {
  Chance chance;
  chance.nonce = [count] {
    const std::string digits = std::to_string(++*count);
    return "c-" + std::string(6 - digits.size(), '0') + digits;
  };
  chance.jitter = [] { return 0.0; };
  return chance;
}

/// Floors whose words the offline engine and the review both like.
inline std::vector<digest::Post> chat_posts() {
  return {tests::post_of(11, "甲", "官方今天宣布把年费从 550 美元提高到 795 美元,老用户从明年一月开始执行新价格。"),
          tests::post_of(12, "乙", "我问过客服,现有持卡人续费日期在三月之前的仍然按照 550 美元收取,之后才涨价。"),
          tests::post_of(13, "丙", "不同意楼上,我的续费日期在二月,账单已经写明 795 美元,客服说法并不一致。"),
          tests::post_of(14, "丁", "新增的酒店报销每年 500 美元,需要在官网预订并且连住两晚才可以使用。")};
}

inline digest::BatchInput chat_batch(std::vector<digest::Post> posts = chat_posts(), std::int64_t revision = 2) {
  auto input = tests::batch_of(revision, std::move(posts));
  input.title = "某卡年费上涨讨论";
  input.next_seq = digest::EntrySeq{5};
  input.summary = {.text = "某卡年费上涨。", .rev = digest::Revision{1}, .cites = {}};
  for (const auto& post : input.posts) input.authors.push_back(post.author);
  return input;
}

class ChatTest : public ::testing::Test {
 protected:
  ChatTest() : client_(stand_in_, loop_.clock()) {
    io::log::start(io::log::Level::error, "logfmt");
    start();
  }

  /// A new engine on the same ledger: what a restart finds.
  void start() { start(settings_); }
  void start(ChatSettings settings) {
    loop_.forget_workers();
    engine_.reset();
    settings_ = std::move(settings);
    ChatPorts ports{.http = client_, .clock = loop_.clock(), .ledger = ledger_, .offline = offline_};
    ports.chance = chance_;
    ports.executor = loop_.executor();
    engine_ = std::make_unique<ChatEngine>(settings_, std::move(ports));
    loop_.watch(*engine_);
  }

  digest::Result<digest::Draft> draft(const digest::BatchInput& input) {
    return loop_.run(engine_->draft(asker_, input));
  }

  support::VirtualLoop loop_{};
  endpoint::StandIn stand_in_{};
  endpoint::Client client_;
  MemoryLedger ledger_{};
  OfflineDouble offline_{};
  std::shared_ptr<int> count_ = std::make_shared<int>(0);  // of nonces so far
  Chance chance_ = counted_chance(count_);
  ChatSettings settings_ = test_settings();
  Asker asker_{.thread = digest::ThreadId{7}};
  std::unique_ptr<ChatEngine> engine_{};
};

/// Floors that each kind of operation accounts for.
inline std::vector<std::int64_t> appended_floors(const digest::Draft& draft) {
  std::vector<std::int64_t> floors;
  for (const auto& operation : draft.operations) {
    if (const auto* append = std::get_if<digest::Append>(&operation)) {
      for (const auto floor : append->floors) floors.push_back(floor.value);
    }
  }
  return floors;
}

/// Every floor of the batch in exactly one place, and nothing that a gate would refuse.
inline void expect_writable(const digest::BatchInput& input, const digest::Draft& draft) {
  auto known = input;
  known.context.insert(known.context.end(), draft.cited.begin(), draft.cited.end());
  const auto step = digest::append(known, digest::judge(known, draft));
  EXPECT_EQ(digest::step_faults(known, step), std::vector<std::string>{});
  std::map<std::int64_t, int> places;
  for (const auto& entry : step.entries) {
    for (const auto floor : entry.floors) places[floor.value] = 1;
  }
  for (const auto& quiet : step.nothing_new) ++places[quiet.floor.value];
  for (const auto& post : input.posts) EXPECT_EQ(places[post.floor.value], 1) << post.floor.value;
}

}  // namespace gailou::engine
