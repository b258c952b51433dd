// Where in the index something of a time stands. Sixteen places a second, so that the index's own order is that of
// time, newest first without sorting. Pure but for the question whether places are taken.
#pragma once

#include <optional>

#include "storage/search.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

/// The lowest place of a time's second; what is as old or newer stands there or above.
SearchPlace first_place(digest::Instant at);
/// Above each place that something older than `at` may stand on.
SearchPlace places_end(digest::Instant at);

/// A free one for something of that time: in its second behind what came before it there, in the next ones where that
/// is full, anywhere in the days behind where a forum gives a thousand floors one time. Nothing where even that is
/// full.
std::optional<SearchPlace> free_place(Database& db, digest::Instant at, std::uint64_t salt);

}  // namespace gailou::storage::sqlite
