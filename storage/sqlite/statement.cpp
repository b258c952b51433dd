#include "storage/sqlite/statement.h"

#include <cassert>
#include <utility>

#include <sqlite3.h>

#include "storage/sqlite/faults.h"

namespace gailou::storage::sqlite {

Statement::Statement(sqlite3_stmt* statement, std::string_view name) : statement_(statement), name_(name) {}

Statement::Statement(Statement&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)), name_(std::move(other.name_)) {}

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(statement_, other.statement_);
  std::swap(name_, other.name_);
  return *this;
}

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

digest::Result<Statement> Statement::prepare(Connection& connection, std::string_view name, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(connection.handle(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return fault_of(connection.handle(), code, connection.path(), name);
  return Statement(statement, name);
}

bool Row::is_null() const {
  return sqlite3_column_type(statement_, column_) == SQLITE_NULL;
}

std::int64_t Row::integer() {
  return sqlite3_column_int64(statement_, column_++);
}

std::string Row::text() {
  const int column = column_++;
  const void* bytes = sqlite3_column_blob(statement_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::optional<digest::Instant> Row::maybe_at() {
  const auto ms = maybe_integer();
  return ms ? std::optional(digest::from_ms(*ms)) : std::nullopt;
}

std::optional<std::int64_t> Row::maybe_integer() {
  if (!is_null()) return integer();
  ++column_;
  return std::nullopt;
}

std::optional<std::string> Row::maybe_text() {
  if (!is_null()) return text();
  ++column_;
  return std::nullopt;
}

Query::Query(Connection& connection, const Statement& statement) : connection_(connection), statement_(&statement) {
  // Two runs of one statement at a time would share its cursor.
  assert(sqlite3_stmt_busy(statement.handle()) == 0);
}

Query::Query(Query&& other) noexcept
    : connection_(other.connection_), statement_(std::exchange(other.statement_, nullptr)) {}

Query::~Query() {
  if (statement_ == nullptr) return;
  reset();
  sqlite3_clear_bindings(statement_->handle());
}

int Query::index(const char* name) {
  const int index = sqlite3_bind_parameter_index(statement_->handle(), name);
  assert(index > 0);
  return index;
}

void Query::check(int code) {
  if (code != SQLITE_OK) connection_.note_fault(code, statement_->name());
}

Query& Query::bind(const char* name, std::int64_t value) {
  check(sqlite3_bind_int64(statement_->handle(), index(name), value));
  return *this;
}

Query& Query::bind(const char* name, std::string_view text) {
  check(sqlite3_bind_text64(statement_->handle(), index(name), text.empty() ? "" : text.data(), text.size(),
                            SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Query& Query::bind_null(const char* name) {
  check(sqlite3_bind_null(statement_->handle(), index(name)));
  return *this;
}

Query& Query::bind_blob(const char* name, std::string_view bytes) {
  check(sqlite3_bind_blob64(statement_->handle(), index(name), bytes.empty() ? "" : bytes.data(), bytes.size(),
                            SQLITE_TRANSIENT));
  return *this;
}

bool Query::next() {
  if (connection_.fault()) return false;
  const int code = sqlite3_step(statement_->handle());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) connection_.note_fault(code, statement_->name());
  reset();
  return false;
}

void Query::run() {
  while (next()) {
  }
}

void Query::reset() {
  // Its return value repeats the fault of the last step, which next() has noted.
  sqlite3_reset(statement_->handle());
}

}  // namespace gailou::storage::sqlite
