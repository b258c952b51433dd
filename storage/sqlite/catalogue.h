// All SQL of the store, by name: queries/*.sql, each statement under a line "-- name: x". Prepared when the database is
// opened, so that a slip in one of them is seen at once.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/statement.h"

namespace gailou::storage::sqlite {

struct NamedSql {
  std::string_view name;
  std::string_view sql;
};

/// The statements of one file.
std::vector<NamedSql> split_queries(std::string_view text);
/// Of all embedded files.
std::vector<NamedSql> all_queries();

class Catalogue {
 public:
  static digest::Result<Catalogue> prepare(Connection& connection);
  /// `name` stands in the catalogue: anything else is a slip of ours.
  const Statement& named(std::string_view name) const;

 private:
  std::map<std::string_view, Statement> statements_;
};

/// What the store's functions work on.
struct Database {
  Connection connection;
  Catalogue catalogue;

  Query query(std::string_view name) { return {connection, catalogue.named(name)}; }
};

}  // namespace gailou::storage::sqlite
