#include "storage/sqlite/transaction.h"

#include <chrono>

#include <sqlite3.h>

namespace gailou::storage::sqlite {

Transaction::Transaction(Connection& connection, Kind kind) : connection_(connection), kind_(kind) {
  connection_.clear_fault();
  const auto begun = connection_.execute(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN", "begin");
  if (!begun) {
    connection_.note_fault(begun.error());
    return;
  }
  open_ = true;
}

Transaction::~Transaction() {
  if (open_) roll_back();
}

digest::Error Transaction::refuse(digest::Error error) {
  connection_.note_fault(std::move(error));
  digest::Error first = *connection_.fault();
  if (open_) roll_back();
  return first;
}

digest::Error Transaction::commit_and_refuse(digest::Error error) {
  return close() ? error : *connection_.fault();
}

bool Transaction::close() {
  if (!connection_.fault()) {
    const auto began = std::chrono::steady_clock::now();
    const auto done = connection_.execute("COMMIT", "commit");
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    if (!done) connection_.note_fault(done.error());
    if (done && kind_ == Kind::write) connection_.note_commit(took.count());
  }
  if (connection_.fault()) {
    if (open_) roll_back();
    return false;
  }
  open_ = false;
  return true;
}

void Transaction::roll_back() {
  open_ = false;
  // SQLite has already rolled back by itself after a full disk or a failed write; then there is nothing to end.
  if (sqlite3_get_autocommit(connection_.handle()) == 0) {
    sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

}  // namespace gailou::storage::sqlite
