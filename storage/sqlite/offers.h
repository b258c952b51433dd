// A thread's offers as an engine gets to see them: what their chains say, their latest entries, the floors behind them.
#pragma once

#include <vector>

#include "digest/operation.h"
#include "storage/sqlite/rows.h"

namespace gailou::storage::sqlite {

struct ThreadOffers {
  std::vector<digest::Offer> offers{};
  std::vector<digest::Entry> entries{};  // the latest of each offer, ascending
  std::vector<digest::Floor> context{};  // worth looking at: the latest of each offer, those of who waits
};

ThreadOffers offers_of(Database& db, digest::ThreadId thread);

/// Adds those that aren't there yet; both ascending, so is what comes of them.
void add_missing(std::vector<digest::Entry>& entries, std::vector<digest::Entry> more);

}  // namespace gailou::storage::sqlite
