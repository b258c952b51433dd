// A store with attempts in a few words.
#pragma once

#include "storage/ledger.h"
#include "tests/storage/store_fixture.h"

namespace gailou::storage {

class LedgerTest : public StoreTest {
 protected:
  /// For the thread's next revision; 1,000 tokens of prompt, 1,500 reserved.
  Attempt attempt(ThreadId thread, const std::string& hash = "aa01") {
    Attempt made;
    made.thread = thread;
    made.revision = thread == ThreadId{} ? Revision{} : Revision{record(thread).revision.value + 1};
    made.first = Floor{1};
    made.last = Floor{3};
    made.kind = "first";
    made.endpoint = "https://api.example/v1";
    made.model = "small-1";
    made.started = now_;
    made.estimate = 1'000;
    made.reserved = 1'500;
    made.request_hash = hash;
    made.nonce = "c-7f3a91";
    return made;
  }

  /// An accepted answer of 900 and 100 tokens that cost 0.0025 USD.
  AttemptEnd end() {
    AttemptEnd made;
    made.ended = now_ + 4s;
    made.http_status = 200;
    made.finish_reason = "stop";
    made.verdict = "accept";
    made.answered_by = "small-1-2026";
    made.prompt_tokens = 900;
    made.completion_tokens = 100;
    made.cached_tokens = 512;
    made.cost_micros = 2'500;
    made.currency = "USD";
    return made;
  }

  KeptAnswer answer(const std::string& text = "{\"choices\":[]}") { return {.http_status = 200, .body = text}; }

  AttemptId open(const Attempt& made) {
    const auto id = store().open_attempt(made);
    EXPECT_TRUE(id) << (id ? "" : to_string(id.error()));
    return id ? *id : AttemptId{};
  }

  void close(AttemptId id, const AttemptEnd& made, const std::optional<KeptAnswer>& kept = {}) {
    const auto closed = store().close_attempt(id, made, kept);
    EXPECT_TRUE(closed) << (closed ? "" : to_string(closed.error()));
  }

  /// A whole attempt.
  AttemptId ask(const Attempt& made, const AttemptEnd& ended, const std::optional<KeptAnswer>& kept = {}) {
    const auto id = open(made);
    close(id, ended, kept);
    return id;
  }

  EarlierAttempts earlier(ThreadId thread, const std::string& hash = "aa01") {
    const auto found = store().earlier_attempts(thread, hash);
    EXPECT_TRUE(found);
    return found ? *found : EarlierAttempts{};
  }

  Spent spent_at_all(ThreadId thread = ThreadId{}) {
    const auto spent = store().spent(thread, {}, {});
    EXPECT_TRUE(spent);
    return spent ? spent->month : Spent{};
  }
};

}  // namespace gailou::storage
