// A ledger in memory, for tests of what the engine books and when. Survives the engine, as the store does.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/engine/chat/ledger.h"

namespace gailou::engine {

class MemoryLedger : public Ledger {
 public:
  Answer<storage::AttemptId> open_attempt(storage::Attempt attempt) override {
    if (fails) co_return *fails;
    const storage::AttemptId id{static_cast<std::int64_t>(rows.size()) + 1};
    rows.push_back({.id = id, .attempt = std::move(attempt), .end = std::nullopt});
    co_return id;
  }

  Answer<void> close_attempt(storage::AttemptId id, storage::AttemptEnd end,
                             std::optional<storage::KeptAnswer> answer) override {
    if (fails) co_return *fails;
    auto& row = row_of(id);
    row.end = std::move(end);
    if (answer) kept[row.attempt.request_hash] = std::move(*answer);
    co_return digest::Result<void>{};
  }

  Answer<void> note_verdict(storage::AttemptId id, std::string verdict, std::string rules) override {
    auto& row = row_of(id);
    row.end->verdict = std::move(verdict);
    row.end->rules = std::move(rules);
    co_return digest::Result<void>{};
  }

  Answer<storage::EarlierAttempts> earlier_attempts(digest::ThreadId thread, std::string request_hash) override {
    storage::EarlierAttempts earlier;
    if (const auto at = kept.find(request_hash); at != kept.end()) earlier.answer = at->second;
    for (const auto& row : rows) {
      if (row.end || row.attempt.thread != thread || row.attempt.request_hash != request_hash) continue;
      ++earlier.open;
      earlier.open_nonce = row.attempt.nonce;
    }
    co_return earlier;
  }

  Answer<storage::SpentOf> spent(digest::ThreadId thread) override {
    auto sum = before;
    for (const auto& row : rows) {
      const auto one = spent_by(row);
      for (auto* window : {&sum.today, &sum.month}) add(*window, one);
      if (row.attempt.thread == thread) add(sum.thread_today, one);
    }
    co_return sum;
  }

  Answer<std::optional<std::string>> endpoint_facts(std::string endpoint, std::string model) override {
    const auto at = facts.find(endpoint + " " + model);
    co_return at == facts.end() ? std::nullopt : std::optional(at->second);
  }

  Answer<void> save_endpoint_facts(std::string endpoint, std::string model, std::string text) override {
    facts[endpoint + " " + model] = std::move(text);
    co_return digest::Result<void>{};
  }

  Answer<std::vector<digest::Post>> digested_posts(digest::ThreadId /*thread*/,
                                                   std::vector<digest::Floor> floors) override {
    looked_up.insert(looked_up.end(), floors.begin(), floors.end());
    std::vector<digest::Post> found;
    for (const auto& post : posts) {
      if (std::find(floors.begin(), floors.end(), post.floor) != floors.end()) found.push_back(post);
    }
    co_return found;
  }

  /// "accept", "repair V13 V24": how each row stands, "open" for one without an end.
  std::vector<std::string> verdicts() const {
    std::vector<std::string> all;
    for (const auto& row : rows) {
      all.push_back(!row.end ? "open" : row.end->verdict + (row.end->rules.empty() ? "" : " " + row.end->rules));
    }
    return all;
  }
  std::vector<std::string> kinds() const {
    std::vector<std::string> all;
    for (const auto& row : rows) all.push_back(row.attempt.kind);
    return all;
  }

  std::vector<storage::AttemptRecord> rows{};
  std::map<std::string, storage::KeptAnswer> kept{};  // by request hash
  std::map<std::string, std::string> facts{};         // by endpoint and model
  std::vector<digest::Post> posts{};                  // of the thread, digested ones
  std::vector<digest::Floor> looked_up{};
  storage::SpentOf before{};  // beside the rows
  std::optional<digest::Error> fails{};

 private:
  static storage::Spent spent_by(const storage::AttemptRecord& row) {
    if (!row.end) return {.tokens = row.attempt.reserved, .calls = 1};
    if (row.end->prompt_tokens) {
      return {.tokens = *row.end->prompt_tokens + row.end->completion_tokens.value_or(0), .calls = 1};
    }
    switch (row.end->use) {
      case storage::Use::unknown:
        return {.tokens = row.attempt.reserved, .calls = 1};
      case storage::Use::refused:
        return {.tokens = 0, .calls = 1};
      case storage::Use::unsent:
        return {};
    }
    return {};
  }
  static void add(storage::Spent& sum, const storage::Spent& one) {
    sum.tokens += one.tokens;
    sum.calls += one.calls;
  }
  storage::AttemptRecord& row_of(storage::AttemptId id) { return rows.at(static_cast<std::size_t>(id.value - 1)); }
};

}  // namespace gailou::engine
