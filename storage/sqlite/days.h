// What was digested between two times, over all threads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "digest/daily.h"
#include "storage/sqlite/rows.h"

namespace gailou::storage::sqlite {

digest::Result<Digested> digested_between(Database& db, const TimeSpan& span, const std::optional<std::string>& source);
digest::Result<std::vector<digest::CommitCount>> commit_counts(Database& db, const std::optional<std::string>& source);

}  // namespace gailou::storage::sqlite
