// The piece of a text that shows why it was found.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "digest/search/query.h"

namespace gailou::digest {

struct SnippetPart {
  std::string text{};
  bool hit = false;
  bool operator==(const SnippetPart&) const = default;
};

/// One line of about `length` characters around the hits that stand closest together, cut between sentences or words
/// where there is a place for it, with "…" where something was left out. Without a hit the beginning of the text.
std::vector<SnippetPart> snippet(std::string_view text, const SearchQuery& query, std::size_t length = 120);

/// All of `text`, blanks made one, with the hits marked.
std::vector<SnippetPart> marked(std::string_view text, const SearchQuery& query);

/// Whether the text has all wanted words and none of the unwanted: what an index answers, for one text.
bool matches(std::string_view text, const SearchQuery& query);

}  // namespace gailou::digest
