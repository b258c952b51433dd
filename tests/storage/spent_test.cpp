// What budgets and the table of costs are made from.
#include <algorithm>
#include <chrono>
#include <limits>

#include "storage/sqlite/connection.h"
#include "tests/storage/ledger_fixture.h"

namespace gailou::storage {
namespace {

using digest::from_ms;

bool is_spent(const Spent& spent, std::int64_t tokens, std::int64_t calls) {
  return spent.tokens == tokens && spent.calls == calls;
}

class SpentTokens : public LedgerTest {
 protected:
  SpentOf spent(ThreadId thread, Instant day, Instant month) {
    const auto found = store().spent(thread, day, month);
    EXPECT_TRUE(found) << (found ? "" : to_string(found.error()));
    return found ? *found : SpentOf{};
  }

  /// An attempt of 1,000 tokens at a time.
  void ask_at(ThreadId thread, Instant at) {
    now_ = at;
    ask(attempt(thread), end());
  }
};

TEST_F(SpentTokens, an_open_attempt_counts_with_its_whole_reservation) {
  const auto id = add_thread();
  open(attempt(id));
  EXPECT_TRUE(is_spent(spent_at_all(), 1'500, 1));
  reopen();
  EXPECT_TRUE(is_spent(spent_at_all(), 1'500, 1));
}

TEST_F(SpentTokens, one_that_ended_counts_with_its_usage) {
  ask(attempt(add_thread()), end());
  EXPECT_TRUE(is_spent(spent_at_all(), 1'000, 1));
}

TEST_F(SpentTokens, more_than_was_reserved_counts_too) {
  auto ended = end();
  ended.completion_tokens = 9'100;
  ask(attempt(add_thread()), ended);
  EXPECT_TRUE(is_spent(spent_at_all(), 10'000, 1));
}

TEST_F(SpentTokens, without_usage_the_reservation_stands) {
  auto ended = end();
  ended.prompt_tokens.reset();
  ended.completion_tokens.reset();
  ask(attempt(add_thread()), ended);
  EXPECT_TRUE(is_spent(spent_at_all(), 1'500, 1));
}

TEST_F(SpentTokens, half_a_usage_is_filled_up_from_the_reservation) {
  auto ended = end();
  ended.completion_tokens.reset();
  ask(attempt(add_thread()), ended);
  EXPECT_TRUE(is_spent(spent_at_all(), 900 + 500, 1));
}

TEST_F(SpentTokens, an_answer_that_claims_to_have_read_nothing_counts_as_reserved) {
  auto ended = end();
  ended.prompt_tokens = 0;
  ended.completion_tokens = 0;
  ask(attempt(add_thread()), ended);
  EXPECT_EQ(spent_at_all().tokens, 1'500);
}

TEST_F(SpentTokens, a_refused_request_may_have_cost_nothing) {
  auto ended = end();
  ended.http_status = 429;
  ended.prompt_tokens = 0;
  ended.completion_tokens = 0;
  ask(attempt(add_thread()), ended);
  EXPECT_TRUE(is_spent(spent_at_all(), 0, 1));
}

TEST_F(SpentTokens, what_the_model_never_saw_uses_no_tokens_and_is_a_call_if_it_left) {
  const auto id = add_thread();
  auto ended = end();
  ended.prompt_tokens.reset();
  ended.completion_tokens.reset();
  ended.cached_tokens.reset();
  ended.http_status = 429;
  ended.use = Use::refused;
  ask(attempt(id), ended);
  EXPECT_TRUE(is_spent(spent_at_all(), 0, 1));
  ended.http_status.reset();
  ended.use = Use::unsent;
  ask(attempt(id), ended);
  EXPECT_TRUE(is_spent(spent_at_all(), 0, 1));
  // Whole hours, a beginning within one, and a thread's day are counted by different ways.
  const auto within = spent(id, now_ - 1min, now_ - 1min);
  EXPECT_TRUE(is_spent(within.thread_today, 0, 1));
  EXPECT_TRUE(is_spent(within.today, 0, 1));
  const auto rows = store().attempts(id, 10);
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->at(0).end->use, Use::unsent);
  EXPECT_EQ(rows->at(1).end->use, Use::refused);
}

TEST_F(SpentTokens, a_refusal_that_counts_tokens_all_the_same_is_believed) {
  auto ended = end();
  ended.http_status = 400;
  ended.use = Use::refused;
  ask(attempt(add_thread()), ended);
  EXPECT_TRUE(is_spent(spent_at_all(), 1'000, 1));
}

TEST_F(SpentTokens, an_answer_that_never_came_counts_as_reserved) {
  auto ended = end();
  ended.prompt_tokens.reset();
  ended.completion_tokens.reset();
  ended.http_status.reset();
  ask(attempt(add_thread()), ended);
  EXPECT_TRUE(is_spent(spent_at_all(), 1'500, 1));
}

TEST_F(SpentTokens, hostile_figures_neither_lower_nor_burst_a_sum) {
  const auto id = add_thread();
  auto ended = end();
  ended.prompt_tokens = std::numeric_limits<std::int64_t>::max();
  ended.completion_tokens = std::numeric_limits<std::int64_t>::max();
  ended.cost_micros = std::numeric_limits<std::int64_t>::max();
  for (int i = 0; i < 20; ++i) ask(attempt(id), ended);
  EXPECT_EQ(spent_at_all().tokens, 20 * 2'000'000'000LL);
  ended.prompt_tokens = -500;
  ended.completion_tokens = std::numeric_limits<std::int64_t>::min();
  ended.cost_micros = -1;
  ended.http_status = 500;
  ask(attempt(id), ended);
  EXPECT_EQ(spent_at_all().tokens, 20 * 2'000'000'000LL);
  const auto rows = store().costs(CostsBy::model, {}, "UTC");
  ASSERT_TRUE(rows) << to_string(rows.error());
  EXPECT_EQ(rows->at(0).costs.at(0).micros, 20 * 1'000'000'000'000LL);
}

TEST_F(SpentTokens, windows_begin_where_they_are_said_to) {
  const auto mine = add_thread(1);
  const auto other = add_thread(2);
  const auto month = from_ms(1'777'000'000'000);  // at no full hour
  const auto day = month + 49h + 17min;
  for (const auto at : {month - 1ms, month, day - 1ms, day, day + 1h, day + 30h}) {
    ask_at(mine, at);
    ask_at(other, at);
  }
  const auto found = spent(mine, day, month);
  EXPECT_TRUE(is_spent(found.thread_today, 3'000, 3));
  EXPECT_TRUE(is_spent(found.today, 6'000, 6));
  EXPECT_TRUE(is_spent(found.month, 10'000, 10));
}

TEST_F(SpentTokens, any_beginning_gives_the_sum_of_the_rows_since) {
  const auto id = add_thread();
  const auto first = from_ms(1'777'000'000'000);
  std::vector<Instant> times;
  for (int i = 0; i < 60; ++i) times.push_back(first + i * 11min);
  for (const auto at : times) ask_at(id, at);
  for (auto since = first - 1h; since < first + 13h; since += 7min) {
    const auto expected = std::count_if(times.begin(), times.end(), [since](auto at) { return at >= since; });
    const auto found = spent(id, since, since);
    EXPECT_TRUE(is_spent(found.month, expected * 1'000, expected)) << digest::to_iso(since);
    EXPECT_TRUE(is_spent(found.thread_today, expected * 1'000, expected)) << digest::to_iso(since);
  }
}

TEST_F(SpentTokens, an_attempt_that_ends_another_day_counts_where_it_began) {
  const auto id = add_thread();
  const auto midnight = from_ms(1'776'988'800'000 + 86'400'000);
  now_ = midnight - 1s;
  ask(attempt(id), end());
  EXPECT_EQ(spent(id, midnight, midnight).today.calls, 0);
  EXPECT_EQ(spent(id, midnight - 1min, midnight).today.tokens, 1'000);
}

TEST_F(SpentTokens, attempts_of_over_400_days_are_forgotten_a_piece_at_a_time) {
  const auto id = add_thread();
  for (int i = 0; i < 1'200; ++i) open(attempt(id));
  const auto later = now_ + 401 * 24h;
  now_ = later;
  ask(attempt(id), end());
  EXPECT_TRUE(*store().tend_ledger(later));
  EXPECT_EQ(store().attempts(id, 10'000)->size(), 201u);
  EXPECT_FALSE(*store().tend_ledger(later));
  EXPECT_EQ(store().attempts(id, 10'000)->size(), 1u);
  EXPECT_TRUE(is_spent(spent_at_all(), 1'000, 1));
}

TEST_F(SpentTokens, a_year_and_its_month_are_kept) {
  const auto id = add_thread();
  ask(attempt(id), end());
  EXPECT_FALSE(*store().tend_ledger(now_ + 400 * 24h));
  EXPECT_EQ(store().attempts(id, 10)->size(), 1u);
  EXPECT_EQ(spent_at_all().calls, 1);
}

/// 200,000 rows over a month: the sums are read, not the rows.
TEST_F(SpentTokens, a_budget_is_looked_up_in_the_same_time_whatever_was_spent) {
  const auto id = add_thread();
  {
    auto connection = sqlite::Connection::open(folder_.file("gailou.db"), sqlite::Connection::Kind::writer);
    ASSERT_TRUE(connection && connection->set_up());
    const auto filled = connection->execute(R"(
INSERT INTO attempts (thread_id, revision, number, kind, endpoint, model, started_ms, estimate, reserved, counted)
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199999)
SELECT NULL, 0, 1, 'first', 'e', 'm', 1777000000000 + i * 12000, 10, 20, 20 FROM n;
INSERT INTO spent_hours SELECT started_ms / 3600000, sum(counted), count(*) FROM attempts GROUP BY 1;
)",
                                            "a month");
    ASSERT_TRUE(filled) << to_string(filled.error());
  }
  const auto month = from_ms(1'777'000'000'000);
  EXPECT_TRUE(is_spent(spent(id, month + 20 * 24h, month).month, 200'000 * 20, 200'000));
  const auto look = [&](Instant since) {
    const auto before = std::chrono::steady_clock::now();
    for (int i = 0; i < 20; ++i) spent(id, since, since);
    return std::chrono::steady_clock::now() - before;
  };
  const auto whole = look(month);
  RecordProperty("microseconds",
                 std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(whole).count() / 20));
  const auto rows = [&] {
    const auto before = std::chrono::steady_clock::now();
    EXPECT_TRUE(store().costs(CostsBy::model, month, "UTC"));
    return std::chrono::steady_clock::now() - before;
  }();
  EXPECT_LT(whole / 20, rows / 4) << "a month is counted row by row";
}

class Costs : public LedgerTest {
 protected:
  std::vector<CostRow> costs(CostsBy by, Instant since = {}, const std::string& zone = "UTC") {
    const auto found = store().costs(by, since, zone);
    EXPECT_TRUE(found) << (found ? "" : to_string(found.error()));
    return found ? *found : std::vector<CostRow>{};
  }
  static std::vector<std::string> names(const std::vector<CostRow>& rows) {
    std::vector<std::string> found;
    for (const auto& row : rows) found.push_back(row.name);
    return found;
  }
};

TEST_F(Costs, nothing_was_ever_asked) {
  EXPECT_TRUE(costs(CostsBy::day).empty());
  EXPECT_TRUE(costs(CostsBy::thread).empty());
  EXPECT_TRUE(costs(CostsBy::model).empty());
}

TEST_F(Costs, a_row_adds_up_what_its_attempts_used_and_cost) {
  const auto id = add_thread();
  ask(attempt(id), end());
  auto failed = end();
  failed.verdict = "fallback";
  failed.cost_micros = 10;
  ask(attempt(id), failed);
  failed.verdict = "retry";
  ask(attempt(id), failed);
  open(attempt(id));
  for (const auto by : {CostsBy::day, CostsBy::thread, CostsBy::model}) {
    const auto rows = costs(by);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].spent.calls, 4);
    EXPECT_EQ(rows[0].spent.tokens, 3 * 1'000 + 1'500);
    EXPECT_EQ(rows[0].prompt_tokens, 3 * 900);
    EXPECT_EQ(rows[0].completion_tokens, 3 * 100);
    EXPECT_EQ(rows[0].cached_tokens, 3 * 512);
    EXPECT_EQ(rows[0].failed, 2);
    EXPECT_EQ(rows[0].unpriced, 1);
    EXPECT_EQ(rows[0].costs, (std::vector<Money>{{.currency = "USD", .micros = 2'520}}));
  }
}

TEST_F(Costs, a_cost_that_is_not_known_is_not_nothing) {
  auto ended = end();
  ended.cost_micros.reset();
  ended.currency.clear();
  ask(attempt(add_thread()), ended);
  const auto row = costs(CostsBy::model).at(0);
  EXPECT_TRUE(row.costs.empty());
  EXPECT_EQ(row.unpriced, 1);
}

TEST_F(Costs, currencies_are_not_added_to_each_other) {
  const auto id = add_thread();
  ask(attempt(id), end());
  auto yuan = end();
  yuan.currency = "CNY";
  yuan.cost_micros = 700;
  ask(attempt(id), yuan);
  now_ += 30min;
  ask(attempt(id), yuan);
  for (const auto by : {CostsBy::day, CostsBy::thread, CostsBy::model}) {
    const auto rows = costs(by);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].spent.calls, 3);
    EXPECT_EQ(rows[0].costs,
              (std::vector<Money>{{.currency = "CNY", .micros = 1'400}, {.currency = "USD", .micros = 2'500}}));
  }
}

TEST_F(Costs, days_are_those_of_the_zone) {
  const auto id = add_thread();
  now_ = *digest::parse_iso("2026-05-01T15:59:59.999Z");
  ask(attempt(id), end());
  now_ = *digest::parse_iso("2026-05-01T16:00:00Z");
  ask(attempt(id), end());
  EXPECT_EQ(names(costs(CostsBy::day, {}, "UTC")), std::vector<std::string>{"2026-05-01"});
  EXPECT_EQ(names(costs(CostsBy::day, {}, "Asia/Shanghai")), (std::vector<std::string>{"2026-05-01", "2026-05-02"}));
}

TEST_F(Costs, threads_and_models_go_by_their_names) {
  const auto first = add_thread(7);
  const auto second = add_thread(8);
  ask(attempt(first), end());
  auto other = attempt(second);
  other.model = "large-2";
  ask(other, end());
  auto test = attempt(ThreadId{});
  test.kind = "test";
  ask(test, end());
  EXPECT_EQ(names(costs(CostsBy::thread)), (std::vector<std::string>{"(test)", "forum/7", "forum/8"}));
  EXPECT_EQ(names(costs(CostsBy::model)), (std::vector<std::string>{"large-2", "small-1"}));
  ASSERT_TRUE(store().remove_thread(second, false, now_));
  ASSERT_TRUE(store().remove_thread(first, true, now_));
  EXPECT_EQ(names(costs(CostsBy::thread)), (std::vector<std::string>{"(removed)", "(test)", "forum/7"}));
}

TEST_F(Costs, only_what_began_since_is_told) {
  const auto id = add_thread();
  ask(attempt(id), end());
  const auto since = now_ + 1ms;
  EXPECT_EQ(costs(CostsBy::day, now_).size(), 1u);
  EXPECT_TRUE(costs(CostsBy::day, since).empty());
  EXPECT_TRUE(costs(CostsBy::thread, since).empty());
  EXPECT_TRUE(costs(CostsBy::model, since).empty());
}

TEST_F(Costs, a_reader_beside_the_writer_tells_the_same) {
  ask(attempt(add_thread()), end());
  const auto beside = reader();
  EXPECT_EQ(beside->costs(CostsBy::model, {}, "UTC")->size(), 1u);
  EXPECT_EQ(beside->attempts({}, 5)->size(), 1u);
  EXPECT_EQ(beside->spent(ThreadId{1}, {}, {})->thread_today.tokens, 1'000);
}

}  // namespace
}  // namespace gailou::storage
