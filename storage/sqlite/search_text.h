// What the search index holds of a floor and of an entry, and the queries on it: strings in FTS5's language. Pure.
//
// A word for each thing that a query can be narrowed to stands among the text's own; it has an underscore, which those
// never have.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "digest/digest.h"
#include "digest/ids.h"
#include "digest/search/query.h"

namespace gailou::storage::sqlite {

/// Another one than the index was made with: it has to be made anew.
std::string search_stamp();

std::string words_of_floor(std::string_view text, std::string_view author, std::string_view source,
                           digest::ThreadId thread);
std::string words_of_entry(const digest::Entry& entry, std::string_view source, digest::ThreadId thread);

/// Tells two strings of words apart.
std::int64_t mark_of(std::string_view words);

/// The MATCH expression. `thread` is the query's, as the store numbers it.
std::string match_of(const digest::SearchQuery& query, std::optional<digest::ThreadId> thread);

/// Author names that differ in case, width or blanks alone are one.
bool is_same_author(std::string_view left, std::string_view right);

}  // namespace gailou::storage::sqlite
