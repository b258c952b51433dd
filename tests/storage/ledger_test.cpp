// What is asked of a model leaves a row before it is sent; what is paid for is kept until it is written.
#include <fstream>
#include <iterator>

#include "tests/storage/ledger_fixture.h"

namespace gailou::storage {
namespace {

class Attempts : public LedgerTest {};

TEST_F(Attempts, an_attempt_is_kept_as_it_was_made_and_as_it_ended) {
  const auto id = thread_with(posts_upto(3));
  auto made = attempt(id);
  made.number = 2;
  made.kind = "repair";
  const auto opened = open(made);
  auto ended = end();
  ended.trouble = "empty";
  ended.rules = "V5";
  ended.reasoning_tokens = 80;
  ended.error = "no content";
  ended.price = Price{.prompt_micros = 250'000, .cached_micros = 25'000, .completion_micros = 2'000'000};
  close(opened, ended);

  const auto rows = *store().attempts(id, 10);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].id, opened);
  const auto& row = rows[0].attempt;
  EXPECT_EQ(row.thread, id);
  EXPECT_EQ(row.revision, Revision{1});
  EXPECT_EQ(row.first, Floor{1});
  EXPECT_EQ(row.last, Floor{3});
  EXPECT_EQ(row.number, 2);
  EXPECT_EQ(row.kind, "repair");
  EXPECT_EQ(row.endpoint, "https://api.example/v1");
  EXPECT_EQ(row.model, "small-1");
  EXPECT_EQ(row.started, now_);
  EXPECT_EQ(row.estimate, 1'000);
  EXPECT_EQ(row.reserved, 1'500);
  EXPECT_EQ(row.request_hash, "aa01");
  EXPECT_EQ(row.nonce, "c-7f3a91");
  ASSERT_TRUE(rows[0].end);
  EXPECT_EQ(rows[0].end->ended, now_ + 4s);
  EXPECT_EQ(rows[0].end->http_status, 200);
  EXPECT_EQ(rows[0].end->finish_reason, "stop");
  EXPECT_EQ(rows[0].end->verdict, "accept");
  EXPECT_EQ(rows[0].end->trouble, "empty");
  EXPECT_EQ(rows[0].end->rules, "V5");
  EXPECT_EQ(rows[0].end->answered_by, "small-1-2026");
  EXPECT_EQ(rows[0].end->prompt_tokens, 900);
  EXPECT_EQ(rows[0].end->completion_tokens, 100);
  EXPECT_EQ(rows[0].end->cached_tokens, 512);
  EXPECT_EQ(rows[0].end->reasoning_tokens, 80);
  EXPECT_EQ(rows[0].end->cost_micros, 2'500);
  EXPECT_EQ(rows[0].end->currency, "USD");
  EXPECT_EQ(rows[0].end->price, ended.price);
  EXPECT_EQ(rows[0].end->error, "no content");
}

TEST_F(Attempts, one_that_never_ended_is_open_after_a_restart) {
  const auto id = thread_with(posts_upto(3));
  open(attempt(id));
  reopen();
  const auto rows = *store().attempts(id, 10);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_FALSE(rows[0].end);
}

TEST_F(Attempts, what_an_endpoint_did_not_say_is_not_known) {
  const auto id = thread_with(posts_upto(3));
  AttemptEnd ended;
  ended.ended = now_;
  ask(attempt(id), ended);
  const auto row = store().attempts(id, 1)->front();
  EXPECT_FALSE(row.end->http_status);
  EXPECT_FALSE(row.end->prompt_tokens);
  EXPECT_FALSE(row.end->completion_tokens);
  EXPECT_FALSE(row.end->cached_tokens);
  EXPECT_FALSE(row.end->reasoning_tokens);
  EXPECT_FALSE(row.end->cost_micros);
}

TEST_F(Attempts, they_are_listed_newest_first_of_one_thread_or_of_all) {
  const auto first = add_thread(1);
  const auto second = add_thread(2);
  const auto a = open(attempt(first));
  now_ += 1s;
  const auto b = open(attempt(second));
  const auto c = open(attempt(first));
  const auto ids = [](const std::vector<AttemptRecord>& rows) {
    std::vector<AttemptId> found;
    for (const auto& row : rows) found.push_back(row.id);
    return found;
  };
  EXPECT_EQ(ids(*store().attempts({}, 10)), (std::vector{c, b, a}));
  EXPECT_EQ(ids(*store().attempts(first, 10)), (std::vector{c, a}));
  EXPECT_EQ(ids(*store().attempts({}, 2)), (std::vector{c, b}));
  EXPECT_EQ(ids(*store().attempts(second, 10)), std::vector{b});
}

TEST_F(Attempts, one_ends_once) {
  const auto id = thread_with(posts_upto(3));
  const auto asked = ask(attempt(id), end());
  EXPECT_EQ(store().close_attempt(asked, end(), {}).error().code, digest::Code::conflict);
  EXPECT_EQ(store().close_attempt(AttemptId{77}, end(), {}).error().code, digest::Code::not_found);
  EXPECT_EQ(spent_at_all().tokens, 1'000);
}

TEST_F(Attempts, a_verdict_comes_once_the_answer_has_been_reviewed) {
  const auto id = thread_with(posts_upto(3));
  auto ended = end();
  ended.verdict.clear();
  const auto asked = open(attempt(id));
  EXPECT_EQ(store().note_verdict(asked, "accept", "").error().code, digest::Code::conflict);
  close(asked, ended);
  ASSERT_TRUE(store().note_verdict(asked, "repair", "V13 V24"));
  const auto row = store().attempts(id, 1)->front();
  EXPECT_EQ(row.end->verdict, "repair");
  EXPECT_EQ(row.end->rules, "V13 V24");
  EXPECT_EQ(row.end->prompt_tokens, 900);
  EXPECT_EQ(store().note_verdict(AttemptId{77}, "accept", "").error().code, digest::Code::not_found);
}

TEST_F(Attempts, an_attempt_may_be_about_no_thread) {
  auto made = attempt(ThreadId{});
  made.kind = "test";
  ask(made, end());
  const auto rows = *store().attempts({}, 10);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].attempt.thread, ThreadId{});
  EXPECT_EQ(rows[0].attempt.kind, "test");
  EXPECT_EQ(spent_at_all().calls, 1);
}

class KeptAnswers : public LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    thread_ = thread_with(posts_upto(3));
    batch_ = take(thread_);
    ASSERT_TRUE(batch_);
  }

