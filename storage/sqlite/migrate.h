// The schema's history: migrations/*.sql, applied in order, each in a transaction of its own.
//
// A table of the database holds what was applied and the SHA-256 of its text: a migration that was edited after its
// release is found, and a database of a later gailou is left alone.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "digest/error.h"
#include "digest/time.h"
#include "storage/sqlite/connection.h"

namespace gailou::storage::sqlite {

struct Migration {
  std::string_view name;  // "0001_initial.sql"; the number is the order
  std::string_view sql;
};

/// Those of this build.
std::span<const Migration> known_migrations();

/// Number of the last one applied; 0 for an empty database. newer_schema if it is beyond `known`, corrupt if an
/// applied one has another hash or the file isn't ours. Writes nothing.
digest::Result<std::int64_t> check_schema(Connection& connection, std::span<const Migration> known);

/// Applies those above `from`.
digest::Result<void> migrate(Connection& connection, std::span<const Migration> known, std::int64_t from,
                             digest::Instant now);

}  // namespace gailou::storage::sqlite
