// What models cost, summed.
#pragma once

#include <string>
#include <vector>

#include "storage/ledger.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

digest::Result<std::vector<CostRow>> costs(Database& db, CostsBy by, digest::Instant since, const std::string& zone);

}  // namespace gailou::storage::sqlite
