// What the ledger tells: how a request stands, what was spent, which attempts there were.
#include <algorithm>
#include <limits>
#include <utility>

#include "storage/sqlite/ledger.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Instant;
using digest::Result;
using digest::ThreadId;

constexpr std::int64_t kAttemptsListed = 10'000;
constexpr std::int64_t kSpentHour = 3'600'000;  // ms; as `spent_hours` counts

AttemptEnd end_of(Row& row, Instant ended) {
  AttemptEnd end;
  end.ended = ended;
  if (const auto status = row.maybe_integer()) end.http_status = static_cast<int>(*status);
  end.finish_reason = row.text();
  end.verdict = row.text();
  end.trouble = row.text();
  end.rules = row.text();
  end.answered_by = row.text();
  end.prompt_tokens = row.maybe_integer();
  end.completion_tokens = row.maybe_integer();
  end.cached_tokens = row.maybe_integer();
  end.reasoning_tokens = row.maybe_integer();
  end.cost_micros = row.maybe_integer();
  end.currency = row.text();
  end.error = row.text();
  const auto prompt = row.maybe_integer();
  const auto cached = row.maybe_integer();
  const auto completion = row.maybe_integer();
  if (prompt && cached && completion) {
    end.price = Price{.prompt_micros = *prompt, .cached_micros = *cached, .completion_micros = *completion};
  }
  const auto counted = row.integer();
  if (counted < 0) end.use = Use::unsent;
  if (counted == 0 && !end.prompt_tokens) end.use = Use::refused;
  return end;
}

AttemptRecord attempt_record(Row row) {
  AttemptRecord record;
  record.id = row.id<AttemptId>();
  auto& attempt = record.attempt;
  attempt.thread = ThreadId{row.maybe_integer().value_or(0)};
  attempt.revision = row.id<digest::Revision>();
  attempt.first = digest::Floor{row.maybe_integer().value_or(0)};
  attempt.last = digest::Floor{row.maybe_integer().value_or(0)};
  attempt.number = row.small();
  attempt.kind = row.text();
  attempt.endpoint = row.text();
  attempt.model = row.text();
  attempt.started = row.at();
  attempt.estimate = row.integer();
  attempt.reserved = row.integer();
  attempt.request_hash = row.text();
  attempt.nonce = row.text();
  if (const auto ended = row.maybe_at()) record.end = end_of(row, *ended);
  return record;
}

void add_to(Spent& sum, Query query) {
  if (!query.next()) return;
  auto row = query.row();
  sum.tokens += row.integer();
  sum.calls += row.integer();
}

/// Whole hours by their sums, what lies before the first of them row by row.
Spent spent_since(Database& db, Instant since) {
  const auto since_ms = std::max<std::int64_t>(digest::to_ms(since), 0);
  const auto first_hour = (since_ms + kSpentHour - 1) / kSpentHour;
  Spent sum;
  auto hours = db.query("spent_in_hours");
  hours.bind(":from", first_hour);
  add_to(sum, std::move(hours));
  auto before = db.query("spent_between");
  before.bind(":from_ms", since_ms).bind(":to_ms", first_hour * kSpentHour);
  add_to(sum, std::move(before));
  return sum;
}

}  // namespace

Result<EarlierAttempts> earlier_attempts(Database& db, ThreadId thread, const std::string& request_hash) {
  Transaction tx(db.connection, Transaction::Kind::read);
  EarlierAttempts earlier;
  {
    auto query = db.query("answer_to");
    query.bind(":thread_id", thread).bind(":request_hash", request_hash);
    if (query.next()) {
      auto row = query.row();
      auto& answer = earlier.answer.emplace();
      answer.attempt = row.id<AttemptId>();
      answer.nonce = row.text();
      answer.http_status = row.small();
      answer.body = row.text();
    }
  }
  auto query = db.query("attempts_sent");
  query.bind(":thread_id", thread).bind(":request_hash", request_hash);
  while (query.next()) {
    if (++earlier.open == 1) earlier.open_nonce = query.row().text();
  }
  return tx.commit(std::move(earlier));
}

Result<std::vector<AttemptRecord>> attempts(Database& db, std::optional<ThreadId> thread, std::int64_t limit) {
  Transaction tx(db.connection, Transaction::Kind::read);
  std::vector<AttemptRecord> found;
  auto query = db.query(thread ? "attempts_of_thread" : "attempts_newest");
  if (thread) {
    query.bind(":thread_id", *thread);
  } else {
    query.bind(":last_id", std::numeric_limits<std::int64_t>::max());
  }
  query.bind(":limit", std::clamp<std::int64_t>(limit, 1, kAttemptsListed));
  while (query.next()) found.push_back(attempt_record(query.row()));
  return tx.commit(std::move(found));
}

Result<SpentOf> spent(Database& db, ThreadId thread, Instant since_day, Instant since_month) {
  Transaction tx(db.connection, Transaction::Kind::read);
  SpentOf spent;
  {
    auto query = db.query("spent_of_thread");
    query.bind(":thread_id", thread).bind(":from_ms", since_day);
    add_to(spent.thread_today, std::move(query));
  }
  spent.today = spent_since(db, since_day);
  spent.month = spent_since(db, since_month);
  return tx.commit(spent);
}

Result<std::optional<std::string>> endpoint_facts(Database& db, const std::string& endpoint, const std::string& model) {
  Transaction tx(db.connection, Transaction::Kind::read);
  std::optional<std::string> facts;
  auto query = db.query("endpoint_facts_of");
  query.bind(":endpoint", endpoint).bind(":model", model);
  if (query.next()) facts = query.row().text();
  return tx.commit(std::move(facts));
}

}  // namespace gailou::storage::sqlite
