// The ledger over a real store: what one engine leaves there, another finds after a restart.
#include "daemon/engine/chat/store_ledger.h"

#include <memory>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"
#include "tests/support/virtual_loop.h"

namespace gailou::engine {
namespace {

using namespace std::chrono_literals;
using storage::Store;

class StoreLedgerTest : public ::testing::Test {
 protected:
  StoreLedgerTest() { open(); }

  void open() {
    loop_.forget_workers();
    ledger_.reset();
    store_.reset();
    auto opened = storage::open_store(folder_.path(), loop_.now());
    ASSERT_TRUE(opened) << to_string(opened.error());
    store_ = std::make_unique<io::OwningThread<Store>>(std::move(*opened));
    loop_.watch(*store_);
    ledger_ = std::make_unique<StoreLedger>(*store_, loop_.clock(), "America/Los_Angeles");
  }

  template <class Query>
  auto asked(Query query) {
    return loop_.run(store_->run(std::move(query)));
  }

  /// A thread of three floors with an open batch.
  digest::ThreadId thread_with_batch() {
    const auto now = loop_.now();
    auto make = [now](Store& store) -> digest::Result<digest::ThreadId> {
      const auto source = store.ensure_source({.name = "forum", .origin = "https://forum.example"});
      if (!source) return source.error();
      const auto added = store.add_thread("forum", digest::TopicId{7}, now);
      if (!added) return added.error();
      digest::Observation seen;
      seen.header = digest::ThreadHeader{.title = "某卡年费", .slug = "fee"};
      for (std::int64_t floor = 1; floor <= 3; ++floor) {
        digest::Post post{.id = digest::PostId{100 + floor}, .floor = digest::Floor{floor}};
        post.author = "甲";
        post.created_at = now - 1h;
        post.body.blocks.push_back({.spans = {{.text = "年费从 550 美元提高到 795 美元。"}}});
        seen.posts.push_back(std::move(post));
      }
      const auto ingested = store.ingest(added->thread.id, seen, 1h, now);
      if (!ingested) return ingested.error();
      const auto complete = store.complete_first_fetch(added->thread.id, now);
      if (!complete) return complete.error();
      const auto taken = store.take_batch(added->thread.id, {}, digest::Urgency::now, now);
      if (!taken) return taken.error();
      return added->thread.id;
    };
    const auto id = asked(std::move(make));
    EXPECT_TRUE(id) << (id ? "" : to_string(id.error()));
    return id ? *id : digest::ThreadId{};
  }

  storage::Attempt attempt(digest::ThreadId thread) const {
    storage::Attempt made{.thread = thread, .revision = digest::Revision{1}};
    made.first = digest::Floor{1};
    made.last = digest::Floor{3};
    made.kind = "first";
    made.endpoint = "https://api.example/v1";
    made.model = "small";
    made.started = loop_.now();
    made.estimate = 1'000;
    made.reserved = 1'500;
    made.request_hash = "aa01";
    made.nonce = "c-7f3a91";
    return made;
  }

  storage::AttemptId opened(const storage::Attempt& made) {
    const auto id = loop_.run(ledger_->open_attempt(made));
    EXPECT_TRUE(id) << (id ? "" : to_string(id.error()));
    return id ? *id : storage::AttemptId{};
  }

  storage::AttemptEnd end(std::optional<std::int64_t> prompt) const {
    storage::AttemptEnd made{.ended = loop_.now()};
    made.http_status = 200;
    made.verdict = "accept";
    made.prompt_tokens = prompt;
    if (prompt) made.completion_tokens = 100;
    return made;
  }

  storage::SpentOf spent(digest::ThreadId thread) {
    const auto found = loop_.run(ledger_->spent(thread));
    EXPECT_TRUE(found);
    return found ? *found : storage::SpentOf{};
  }

