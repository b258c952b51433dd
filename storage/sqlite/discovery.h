// What rules of the configuration do with threads: they add some by themselves, and let go of those.
#pragma once

#include <optional>
#include <string>

#include "digest/error.h"
#include "digest/ids.h"
#include "storage/records.h"
#include "storage/sqlite/connection.h"

namespace gailou::storage::sqlite {

/// As Store::add_thread_by_rule.
digest::Result<std::optional<AddedThread>> add_thread_by_rule(Database& db, const ThreadName& name,
                                                              const std::string& rule, Instant now);
/// As Store::let_go.
digest::Result<bool> let_go(Database& db, digest::ThreadId id, Instant now);

}  // namespace gailou::storage::sqlite
