// Finding floors and entries.
#pragma once

#include "digest/error.h"
#include "digest/search/query.h"
#include "storage/search.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

digest::Result<SearchFound> search(Database& db, const digest::SearchQuery& query, const SearchPage& page);

}  // namespace gailou::storage::sqlite
