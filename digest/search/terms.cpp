// Words of a query against words of a text.
#include <utility>

#include "digest/search/query.h"
#include "digest/search/words.h"

namespace gailou::digest {
namespace {

// More are a copied paragraph: its beginning finds it.
constexpr std::size_t kTermWordsMax = 64;

}  // namespace

std::optional<SearchTerm> search_term(std::string_view words, bool is_prefix) {
  auto cut = search_words(words, kTermWordsMax);
  if (cut.empty()) return std::nullopt;
  SearchTerm term;
  if (cut.back().kind == SearchWord::Kind::last) {
    // The text may go on behind the term: a pair says all of its second character, a single one begins a pair.
    const bool has_pair = cut.size() > 1 && cut[cut.size() - 2].kind == SearchWord::Kind::pair;
    if (has_pair) cut.pop_back();
    is_prefix = !has_pair;
  } else if (cut.back().kind == SearchWord::Kind::pair) {
    is_prefix = false;  // cut off at the limit
  }
  for (auto& word : cut) term.words.push_back(std::move(word.text));
  term.is_prefix = is_prefix;
  return term;
}

}  // namespace gailou::digest
