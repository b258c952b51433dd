#include "storage/sqlite/ledger.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Code;
using digest::Error;
using digest::Instant;
using digest::Result;
using digest::ThreadId;

// An endpoint's figures are hostile: what sums of a million rows can hold.
constexpr std::int64_t kTokensMax = 1'000'000'000;
constexpr std::int64_t kCostMax = 1'000'000'000'000;  // a million of the currency

constexpr std::size_t kAnswerMax = 4 << 20;  // bytes of one kept answer
constexpr std::size_t kFactsMax = 64 << 10;  // bytes of JSON

constexpr std::chrono::days kAttemptsKept{400};  // a year to compare with, and its month
constexpr std::chrono::days kAnswersKept{7};
constexpr std::int64_t kForgottenAtOnce = 1'000;

constexpr std::int64_t kLedgerHour = 3'600'000;

std::int64_t within_sums(std::int64_t tokens) {
  return std::clamp<std::int64_t>(tokens, 0, kTokensMax);
}

std::optional<std::int64_t> within_sums(std::optional<std::int64_t> figure, std::int64_t most) {
  if (figure) figure = std::clamp<std::int64_t>(*figure, 0, most);
  return figure;
}

std::int64_t hour_of(Instant at) {
  return digest::to_ms(at) / kLedgerHour;
}

/// Of a hash, a nonce and floors, which a row without a thread doesn't have.
template <class Value>
std::optional<Value> of_thread(const Attempt& attempt, const Value& value) {
  if (attempt.thread == ThreadId{}) return std::nullopt;
  return value;
}

Error no_such_attempt(AttemptId id) {
  return {.code = Code::not_found, .what = "there is no attempt " + std::to_string(id.value), .where = "the ledger"};
}

Error wrong_end(AttemptId id, const std::string& why) {
  return {.code = Code::conflict, .what = "attempt " + std::to_string(id.value) + " " + why, .where = "the ledger"};
}

void add_to_hour(Database& db, Instant started, std::int64_t tokens, std::int64_t calls) {
  if (tokens == 0 && calls == 0) return;
  db.query("spent_hour_add").bind(":hour", hour_of(started)).bind(":tokens", tokens).bind(":calls", calls).run();
}

std::optional<std::int64_t> price_of(const AttemptEnd& end, std::int64_t Price::*part) {
  if (!end.price) return std::nullopt;
  return within_sums(std::optional(*end.price.*part), kCostMax);
}

/// Tokens that it counts now.
std::int64_t write_end(Database& db, AttemptId id, const AttemptEnd& end) {
  auto query = db.query("attempt_end");
  query.bind(":attempt_id", id)
      .bind(":ended_ms", end.ended)
      .bind(":http_status", end.http_status)
      .bind(":finish_reason", end.finish_reason)
      .bind(":verdict", end.verdict)
      .bind(":trouble", end.trouble)
      .bind(":rules", end.rules)
      .bind(":answered_by", end.answered_by)
      .bind(":prompt_tokens", within_sums(end.prompt_tokens, kTokensMax))
      .bind(":completion_tokens", within_sums(end.completion_tokens, kTokensMax))
      .bind(":cached_tokens", within_sums(end.cached_tokens, kTokensMax))
      .bind(":reasoning_tokens", within_sums(end.reasoning_tokens, kTokensMax))
      .bind(":cost_micros", within_sums(end.cost_micros, kCostMax))
      .bind(":currency", end.currency)
      .bind(":price_prompt_micros", price_of(end, &Price::prompt_micros))
      .bind(":price_cached_micros", price_of(end, &Price::cached_micros))
      .bind(":price_completion_micros", price_of(end, &Price::completion_micros))
      .bind(":use", static_cast<int>(end.use))
      .bind(":error", end.error);
  const auto counted = query.next() ? query.row().integer() : 0;
  query.run();
  return counted;
}

struct AttemptRow {
  bool is_open = false;
  std::int64_t reserved = 0;
  Instant started{};
};
std::optional<AttemptRow> find_attempt(Database& db, AttemptId id) {
  auto query = db.query("attempt_is_open");
  query.bind(":attempt_id", id);
  if (!query.next()) return std::nullopt;
  auto row = query.row();
  AttemptRow found;
  found.is_open = row.flag();
  found.reserved = row.integer();
  found.started = row.at();
  return found;
}

}  // namespace

