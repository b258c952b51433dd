// Where in a text a query's words stand.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "digest/search/query.h"

namespace gailou::digest {

/// Bytes of the text that a term covers.
struct SearchRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t term = 0;  // its place among the query's wanted ones
  bool operator==(const SearchRange&) const = default;
};

/// Of all wanted terms, by `begin`; they may overlap.
std::vector<SearchRange> search_hits(std::string_view text, const SearchQuery& query);

}  // namespace gailou::digest
