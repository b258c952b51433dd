// Digest transactions as those who follow along are told of them.
#pragma once

#include "storage/records.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

digest::Result<CommitsAfter> commits_after(Database& db, const CommitQuery& wanted);

}  // namespace gailou::storage::sqlite
