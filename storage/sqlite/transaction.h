// BEGIN … COMMIT as a scope: what isn't committed is rolled back.
#pragma once

#include <utility>

#include "digest/error.h"
#include "storage/sqlite/connection.h"

namespace gailou::storage::sqlite {

class Transaction {
 public:
  /// `write` takes the write lock at once, so that what is read first can't have changed when it is written. `read`
  /// sees one state of the database throughout.
  enum class Kind { write, read };
  Transaction(Connection& connection, Kind kind);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  /// Ends it with `value`, or with the first fault that a statement had: then nothing was written.
  template <class Value>
  digest::Result<Value> commit(Value value) {
    if (!close()) return *connection_.fault();
    return value;
  }
  digest::Result<void> commit() {
    if (!close()) return *connection_.fault();
    return {};
  }
  /// Ends it without writing, with the first fault that a statement had, else with `error`.
  digest::Error refuse(digest::Error error);
  /// Ends it by writing what was done so far, and reports `error` all the same.
  digest::Error commit_and_refuse(digest::Error error);

 private:
  bool close();
  void roll_back();
  Connection& connection_;
  Kind kind_;
  bool open_ = false;
};

}  // namespace gailou::storage::sqlite