Result<AttemptId> open_attempt(Database& db, const Attempt& attempt) {
  Transaction tx(db.connection, Transaction::Kind::write);
  AttemptId id;
  const auto reserved = within_sums(attempt.reserved);
  {
    auto query = db.query("attempt_open");
    query.bind(":thread_id", of_thread(attempt, attempt.thread))
        .bind(":revision", attempt.revision)
        .bind(":first_floor", of_thread(attempt, attempt.first))
        .bind(":last_floor", of_thread(attempt, attempt.last))
        .bind(":number", attempt.number)
        .bind(":kind", attempt.kind)
        .bind(":endpoint", attempt.endpoint)
        .bind(":model", attempt.model)
        .bind(":started_ms", attempt.started)
        .bind(":estimate", within_sums(attempt.estimate))
        .bind(":reserved", reserved)
        .bind(":request_hash", of_thread(attempt, attempt.request_hash))
        .bind(":nonce", of_thread(attempt, attempt.nonce));
    if (query.next()) id = query.row().id<AttemptId>();
    query.run();
  }
  add_to_hour(db, attempt.started, reserved, 1);
  return tx.commit(id);
}

Result<void> close_attempt(Database& db, AttemptId id, const AttemptEnd& end, const std::optional<KeptAnswer>& answer) {
  Transaction tx(db.connection, Transaction::Kind::write);
  const auto row = find_attempt(db, id);
  if (!row) return tx.refuse(no_such_attempt(id));
  if (!row->is_open) return tx.refuse(wrong_end(id, "has ended before"));
  const auto counted = write_end(db, id, end);
  add_to_hour(db, row->started, std::max<std::int64_t>(counted, 0) - row->reserved, counted < 0 ? -1 : 0);
  if (answer && answer->body.size() <= kAnswerMax) {
    db.query("answer_keep")
        .bind(":attempt_id", id)
        .bind(":now_ms", end.ended)
        .bind(":http_status", answer->http_status)
        .bind(":body", answer->body)
        .run();
  }
  return tx.commit();
}

Result<void> note_verdict(Database& db, AttemptId id, std::string_view verdict, std::string_view rules) {
  Transaction tx(db.connection, Transaction::Kind::write);
  const auto row = find_attempt(db, id);
  if (!row) return tx.refuse(no_such_attempt(id));
  if (row->is_open) return tx.refuse(wrong_end(id, "hasn't ended yet"));
  db.query("attempt_judge").bind(":attempt_id", id).bind(":verdict", verdict).bind(":rules", rules).run();
  return tx.commit();
}

Result<void> save_endpoint_facts(Database& db, const std::string& endpoint, const std::string& model,
                                 const std::string& facts, Instant now) {
  Transaction tx(db.connection, Transaction::Kind::write);
  if (facts.size() > kFactsMax) {
    return tx.refuse({.code = Code::too_large,
                      .what = "facts about " + endpoint + " of " + std::to_string(facts.size()) + " bytes",
                      .where = "save_endpoint_facts"});
  }
  db.query("endpoint_facts_save")
      .bind(":endpoint", endpoint)
      .bind(":model", model)
      .bind(":facts", facts)
      .bind(":now_ms", now)
      .run();
  return tx.commit();
}

void forget_answers(Database& db, ThreadId thread) {
  db.query("answers_forget").bind(":thread_id", thread).run();
}

void unlink_attempts(Database& db, ThreadId thread) {
  db.query("attempts_unlink").bind(":thread_id", thread).run();
}

Result<LedgerUpkeep> tend_ledger(Database& db, Instant now) {
  Transaction tx(db.connection, Transaction::Kind::write);
  LedgerUpkeep done;
  const auto before = db.connection.changes();
  db.query("answers_forget_old").bind(":before_ms", now - kAnswersKept).run();
  const auto between = db.connection.changes();
  done.forgot_texts = between > before;
  // Sums go with the rows that they count: only whole hours.
  const auto oldest = Instant{std::chrono::floor<std::chrono::hours>((now - kAttemptsKept).time_since_epoch())};
  db.query("attempts_forget").bind(":before_ms", oldest).bind(":limit", kForgottenAtOnce).run();
  done.more = db.connection.changes() - between >= kForgottenAtOnce;
  if (!done.more) db.query("spent_hours_forget").bind(":before", hour_of(oldest)).run();
  return tx.commit(done);
}

}  // namespace gailou::storage::sqlite
