#include "digest/search/hits.h"

#include <algorithm>
#include <tuple>

#include "digest/search/snippet.h"
#include "digest/search/words.h"

namespace gailou::digest {
namespace {

// What is shown of a text: a longer one is marked in its beginning alone.
constexpr std::size_t kWordsShown = 20'000;
constexpr std::size_t kHitsShown = 1'000;

bool stands_at(const std::vector<SearchWord>& words, std::size_t at, const SearchTerm& term) {
  if (at + term.words.size() > words.size()) return false;
  for (std::size_t i = 0; i < term.words.size(); ++i) {
    const auto& word = words[at + i].text;
    const bool may_go_on = term.is_prefix && i + 1 == term.words.size();
    if (may_go_on ? !word.starts_with(term.words[i]) : word != term.words[i]) return false;
  }
  return true;
}

SearchRange range_at(const std::vector<SearchWord>& words, std::size_t at, const SearchTerm& term) {
  const auto last = at + term.words.size() - 1;
  SearchRange range{.begin = words[at].begin, .end = words[last].end};
  // One character that a pair begins with: the next word begins with the pair's other one.
  const bool is_half = words[last].kind == SearchWord::Kind::pair && words[last].text != term.words.back();
  if (is_half && last + 1 < words.size()) range.end = words[last + 1].begin;
  return range;
}

bool stands_in(const std::vector<SearchWord>& words, const SearchTerm& term) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (stands_at(words, at, term)) return true;
  }
  return false;
}

}  // namespace

std::vector<SearchRange> search_hits(std::string_view text, const SearchQuery& query) {
  const auto words = search_words(text, kWordsShown);
  std::vector<SearchRange> hits;
  for (std::size_t place = 0; place < query.wanted.size(); ++place) {
    const auto most = hits.size() + kHitsShown;
    for (std::size_t at = 0; at < words.size() && hits.size() < most; ++at) {
      if (!stands_at(words, at, query.wanted[place])) continue;
      hits.push_back(range_at(words, at, query.wanted[place]));
      hits.back().term = place;
    }
  }
  std::ranges::sort(hits, {}, [](const SearchRange& hit) { return std::tuple(hit.begin, hit.end, hit.term); });
  return hits;
}

bool matches(std::string_view text, const SearchQuery& query) {
  const auto words = search_words(text);
  const auto is_in = [&](const SearchTerm& term) { return stands_in(words, term); };
  return std::ranges::all_of(query.wanted, is_in) && std::ranges::none_of(query.unwanted, is_in);
}

}  // namespace gailou::digest
