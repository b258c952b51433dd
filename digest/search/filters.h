// The filters of a query: author:NAME and its like.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "digest/search/query.h"

namespace gailou::digest {

enum class SearchFilter { author, source, thread, after, before, in, section };

struct FilterName {
  std::string_view name;
  SearchFilter filter;
};

/// "author", "作者"; in any case.
std::optional<SearchFilter> search_filter_of(std::string_view name);
/// The known name that a misspelt one is one edit away from.
std::optional<std::string_view> search_filter_near(std::string_view name);

/// Puts the value into the query, or says what is wrong with it. `now` and `zone` as in parse_search.
std::optional<SearchFault> apply_filter(SearchFilter filter, const std::string& value, Instant now,
                                        std::string_view zone, SearchQuery& query);

}  // namespace gailou::digest
