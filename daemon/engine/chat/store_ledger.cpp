#include "daemon/engine/chat/store_ledger.h"

#include <utility>

#include "digest/local_time.h"

namespace gailou::engine {

using storage::Store;

StoreLedger::Answer<storage::AttemptId> StoreLedger::open_attempt(storage::Attempt attempt) {
  auto query = [attempt = std::move(attempt)](Store& store) { return store.open_attempt(attempt); };
  co_return co_await store_.run(std::move(query));
}

StoreLedger::Answer<void> StoreLedger::close_attempt(storage::AttemptId id, storage::AttemptEnd end,
                                                     std::optional<storage::KeptAnswer> answer) {
  auto query = [id, end = std::move(end), answer = std::move(answer)](Store& store) {
    return store.close_attempt(id, end, answer);
  };
  co_return co_await store_.run(std::move(query));
}

StoreLedger::Answer<void> StoreLedger::note_verdict(storage::AttemptId id, std::string verdict, std::string rules) {
  auto query = [id, verdict = std::move(verdict), rules = std::move(rules)](Store& store) {
    return store.note_verdict(id, verdict, rules);
  };
  co_return co_await store_.run(std::move(query));
}

StoreLedger::Answer<storage::EarlierAttempts> StoreLedger::earlier_attempts(digest::ThreadId thread,
                                                                            std::string request_hash) {
  auto query = [thread, hash = std::move(request_hash)](Store& store) { return store.earlier_attempts(thread, hash); };
  co_return co_await store_.run(std::move(query));
}

StoreLedger::Answer<storage::SpentOf> StoreLedger::spent(digest::ThreadId thread) {
  auto query = [thread, since = budget_windows(clock_.now(), zone_)](Store& store) {
    return store.spent(thread, since.day, since.month);
  };
  co_return co_await store_.run(std::move(query));
}

StoreLedger::Answer<std::optional<std::string>> StoreLedger::endpoint_facts(std::string endpoint, std::string model) {
  auto query = [endpoint = std::move(endpoint), model = std::move(model)](Store& store) {
    return store.endpoint_facts(endpoint, model);
  };
  co_return co_await store_.run(std::move(query));
}

StoreLedger::Answer<void> StoreLedger::save_endpoint_facts(std::string endpoint, std::string model, std::string facts) {
  auto query = [endpoint = std::move(endpoint), model = std::move(model), facts = std::move(facts),
                now = clock_.now()](Store& store) { return store.save_endpoint_facts(endpoint, model, facts, now); };
  co_return co_await store_.run(std::move(query));
}

StoreLedger::Answer<std::vector<digest::Post>> StoreLedger::digested_posts(digest::ThreadId thread,
                                                                           std::vector<digest::Floor> floors) {
  auto query = [thread, floors = std::move(floors)](Store& store) { return store.digested_posts(thread, floors); };
  co_return co_await store_.run(std::move(query));
}

BudgetWindows budget_windows(digest::Instant now, const std::string& zone) {
  const auto today = digest::to_local(now, zone);
  BudgetWindows windows{.day = now, .month = now};
  if (const auto day = digest::start_of_day(today.year, today.month, today.day, zone)) windows.day = *day;
  if (const auto month = digest::start_of_day(today.year, today.month, 1, zone)) windows.month = *month;
  return windows;
}

}  // namespace gailou::engine
