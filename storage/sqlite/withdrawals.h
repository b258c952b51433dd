// What a deletion does to a digest: a revision of its own that withdraws and says again what still stands.
#pragma once

#include <optional>

#include "digest/settings.h"
#include "storage/records.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

digest::Result<std::optional<Committed>> withdraw_deleted(Database& db, digest::ThreadId id, digest::Instant now,
                                                          const digest::ComposeSettings& settings);

}  // namespace gailou::storage::sqlite
