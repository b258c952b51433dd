// What a search of the store asks and answers, as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "digest/digest.h"
#include "digest/ids.h"
#include "digest/search/line.h"
#include "digest/search/query.h"
#include "digest/time.h"

namespace gailou::storage {

/// Where a hit stands among all: newer ones have higher places. Stays with a floor or an entry.
using SearchPlace = digest::Id<struct SearchPlaceTag>;

struct SearchPage {
  std::int64_t limit = 20;             // hits, 1 to kSearchPageMax
  std::optional<SearchPlace> after{};  // the `next` of the page before
};
inline constexpr std::int64_t kSearchPageMax = 200;

/// A floor, or an entry of a digest.
struct SearchHit {
  SearchPlace place{};
  digest::ThreadId thread{};
  std::string source{};
  std::string origin{};
  digest::TopicId topic{};
  std::string slug{};
  std::string title{};
  digest::Instant at{};  // of a floor: when it was written; of an entry: of its revision
  std::string text{};    // that was searched, flat

  // A floor's.
  digest::Floor floor{};
  digest::Floor forum_floor{};
  std::string author{};
  // An entry's.
  std::optional<digest::Entry> entry{};
  std::optional<digest::Instant> committed_at{};
};

struct SearchFound {
  std::vector<SearchHit> hits{};      // newest first
  std::optional<SearchPlace> next{};  // there may be more behind it
  bool incomplete = false;            // the index doesn't hold everything yet
};

/// The hit with the piece of its text that shows why it was found; `length` in characters.
digest::SearchLine line_of(const SearchHit& hit, const digest::SearchQuery& query, std::size_t length = 120);

}  // namespace gailou::storage
