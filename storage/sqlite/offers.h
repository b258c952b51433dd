// A thread's offers as an engine gets to see them: what their chains say, their latest entries, the floors behind them.
#pragma once

#include <vector>

#include "digest/operation.h"
#include "storage/sqlite/rows.h"

namespace gailou::storage::sqlite {

struct ThreadOffers {
  std::vector<digest::Offer> offers{};
  std::vector<digest::Entry> entries{};  // the latest of each offer, ascending
  std::vector<digest::Floor> openers{};  // floors that opened them: what is said later rests on these; the newest
  std::vector<digest::Floor> context{};  // worth looking at: the latest of each offer, those of who waits
};

/// As they stood before that revision.
ThreadOffers offers_of(Database& db, digest::ThreadId thread, digest::Revision revision);

/// Adds those that aren't there yet; both ascending, so is what comes of them.
void add_missing(std::vector<digest::Entry>& entries, std::vector<digest::Entry> more);

}  // namespace gailou::storage::sqlite
