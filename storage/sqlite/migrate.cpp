#include "storage/sqlite/migrate.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

#include "migrations.embedded.h"
#include "storage/hash.h"
#include "storage/sqlite/statement.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Code;
using digest::Error;
using digest::Result;

constexpr std::string_view kTable = R"(CREATE TABLE IF NOT EXISTS schema_migrations (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  applied_ms INTEGER NOT NULL
) STRICT)";

struct Applied {
  std::int64_t number = 0;
  std::string name{};
  std::string sha256{};
};

Result<std::vector<Applied>> applied(Connection& connection) {
  connection.clear_fault();
  auto statement = Statement::prepare(connection, "schema_migrations",
                                      "SELECT number, name, sha256 FROM schema_migrations ORDER BY number");
  if (!statement) return statement.error();
  std::vector<Applied> all;
  Query query(connection, *statement);
  while (query.next()) {
    auto row = query.row();
    Applied one{.number = row.integer(), .name = row.text(), .sha256 = row.text()};
    all.push_back(std::move(one));
  }
  if (connection.fault()) return *connection.fault();
  return all;
}

Error from_the_future(const Connection& connection, const Applied& last, std::span<const Migration> known) {
  return {.code = Code::newer_schema,
          .what = connection.path() + " has schema " + std::to_string(last.number) + " (" + last.name +
                  "), this gailou knows " + std::to_string(known.size()),
          .where = "open the store",
          .hint = "it was written by a newer gailou: install that one; the file was left untouched"};
}

Error altered(const Connection& connection, const Applied& one) {
  return {.code = Code::corrupt,
          .what = "migration " + one.name + " of " + connection.path() + " isn't the one of this build",
          .where = "open the store",
          .hint = "use a released gailou, or restore a backup"};
}

Error foreign(const Connection& connection) {
  return {.code = Code::corrupt,
          .what = connection.path() + " is a database, but not of gailou",
          .where = "open the store",
          .hint = "give another state folder"};
}

Result<void> apply(Connection& connection, const Migration& migration, std::int64_t number, digest::Instant now) {
  Transaction tx(connection, Transaction::Kind::write);
  const auto done = connection.execute(std::string(migration.sql), migration.name);
  if (!done) return tx.refuse(done.error());
  auto statement = Statement::prepare(connection, "schema_migrations_insert",
                                      "INSERT INTO schema_migrations VALUES (:number, :name, :sha256, :now_ms)");
  if (!statement) return tx.refuse(statement.error());
  {
    Query insert(connection, *statement);
    insert.bind(":number", number)
        .bind(":name", migration.name)
        .bind(":sha256", to_hex(sha256(migration.sql)))
        .bind(":now_ms", now);
    insert.run();
  }
  return tx.commit();
}

}  // namespace

std::span<const Migration> known_migrations() {
  static constexpr auto kAll = [] {
    std::array<Migration, std::size(migrations::kFiles)> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = {migrations::kFiles[i].name, migrations::kFiles[i].text};
    return all;
  }();
  return kAll;
}

Result<std::int64_t> check_schema(Connection& connection, std::span<const Migration> known) {
  const auto tables = connection.number("SELECT count(*) FROM sqlite_schema WHERE type = 'table'");
  if (!tables) return tables.error();
  if (*tables == 0) return 0;
  const auto ours = connection.number("SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migrations'");
  if (!ours) return ours.error();
  if (*ours == 0) return foreign(connection);
  const auto done = applied(connection);
  if (!done) return done.error();
  if (done->empty()) return 0;
  if (static_cast<std::size_t>(done->back().number) > known.size()) {
    return from_the_future(connection, done->back(), known);
  }
  for (const auto& one : *done) {
    const auto at = static_cast<std::size_t>(one.number - 1);
    if (at >= known.size() || to_hex(sha256(known[at].sql)) != one.sha256) return altered(connection, one);
  }
  return done->back().number;
}

Result<void> migrate(Connection& connection, std::span<const Migration> known, std::int64_t from, digest::Instant now) {
  if (static_cast<std::size_t>(from) == known.size()) return {};
  const auto table = connection.execute(std::string(kTable), "schema_migrations");
  if (!table) return table.error();
  for (auto number = from + 1; number <= std::ssize(known); ++number) {
    const auto done = apply(connection, known[static_cast<std::size_t>(number - 1)], number, now);
    if (!done) return done.error();
  }
  return {};
}

}  // namespace gailou::storage::sqlite
