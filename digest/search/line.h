// One thing that a search found, as it is told: a floor or an entry with the piece of its text that has the words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "digest/digest.h"
#include "digest/ids.h"
#include "digest/search/snippet.h"
#include "digest/time.h"

namespace gailou::digest {

struct SearchLine {
  std::int64_t place = 0;  // newer ones have higher places
  std::string source{};
  std::string origin{};  // of the source
  TopicId topic{};
  std::string slug{};   // may be empty
  std::string title{};  // of the thread; may be empty
  Instant at{};
  std::vector<SnippetPart> snippet{};

  // Of a floor.
  Floor floor{};
  Floor forum_floor{};  // as the forum numbers it
  std::string author{};
  // Of an entry.
  std::optional<EntrySeq> entry{};
  std::string section{};
  Marker marker{};
  std::vector<Floor> cites{};
  bool operator==(const SearchLine&) const = default;
};

}  // namespace gailou::digest