  std::string database_bytes() {
    std::string bytes;
    for (const auto* name : {"gailou.db", "gailou.db-wal"}) {
      std::ifstream file(folder_.file(name), std::ios::binary);
      bytes.append(std::istreambuf_iterator<char>(file), {});
    }
    return bytes;
  }

  ThreadId thread_{};
  std::optional<Batch> batch_{};
};

TEST_F(KeptAnswers, an_answer_outlives_a_crash_before_its_batch_is_written) {
  const auto asked = ask(attempt(thread_), end(), answer("{\"paid\":1}"));
  reopen();
  const auto found = earlier(thread_);
  ASSERT_TRUE(found.answer);
  EXPECT_EQ(found.answer->attempt, asked);
  EXPECT_EQ(found.answer->nonce, "c-7f3a91");
  EXPECT_EQ(found.answer->http_status, 200);
  EXPECT_EQ(found.answer->body, "{\"paid\":1}");
  EXPECT_EQ(found.open, 0);
  EXPECT_FALSE(found.open_nonce);
}

TEST_F(KeptAnswers, they_are_of_one_request_about_one_thread) {
  ask(attempt(thread_), end(), answer());
  EXPECT_FALSE(earlier(thread_, "bb02").answer);
  EXPECT_FALSE(earlier(ThreadId{99}).answer);
}

TEST_F(KeptAnswers, the_newest_answer_to_a_request_counts) {
  ask(attempt(thread_), end(), answer("old"));
  ask(attempt(thread_), end(), answer("new"));
  EXPECT_EQ(earlier(thread_).answer->body, "new");
}

TEST_F(KeptAnswers, a_request_without_an_answer_is_known_by_its_nonce) {
  auto made = attempt(thread_);
  open(made);
  made.nonce = "c-000002";
  open(made);
  ask(attempt(thread_), end());
  reopen();
  const auto found = earlier(thread_);
  EXPECT_FALSE(found.answer);
  EXPECT_EQ(found.open, 2);
  EXPECT_EQ(found.open_nonce, "c-000002");
}

TEST_F(KeptAnswers, a_try_without_a_revision_is_nobody_elses) {
  auto made = attempt(thread_);
  made.kind = "trial";
  made.revision = Revision{};
  open(made);
  ask(made, end(), answer());
  EXPECT_EQ(earlier(thread_).open, 0);
  EXPECT_FALSE(earlier(thread_).answer);
}

TEST_F(KeptAnswers, the_commit_of_the_revision_drops_them) {
  ask(attempt(thread_), end(), answer("{\"paid\":1}"));
  commit(*batch_, step_for(batch_->input));
  EXPECT_FALSE(earlier(thread_).answer);
  EXPECT_EQ(store().attempts(thread_, 10)->size(), 1u);
}

