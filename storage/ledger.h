// What was asked of a model and what it cost: one row per attempt, written before anything is sent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "digest/ids.h"
#include "digest/time.h"

namespace gailou::storage {

using AttemptId = digest::Id<struct AttemptTag>;

/// Before it is sent. `thread` 0: about no thread. The row counts with its whole reservation until it ends, also if it
/// never does.
struct Attempt {
  digest::ThreadId thread{};
  digest::Revision revision{};  // the one to be written
  digest::Floor first{};        // of the floors asked about
  digest::Floor last{};
  int number = 1;  // of the batch, from 1
  std::string
      kind{};  // "first", "repair", "retry"; "test" for `gailou engine test`, "trial" for a dry run (no revision)
  std::string endpoint{};  // origin and path, without user, query and key
  std::string model{};
  digest::Instant started{};
  std::int64_t estimate = 0;   // tokens of the prompt
  std::int64_t reserved = 0;   // tokens: estimate and the answer's limit
  std::string request_hash{};  // of the request without its nonce, hex
  std::string nonce{};
};

/// What an attempt used where its endpoint counted no tokens. The numbers stand in ledger.sql.
enum class Use {
  unknown,  // the model may have worked: the reservation stands
  refused,  // it was turned away before the model saw it: no tokens
  unsent,   // nothing of it left: no tokens, and no call either
};

/// Of a million tokens, in millionths of a currency.
struct Price {
  std::int64_t prompt_micros = 0;
  std::int64_t cached_micros = 0;  // of the prompt, read from the endpoint's cache
  std::int64_t completion_micros = 0;
  bool operator==(const Price&) const = default;
};

/// After it: what came back. Never texts of posts or the key.
struct AttemptEnd {
  digest::Instant ended{};
  std::optional<int> http_status{};
  std::string finish_reason{};
  std::string verdict{};      // llm::name_of(Verdict)
  std::string trouble{};      // llm::name_of(Trouble); empty if none
  std::string rules{};        // "V13 V24"
  std::string answered_by{};  // the model that the answer names
  std::optional<std::int64_t> prompt_tokens{};
  std::optional<std::int64_t> completion_tokens{};
  std::optional<std::int64_t> cached_tokens{};
  std::optional<std::int64_t> reasoning_tokens{};
  Use use = Use::unknown;
  std::optional<Price> price{};               // that held then; nothing: none is known
  std::optional<std::int64_t> cost_micros{};  // millionths of `currency`; nothing: no price is known
  std::string currency{};                     // "USD"; empty if the price table names none
  std::string error{};                        // one line
};

struct AttemptRecord {
  AttemptId id{};
  Attempt attempt{};
  std::optional<AttemptEnd> end{};
};

/// An answer that has been paid for, kept until its batch is written or released.
struct KeptAnswer {
  AttemptId attempt{};
  std::string nonce{};
  int http_status = 0;
  std::string body{};
};

/// How a request with this hash stands after a restart.
struct EarlierAttempts {
  std::optional<KeptAnswer> answer{};
  std::optional<std::string> open_nonce{};  // sent, never answered: to be sent again word for word
  int open = 0;                             // how many of those
};

struct Spent {
  std::int64_t tokens = 0;  // what was counted; the reservation of rows without an end or whose use is unknown
  std::int64_t calls = 0;   // that left
};

/// Since the beginnings of the budgets' windows.
struct SpentOf {
  Spent thread_today{};
  Spent today{};
  Spent month{};
};

enum class CostsBy { day, thread, model };

struct Money {
  std::string currency{};
  std::int64_t micros = 0;
  bool operator==(const Money&) const = default;
};

struct CostRow {
  std::string name{};  // "2026-11-28" in the zone asked for, the model, or "forum/7": "(removed)" of threads that are
                       // no more, "(test)" of `gailou engine test`
  Spent spent{};
  std::vector<Money> costs{};  // by currency
  std::int64_t unpriced = 0;   // calls whose cost isn't known
  std::int64_t prompt_tokens = 0;
  std::int64_t completion_tokens = 0;
  std::int64_t cached_tokens = 0;
  std::int64_t failed = 0;  // attempts that ended in retry or fallback
};

}  // namespace gailou::storage
