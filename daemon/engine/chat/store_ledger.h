// The ledger over the store's thread.
#pragma once

#include <string>
#include <utility>

#include "daemon/engine/chat/ledger.h"
#include "daemon/io/clock.h"
#include "daemon/io/store_thread.h"
#include "storage/store.h"

namespace gailou::engine {

class StoreLedger : public Ledger {
 public:
  /// All outlive it. `zone`: where the budgets' days and months begin at midnight.
  StoreLedger(io::OwningThread<storage::Store>& store, io::Clock& clock, std::string zone)
      : store_(store), clock_(clock), zone_(std::move(zone)) {}

  /// From the next look at the budgets on.
  void use_zone(std::string zone) { zone_ = std::move(zone); }

  Answer<storage::AttemptId> open_attempt(storage::Attempt attempt) override;
  Answer<void> close_attempt(storage::AttemptId id, storage::AttemptEnd end,
                             std::optional<storage::KeptAnswer> answer) override;
  Answer<void> note_verdict(storage::AttemptId id, std::string verdict, std::string rules) override;
  Answer<storage::EarlierAttempts> earlier_attempts(digest::ThreadId thread, std::string request_hash) override;
  Answer<storage::SpentOf> spent(digest::ThreadId thread) override;
  Answer<std::optional<std::string>> endpoint_facts(std::string endpoint, std::string model) override;
  Answer<void> save_endpoint_facts(std::string endpoint, std::string model, std::string facts) override;
  Answer<std::vector<digest::Post>> digested_posts(digest::ThreadId thread, std::vector<digest::Floor> floors) override;

 private:
  io::OwningThread<storage::Store>& store_;
  io::Clock& clock_;
  std::string zone_;
};

/// The beginnings of the day and of the month that a moment lies in.
struct BudgetWindows {
  digest::Instant day{};
  digest::Instant month{};
};
BudgetWindows budget_windows(digest::Instant now, const std::string& zone);

}  // namespace gailou::engine