TEST_F(KeptAnswers, passing_a_batch_over_drops_them) {
  commit(*batch_, step_for(batch_->input));
  now_ += 1h;
  auto posts = posts_upto(3);
  posts[1] = edited(posts[1], "第二位网友改口说价格不会再涨了。");
  ingest(thread_, page(posts));
  now_ += 24h;
  const auto changed = take(thread_);
  ASSERT_TRUE(changed);
  ASSERT_TRUE(changed->input.posts.empty());
  ask(attempt(thread_), end(), answer());
  ASSERT_TRUE(earlier(thread_).answer);
  ASSERT_TRUE(store().pass_over(changed->id));
  EXPECT_FALSE(earlier(thread_).answer);
}

TEST_F(KeptAnswers, a_batch_that_was_released_because_a_floor_changed_drops_them) {
  ask(attempt(thread_), end(), answer());
  auto posts = posts_upto(3);
  posts[1] = edited(posts[1], "第二位网友改口说价格不会再涨了。");
  now_ += 1min;
  ingest(thread_, page(posts));
  const auto committed = store().commit_revision(batch_->id, step_for(batch_->input), now_);
  EXPECT_EQ(committed.error().code, digest::Code::conflict);
  EXPECT_FALSE(earlier(thread_).answer);
}

TEST_F(KeptAnswers, none_is_kept_once_the_batch_is_gone) {
  const auto asked = open(attempt(thread_));
  commit(*batch_, step_for(batch_->input));
  close(asked, end(), answer());
  EXPECT_FALSE(earlier(thread_).answer);
  EXPECT_TRUE(store().attempts(thread_, 1)->front().end);
}

TEST_F(KeptAnswers, a_deleted_floors_words_leave_with_it_at_once) {
  ask(attempt(thread_), end(), answer("{\"quote\":\"QWERTZUIOP\"}"));
  ASSERT_NE(database_bytes().find("QWERTZUIOP"), std::string::npos);
  auto posts = posts_upto(3);
  posts[1] = marked(posts[1], PostState::withdrawn);
  now_ += 1min;
  ingest(thread_, page(posts));
  EXPECT_FALSE(earlier(thread_).answer);
  EXPECT_EQ(database_bytes().find("QWERTZUIOP"), std::string::npos);
}

