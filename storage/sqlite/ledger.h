// What was asked of a model: rows of `attempts`, kept answers, facts about endpoints.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/ledger.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

digest::Result<AttemptId> open_attempt(Database& db, const Attempt& attempt);
digest::Result<void> close_attempt(Database& db, AttemptId id, const AttemptEnd& end,
                                   const std::optional<KeptAnswer>& answer);
digest::Result<void> note_verdict(Database& db, AttemptId id, std::string_view verdict, std::string_view rules);
digest::Result<EarlierAttempts> earlier_attempts(Database& db, digest::ThreadId thread,
                                                 const std::string& request_hash);
digest::Result<std::vector<AttemptRecord>> attempts(Database& db, std::optional<digest::ThreadId> thread,
                                                    std::int64_t limit);
digest::Result<SpentOf> spent(Database& db, digest::ThreadId thread, digest::Instant since_day,
                              digest::Instant since_month);

digest::Result<std::optional<std::string>> endpoint_facts(Database& db, const std::string& endpoint,
                                                          const std::string& model);
digest::Result<void> save_endpoint_facts(Database& db, const std::string& endpoint, const std::string& model,
                                         const std::string& facts, digest::Instant now);

/// Within a transaction: no answer to a question about this thread is kept any longer.
void forget_answers(Database& db, digest::ThreadId thread);
/// Within the transaction that deletes the thread: what was spent stays, without a link to it.
void unlink_attempts(Database& db, digest::ThreadId thread);

struct LedgerUpkeep {
  bool more = false;          // call again
  bool forgot_texts = false;  // answers have left the database: now the WAL
};
digest::Result<LedgerUpkeep> tend_ledger(Database& db, digest::Instant now);

}  // namespace gailou::storage::sqlite