  support::TempFolder folder_{};
  support::VirtualLoop loop_{};
  std::unique_ptr<io::OwningThread<Store>> store_{};
  std::unique_ptr<StoreLedger> ledger_{};
};

TEST_F(StoreLedgerTest, what_was_sent_and_never_answered_is_known_after_a_crash_and_counts_in_full) {
  const auto thread = thread_with_batch();
  opened(attempt(thread));
  open();
  const auto earlier = loop_.run(ledger_->earlier_attempts(thread, "aa01"));
  ASSERT_TRUE(earlier);
  EXPECT_EQ(earlier->open, 1);
  EXPECT_EQ(earlier->open_nonce, "c-7f3a91");
  EXPECT_FALSE(earlier->answer);
  EXPECT_EQ(spent(thread).today.tokens, 1'500);
  EXPECT_EQ(spent(thread).today.calls, 1);
}

TEST_F(StoreLedgerTest, an_answer_that_was_paid_for_is_there_after_a_crash) {
  const auto thread = thread_with_batch();
  const auto id = opened(attempt(thread));
  const storage::KeptAnswer kept{.attempt = id, .nonce = "c-7f3a91", .http_status = 200, .body = "{\"choices\":[]}"};
  ASSERT_TRUE(loop_.run(ledger_->close_attempt(id, end(900), kept)));
  ASSERT_TRUE(loop_.run(ledger_->note_verdict(id, "repair", "V13")));
  open();
  const auto earlier = loop_.run(ledger_->earlier_attempts(thread, "aa01"));
  ASSERT_TRUE(earlier);
  EXPECT_EQ(earlier->open, 0);
  ASSERT_TRUE(earlier->answer);
  EXPECT_EQ(earlier->answer->body, kept.body);
  EXPECT_EQ(earlier->answer->nonce, "c-7f3a91");
  EXPECT_EQ(spent(thread).thread_today.tokens, 1'000);
}

TEST_F(StoreLedgerTest, refusals_and_what_never_left_use_no_tokens) {
  const auto thread = thread_with_batch();
  auto refused = end({});
  refused.http_status = 429;
  refused.use = storage::Use::refused;
  ASSERT_TRUE(loop_.run(ledger_->close_attempt(opened(attempt(thread)), refused, {})));
  auto unsent = end({});
  unsent.http_status.reset();
  unsent.use = storage::Use::unsent;
  ASSERT_TRUE(loop_.run(ledger_->close_attempt(opened(attempt(thread)), unsent, {})));
  const auto sum = spent(thread);
  for (const auto& window : {sum.thread_today, sum.today, sum.month}) {
    EXPECT_EQ(window.tokens, 0);
    EXPECT_EQ(window.calls, 1);
  }
}

TEST_F(StoreLedgerTest, a_day_ends_at_midnight_of_its_zone_and_a_month_with_its_last_day) {
  const auto thread = thread_with_batch();
  ASSERT_TRUE(loop_.run(ledger_->close_attempt(opened(attempt(thread)), end(900), {})));
  // 2026-04-30 17:00 in Los Angeles, where the loop starts.
  loop_.run_for(6h);
  EXPECT_EQ(spent(thread).today.tokens, 1'000);
  loop_.run_for(1h);
  EXPECT_EQ(spent(thread).today.tokens, 0);
  EXPECT_EQ(spent(thread).thread_today.tokens, 0);
  EXPECT_EQ(spent(thread).month.tokens, 0) << "May has begun";
}

TEST_F(StoreLedgerTest, what_was_learned_of_an_endpoint_is_of_one_model_and_outlives_a_restart) {
  const std::string endpoint = "https://api.example/v1";
  EXPECT_EQ(*loop_.run(ledger_->endpoint_facts(endpoint, "small")), std::nullopt);
  ASSERT_TRUE(loop_.run(ledger_->save_endpoint_facts(endpoint, "small", "{\"a\":1}")));
  ASSERT_TRUE(loop_.run(ledger_->save_endpoint_facts(endpoint, "small", "{\"a\":2}")));
  open();
  EXPECT_EQ(*loop_.run(ledger_->endpoint_facts(endpoint, "small")), "{\"a\":2}");
  EXPECT_EQ(*loop_.run(ledger_->endpoint_facts(endpoint, "large")), std::nullopt);
}

TEST_F(StoreLedgerTest, only_floors_that_the_digest_accounts_for_are_looked_up) {
  const auto thread = thread_with_batch();
  const auto posts = loop_.run(ledger_->digested_posts(thread, {digest::Floor{1}, digest::Floor{99}}));
  ASSERT_TRUE(posts);
  EXPECT_TRUE(posts->empty()) << "the batch is not written yet";
}

TEST_F(StoreLedgerTest, an_end_without_a_beginning_is_an_error) {
  const auto closed = loop_.run(ledger_->close_attempt(storage::AttemptId{77}, end(1), {}));
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, digest::Code::not_found);
}

}  // namespace
}  // namespace gailou::engine
