// What a reader searches for, as a value, and how it is read from what was typed.
//
// Words apart by blanks all have to be there, in any order; "words in quotes" as they stand; -word must not be there;
// wor* begins a word. Filters: author:NAME, source:NAME, thread:SOURCE/ID, after:DAY, before:DAY (or 3d ago, or a
// time), in:floors or in:entries, section:KEY; each also by its Chinese name.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/error.h"
#include "digest/ids.h"
#include "digest/time.h"

namespace gailou::digest {

/// Words that stand one behind the other.
struct SearchTerm {
  std::vector<std::string> words{};  // as search_words cuts them; never empty
  bool is_prefix = false;            // the last one only begins a word
  bool operator==(const SearchTerm&) const = default;
};

struct SearchThread {
  std::string source{};
  TopicId topic{};
  bool operator==(const SearchThread&) const = default;
};

struct SearchQuery {
  enum class In { all, floors, entries };

  std::string text{};                // as typed, blanks made one
  std::vector<SearchTerm> wanted{};  // may be empty where there is a filter
  std::vector<SearchTerm> unwanted{};
  std::optional<std::string> author{};  // of floors; entries have none
  std::optional<std::string> source{};
  std::optional<SearchThread> thread{};
  std::optional<Instant> after{};   // written then or later
  std::optional<Instant> before{};  // written earlier
  In in = In::all;
  std::optional<std::string> section{};  // a key of kSections; of entries
  bool operator==(const SearchQuery&) const = default;
};

/// What is wrong with a query; the faces say it in their language.
struct SearchFault {
  enum class Kind {
    empty,            // nothing to search for
    too_long,         // over kSearchQueryMax bytes
    too_many,         // over kSearchTermsMax words and filters
    only_unwanted,    // everything but…: needs a word or a filter beside
    open_quote,       // a quote without its other half
    empty_filter,     // author: with nothing behind it
    twice,            // a filter given more than once
    excluded_filter,  // -author:NAME
    unknown_filter,   // autor:NAME; `hint` is the known one
    bad_source,
    bad_thread,
    bad_time,
    bad_in,
    bad_section,
    never_both,  // an author or floors, and a section or entries: nothing is both
    no_time,     // after: isn't before before:
  };
  Kind kind = Kind::empty;
  std::string piece{};  // the part of the query it is about, shortened; may be empty
  std::string hint{};   // unknown_filter only
  bool operator==(const SearchFault&) const = default;
};

/// For readers of the pages; `in_english` for the command line.
std::string in_chinese(const SearchFault& fault);
Error in_english(const SearchFault& fault);

inline constexpr std::size_t kSearchQueryMax = 1024;  // bytes
inline constexpr std::size_t kSearchTermsMax = 24;

struct ParsedSearch {
  SearchQuery query{};
  std::optional<SearchFault> fault{};  // the query isn't to be used
};

/// "3d" is counted back from `now`; days are those of `zone`.
ParsedSearch parse_search(std::string_view typed, Instant now, std::string_view zone);

/// The words of a term, ready to be compared with a text's: the last character of a run that ends it may go on.
std::optional<SearchTerm> search_term(std::string_view words, bool is_prefix);

}  // namespace gailou::digest
