// One connection to the database file.
//
// The first fault of a transaction sticks: statements after it do nothing and yield no rows, and the transaction's end
// reports it. So the code of a transaction reads as a list of steps, and none of its results can be used by mistake.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "digest/error.h"
#include "storage/records.h"

struct sqlite3;

namespace gailou::storage::sqlite {

class Connection {
 public:
  enum class Kind { writer, reader };

  /// `path` holds no symbolic link (SQLite refuses one). A writer makes the file where there is none. Until set_up()
  /// nothing in it is changed, not even by closing.
  static digest::Result<Connection> open(const std::string& path, Kind kind);

  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&& other) noexcept;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// Pragmas of its kind. From here on a writer that is closed moves its WAL into the database.
  digest::Result<void> set_up();

  /// SQL without parameters or rows: pragmas, migrations.
  digest::Result<void> execute(const std::string& sql, std::string_view where);
  /// The single number that a pragma or query answers; 0 if it answers nothing.
  digest::Result<std::int64_t> number(const std::string& sql);

  /// The file under `path` is still the one that was opened: a database that somebody moved or deleted must not be
  /// written on without a name.
  digest::Result<void> check_file() const;

  /// Moves the WAL into the database and empties it. Waits at most `wait_ms` for readers; false if one of them keeps
  /// the WAL from being emptied (what can be moved is moved all the same).
  digest::Result<bool> checkpoint(int wait_ms);
  /// Rows written since it was opened.
  std::int64_t changes() const;
  /// Bytes of the WAL file; 0 if there is none.
  std::int64_t wal_bytes() const;

  sqlite3* handle() const { return db_; }
  const std::string& path() const { return path_; }

  const std::optional<digest::Error>& fault() const { return fault_; }
  void clear_fault() { fault_.reset(); }
  void note_fault(int code, std::string_view where);
  void note_fault(digest::Error error);

  void note_commit(double seconds) { figures_.commit_seconds.observe(seconds); }
  const ConnectionFigures& figures() const { return figures_; }

 private:
  Connection(sqlite3* db, std::string path, Kind kind);

  sqlite3* db_ = nullptr;
  std::string path_;
  Kind kind_ = Kind::reader;
  std::uint64_t device_ = 0;
  std::uint64_t inode_ = 0;  // 0 = not known: the file wasn't there yet
  std::optional<digest::Error> fault_{};
  ConnectionFigures figures_{};
};

}  // namespace gailou::storage::sqlite
