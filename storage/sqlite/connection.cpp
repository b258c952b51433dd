#include "storage/sqlite/connection.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include <sqlite3.h>
#include <sys/stat.h>

#include "storage/sqlite/faults.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Result;

// How long a statement waits for another process's lock. The only other writer is an offline verb that holds the state
// lock, so that this is seldom more than a checkpoint's last moment.
constexpr int kBusyMs = 5000;

// FULL: NORMAL loses acknowledged transactions in a power failure. wal_autocheckpoint 0 everywhere: SQLite 3.40.1 can
// corrupt a file that two connections checkpoint, so that only Connection::checkpoint does it, and only the writer's.
constexpr const char* kWriterPragmas =
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA wal_autocheckpoint=0;"
    "PRAGMA secure_delete=ON;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-16384;";
constexpr const char* kReaderPragmas =
    "PRAGMA query_only=ON;"
    "PRAGMA wal_autocheckpoint=0;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-8192;";

void checkpoint_on_close(sqlite3* db, bool yes) {
  sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, yes ? 0 : 1, nullptr);
}

/// And not of the request: one that asks for what isn't there is answered all the same.
bool is_of_the_store(digest::Code code) {
  using digest::Code;
  return code == Code::io || code == Code::disk_full || code == Code::corrupt || code == Code::busy ||
         code == Code::permission || code == Code::internal;
}

}  // namespace

Connection::Connection(sqlite3* db, std::string path, Kind kind) : db_(db), path_(std::move(path)), kind_(kind) {}

Connection::Connection(Connection&& other) noexcept
    : db_(std::exchange(other.db_, nullptr)),
      path_(std::move(other.path_)),
      kind_(other.kind_),
      device_(other.device_),
      inode_(other.inode_),
      fault_(std::move(other.fault_)),
      figures_(std::move(other.figures_)) {}

Connection& Connection::operator=(Connection&& other) noexcept {
  std::swap(db_, other.db_);
  std::swap(path_, other.path_);
  std::swap(kind_, other.kind_);
  std::swap(device_, other.device_);
  std::swap(inode_, other.inode_);
  std::swap(fault_, other.fault_);
  std::swap(figures_, other.figures_);
  return *this;
}

Connection::~Connection() {
  // _v2: a statement that outlives the connection keeps it alive instead of leaking it.
  if (db_ != nullptr) sqlite3_close_v2(db_);
}

Result<Connection> Connection::open(const std::string& path, Kind kind) {
  const int access = kind == Kind::writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(
      path.c_str(), &db, access | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Connection opened(db, path, kind);
  if (code != SQLITE_OK) return fault_of(db, code, path, "open");
  sqlite3_busy_timeout(db, kBusyMs);
  checkpoint_on_close(db, false);
  return opened;
}

Result<void> Connection::check_file() const {
  struct stat facts {};
  const bool is_same = ::lstat(path_.c_str(), &facts) == 0 && facts.st_dev == device_ && facts.st_ino == inode_;
  if (inode_ == 0 || is_same) return {};
  return digest::Error{.code = digest::Code::io,
                       .what = path_ + " was moved, deleted or replaced while it was open",
                       .where = "checkpoint",
                       .hint = "put it back with its -wal file before starting again"};
}

Result<void> Connection::set_up() {
  // Text from a forum may only ever be data: no schema of ours needs these, and a tampered file could use them.
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  if (kind_ == Kind::writer) checkpoint_on_close(db_, true);
  const auto done = execute(kind_ == Kind::writer ? kWriterPragmas : kReaderPragmas, "set up");
  struct stat facts {};
  if (done && ::lstat(path_.c_str(), &facts) == 0) {
    device_ = facts.st_dev;
    inode_ = facts.st_ino;
  }
  return done;
}

Result<void> Connection::execute(const std::string& sql, std::string_view where) {
  const int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return fault_of(db_, code, path_, where);
  return {};
}

Result<std::int64_t> Connection::number(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr);
  if (code != SQLITE_OK) return fault_of(db_, code, path_, sql);
  code = sqlite3_step(statement);
  const std::int64_t value = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
  sqlite3_finalize(statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE) return fault_of(db_, code, path_, sql);
  return value;
}

Result<bool> Connection::checkpoint(int wait_ms) {
  if (auto sound = check_file(); !sound) return sound.error();
  sqlite3_busy_timeout(db_, wait_ms);
  const int code = sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(db_, kBusyMs);
  if (code == SQLITE_OK) return true;
  if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED) return false;
  return fault_of(db_, code, path_, "checkpoint");
}

std::int64_t Connection::changes() const {
  return sqlite3_total_changes64(db_);
}

std::int64_t Connection::wal_bytes() const {
  std::error_code ec;
  const auto size = std::filesystem::file_size(path_ + "-wal", ec);
  return ec ? 0 : static_cast<std::int64_t>(size);
}

void Connection::note_fault(int code, std::string_view where) {
  if (!fault_) note_fault(fault_of(db_, code, path_, where));
}

void Connection::note_fault(digest::Error error) {
  if (fault_) return;
  if (is_of_the_store(error.code)) ++figures_.faults[error.code];
  fault_ = std::move(error);
}

}  // namespace gailou::storage::sqlite
