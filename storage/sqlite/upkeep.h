// Figures of the store, and moving its WAL into the database.
#pragma once

#include "storage/records.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

digest::Result<StoreFigures> figures(Database& db);

/// Keeps the WAL small. The writer's alone: SQLite 3.40.1 can corrupt a file that two connections checkpoint.
class Checkpointer {
 public:
  /// After each commit. Acts when the WAL has grown, or when bytes of forgotten texts are still in it.
  digest::Result<void> after_commit(Connection& connection);
  /// Texts were forgotten: they have to leave the WAL as soon as no reader holds it.
  void owe_erasure() { owes_erasure_ = true; }
  digest::Result<void> now(Connection& connection);

 private:
  digest::Result<void> run(Connection& connection, int wait_ms);
  bool owes_erasure_ = false;
  std::int64_t threshold_bytes_ = kWalMax;
  static constexpr std::int64_t kWalMax = 4 << 20;
};

}  // namespace gailou::storage::sqlite
