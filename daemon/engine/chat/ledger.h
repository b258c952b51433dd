// The seam to what is kept about an engine's calls. One row per attempt, written before anything leaves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "digest/error.h"
#include "digest/post.h"
#include "storage/ledger.h"

namespace gailou::engine {

class Ledger {
 public:
  template <class T>
  using Answer = boost::asio::awaitable<digest::Result<T>>;

  virtual ~Ledger() = default;
  virtual Answer<storage::AttemptId> open_attempt(storage::Attempt attempt) = 0;
  /// `answer`: what was paid for, kept in the same transaction until the batch is written; its `attempt` is `id`.
  virtual Answer<void> close_attempt(storage::AttemptId id, storage::AttemptEnd end,
                                     std::optional<storage::KeptAnswer> answer) = 0;
  /// Of an attempt that has ended, once its answer has been reviewed.
  virtual Answer<void> note_verdict(storage::AttemptId id, std::string verdict, std::string rules) = 0;
  virtual Answer<storage::EarlierAttempts> earlier_attempts(digest::ThreadId thread, std::string request_hash) = 0;
  /// In the budgets' windows as of now.
  virtual Answer<storage::SpentOf> spent(digest::ThreadId thread) = 0;
  /// What has been learned about an endpoint's model, as it was saved; nothing if it is new.
  virtual Answer<std::optional<std::string>> endpoint_facts(std::string endpoint, std::string model) = 0;
  virtual Answer<void> save_endpoint_facts(std::string endpoint, std::string model, std::string facts) = 0;
  /// Those of these floors that are visible and that the digest accounts for, ascending.
  virtual Answer<std::vector<digest::Post>> digested_posts(digest::ThreadId thread,
                                                           std::vector<digest::Floor> floors) = 0;
};

}  // namespace gailou::engine
