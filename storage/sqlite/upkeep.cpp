#include "storage/sqlite/upkeep.h"

#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Result;

// A checkpoint in passing doesn't wait for readers; one that was asked for waits for a page's worth of reading.
constexpr int kPassingMs = 0;
constexpr int kAskedMs = 500;

}  // namespace

Result<StoreFigures> figures(Database& db) {
  Transaction tx(db.connection, Transaction::Kind::read);
  StoreFigures figures;
  figures.connection = db.connection.figures();
  figures.wal_bytes = db.connection.wal_bytes();
  auto query = db.query("figures");
  if (query.next()) {
    auto row = query.row();
    figures.schema = row.integer();
    figures.database_bytes = row.integer();
    figures.threads = row.integer();
    figures.posts = row.integer();
  }
  return tx.commit(figures);
}

Result<void> Checkpointer::after_commit(Connection& connection) {
  if (!owes_erasure_ && connection.wal_bytes() < threshold_bytes_) return {};
  return run(connection, kPassingMs);
}

Result<void> Checkpointer::now(Connection& connection) {
  return run(connection, kAskedMs);
}

Result<void> Checkpointer::run(Connection& connection, int wait_ms) {
  const auto emptied = connection.checkpoint(wait_ms);
  if (!emptied) return emptied.error();
  if (*emptied) owes_erasure_ = false;
  // A reader that holds the WAL is not asked at every commit.
  threshold_bytes_ = *emptied ? kWalMax : connection.wal_bytes() + kWalMax;
  return {};
}

}  // namespace gailou::storage::sqlite