TEST_F(KeptAnswers, another_threads_answers_stay_when_a_floor_is_deleted) {
  const auto other = add_thread(7);
  auto posts = posts_upto(2);
  for (auto& one : posts) one.id = PostId{one.id.value + 5'000};
  ingest(other, page(posts));
  ASSERT_TRUE(store().complete_first_fetch(other, now_));
  ASSERT_TRUE(take(other));
  ask(attempt(other), end(), answer());
  auto here = posts_upto(3);
  here[1] = marked(here[1], PostState::withdrawn);
  now_ += 1min;
  ingest(thread_, page(here));
  EXPECT_TRUE(earlier(other).answer);
}

TEST_F(KeptAnswers, a_removed_threads_answers_go_at_once) {
  ask(attempt(thread_), end(), answer("{\"quote\":\"QWERTZUIOP\"}"));
  ASSERT_TRUE(store().remove_thread(thread_, false, now_));
  EXPECT_FALSE(earlier(thread_).answer);
  EXPECT_EQ(database_bytes().find("QWERTZUIOP"), std::string::npos);
}

TEST_F(KeptAnswers, what_a_removed_thread_cost_stays_counted_without_a_link_to_it) {
  ask(attempt(thread_), end(), answer());
  open(attempt(thread_));
  ASSERT_TRUE(store().remove_thread(thread_, false, now_));
  const auto rows = *store().attempts({}, 10);
  ASSERT_EQ(rows.size(), 2u);
  for (const auto& row : rows) {
    EXPECT_EQ(row.attempt.thread, ThreadId{});
    EXPECT_EQ(row.attempt.first, Floor{});
    EXPECT_EQ(row.attempt.last, Floor{});
    EXPECT_EQ(row.attempt.request_hash, "");
    EXPECT_EQ(row.attempt.nonce, "");
  }
  EXPECT_EQ(spent_at_all().tokens, 1'000 + 1'500);
  EXPECT_EQ(spent_at_all().calls, 2);
  close(rows[0].id, end(), answer());
  EXPECT_EQ(spent_at_all().tokens, 1'000 + 1'000);
}

TEST_F(KeptAnswers, a_thread_set_aside_keeps_its_answers) {
  ask(attempt(thread_), end(), answer());
  ASSERT_TRUE(store().remove_thread(thread_, true, now_));
  EXPECT_TRUE(earlier(thread_).answer);
  EXPECT_EQ(store().attempts(thread_, 10)->size(), 1u);
}

TEST_F(KeptAnswers, they_are_forgotten_after_a_week) {
  auto ended = end();
  ended.ended = now_;
  ask(attempt(thread_), ended, answer("{\"quote\":\"QWERTZUIOP\"}"));
  EXPECT_FALSE(*store().tend_ledger(now_ + 7 * 24h));
  EXPECT_TRUE(earlier(thread_).answer);
  EXPECT_FALSE(*store().tend_ledger(now_ + 7 * 24h + 1ms));
  EXPECT_FALSE(earlier(thread_).answer);
  EXPECT_EQ(database_bytes().find("QWERTZUIOP"), std::string::npos);
  EXPECT_EQ(store().attempts(thread_, 10)->size(), 1u);
}

TEST_F(KeptAnswers, one_of_any_length_that_an_answer_has_is_kept_whole) {
  const std::string text(1'000'000, 'x');
  ask(attempt(thread_), end(), answer(text));
  EXPECT_EQ(earlier(thread_).answer->body, text);
}

class EndpointFacts : public LedgerTest {};

TEST_F(EndpointFacts, they_are_of_one_model_at_one_endpoint_and_the_last_word_counts) {
  EXPECT_FALSE(*store().endpoint_facts("https://a.example/v1", "m"));
  ASSERT_TRUE(store().save_endpoint_facts("https://a.example/v1", "m", "{\"format\":\"json_schema\"}", now_));
  ASSERT_TRUE(store().save_endpoint_facts("https://a.example/v1", "m", "{\"format\":\"none\"}", now_));
  reopen();
  EXPECT_EQ(*store().endpoint_facts("https://a.example/v1", "m"), "{\"format\":\"none\"}");
  EXPECT_FALSE(*store().endpoint_facts("https://a.example/v1", "n"));
  EXPECT_FALSE(*store().endpoint_facts("https://b.example/v1", "m"));
}

TEST_F(EndpointFacts, they_are_few) {
  const auto saved = store().save_endpoint_facts("https://a.example/v1", "m", std::string(65'537, ' '), now_);
  EXPECT_EQ(saved.error().code, digest::Code::too_large);
  EXPECT_TRUE(store().save_endpoint_facts("https://a.example/v1", "m", std::string(65'536, ' '), now_));
}

class EngineOfThread : public LedgerTest {};

TEST_F(EngineOfThread, it_is_nobodys_choice_until_it_is_set) {
  const auto id = add_thread();
  EXPECT_FALSE(record(id).engine);
  ASSERT_TRUE(store().set_engine(id, "llm"));
  reopen();
  EXPECT_EQ(record(id).engine, "llm");
  ASSERT_TRUE(store().set_engine(id, std::nullopt));
  EXPECT_FALSE(record(id).engine);
}

TEST_F(EngineOfThread, only_a_tracked_thread_has_one) {
  EXPECT_EQ(store().set_engine(ThreadId{9}, "llm").error().code, digest::Code::not_found);
  const auto id = add_thread();
  ASSERT_TRUE(store().set_engine(id, "llm"));
  ASSERT_TRUE(store().remove_thread(id, true, now_));
  EXPECT_EQ(store().set_engine(id, "extract").error().code, digest::Code::not_found);
  EXPECT_EQ(record(add_thread()).engine, "llm") << "taken up again with the data of before";
}

class DigestedPosts : public LedgerTest {};

TEST_F(DigestedPosts, they_are_the_visible_floors_that_a_revision_accounts_for) {
  const auto id = thread_with(posts_upto(4));
  digest_pending(id);
  auto posts = posts_upto(6);
  posts[1] = marked(posts[1], PostState::withdrawn);
  now_ += 1min;
  ingest(id, page(posts));
  const auto found = store().digested_posts(id, {Floor{6}, Floor{4}, Floor{1}, Floor{2}, Floor{4}, Floor{77}});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2u);
  EXPECT_EQ((*found)[0].floor, Floor{1});
  EXPECT_EQ((*found)[1].floor, Floor{4});
  EXPECT_EQ(digest::own_text_of((*found)[1].body), sentence(4));
}

TEST_F(DigestedPosts, so_many_at_once_and_no_more) {
  const auto id = thread_with(posts_upto(1));
  std::vector<Floor> floors;
  for (std::int64_t floor = 1; floor <= 256; ++floor) floors.push_back(Floor{floor});
  EXPECT_TRUE(store().digested_posts(id, floors));
  floors.push_back(Floor{257});
  EXPECT_EQ(store().digested_posts(id, floors).error().code, digest::Code::too_large);
  EXPECT_EQ(store().digested_posts(ThreadId{99}, {Floor{1}}).error().code, digest::Code::not_found);
}

}  // namespace
}  // namespace gailou::storage
