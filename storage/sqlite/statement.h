// A prepared statement, and one run of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "digest/ids.h"
#include "digest/time.h"
#include "storage/sqlite/connection.h"

struct sqlite3_stmt;

namespace gailou::storage::sqlite {

/// Owns what SQLite compiled.
class Statement {
 public:
  static digest::Result<Statement> prepare(Connection& connection, std::string_view name, std::string_view sql);
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  sqlite3_stmt* handle() const { return statement_; }
  const std::string& name() const { return name_; }

 private:
  Statement(sqlite3_stmt* statement, std::string_view name);
  sqlite3_stmt* statement_ = nullptr;
  std::string name_;
};

/// Columns of the current row from left to right, typed.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

  std::int64_t integer();
  int small() { return static_cast<int>(integer()); }
  bool flag() { return integer() != 0; }
  std::string text();  // "" for NULL; blobs too
  digest::Instant at() { return digest::from_ms(integer()); }
  std::optional<digest::Instant> maybe_at();
  std::optional<std::int64_t> maybe_integer();
  std::optional<std::string> maybe_text();
  template <class Named>
  Named id() {
    return Named{integer()};
  }

 private:
  bool is_null() const;
  sqlite3_stmt* statement_;
  int column_ = 0;
};

/// One run of a catalogue's statement: bind, then run() or next(). Resets the statement when it goes out of scope. The
/// bound texts are copied.
class Query {
 public:
  Query(Connection& connection, const Statement& statement);
  Query(Query&& other) noexcept;
  Query& operator=(Query&&) = delete;
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  Query& bind(const char* name, std::int64_t value);
  Query& bind(const char* name, int value) { return bind(name, std::int64_t{value}); }
  Query& bind(const char* name, bool value) { return bind(name, std::int64_t{value ? 1 : 0}); }
  Query& bind(const char* name, std::string_view text);
  Query& bind(const char* name, const std::string& text) { return bind(name, std::string_view(text)); }
  Query& bind(const char* name, const char* text) { return bind(name, std::string_view(text)); }
  Query& bind(const char* name, digest::Instant at) { return bind(name, std::int64_t{digest::to_ms(at)}); }
  template <class Tag>
  Query& bind(const char* name, digest::Id<Tag> id) {
    return bind(name, id.value);
  }
  template <class Value>
  Query& bind(const char* name, const std::optional<Value>& value) {
    return value ? bind(name, *value) : bind_null(name);
  }
  Query& bind_null(const char* name);
  Query& bind_blob(const char* name, std::string_view bytes);

  /// True when there is a row; false at the end and after a fault.
  bool next();
  /// The row that next() reached.
  Row row() const { return Row(statement_->handle()); }
  /// To the end; then the statement may be bound and run again.
  void run();

 private:
  int index(const char* name);
  void check(int code);
  void reset();
  Connection& connection_;
  const Statement* statement_;  // null once moved from
};

}  // namespace gailou::storage::sqlite
