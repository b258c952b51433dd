#include "digest/search/snippet.h"

#include <algorithm>
#include <set>

#include <unicode/uchar.h>

#include "digest/search/hits.h"
#include "digest/text/blanks.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

/// Characters [begin, end) of a text.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Hit {
  Stretch at{};
  std::size_t term = 0;
};

/// A text by its characters, with its hits.
struct Read {
  std::u32string chars{};
  std::vector<Hit> hits{};  // by their beginning
};

Read read(std::string_view text, const SearchQuery& query) {
  const std::string flat = collapse_blanks(repair_utf8(text));
  Read out{.chars = to_u32(flat)};
  std::vector<std::size_t> char_at(flat.size() + 1, 0);
  std::size_t count = 0;
  for (std::size_t byte = 0; byte < flat.size(); ++byte) {
    const bool begins = (static_cast<unsigned char>(flat[byte]) & 0xc0U) != 0x80U;
    char_at[byte] = begins ? count++ : count;
  }
  char_at[flat.size()] = count;
  for (const auto& hit : search_hits(flat, query)) {
    out.hits.push_back({.at = {.begin = char_at[hit.begin], .end = char_at[hit.end]}, .term = hit.term});
  }
  return out;
}

bool ends_sentence(char32_t c) {
  return c == U'。' || c == U'！' || c == U'？' || c == U'!' || c == U'?' || c == U'；' || c == U';' || c == U'…';
}

bool ends_clause(char32_t c) {
  return c == U' ' || c == U'，' || c == U'、' || c == U'：' || c == U',' || c == U'）' || c == U')';
}

/// Joins what stands before it: a mark, a zero-width joiner, a skin tone.
bool joins(char32_t c) {
  if (c == 0x200d || (c >= 0x1f3fb && c <= 0x1f3ff)) return true;
  return c >= 0x300 && (U_MASK(u_charType(static_cast<UChar32>(c))) & U_GC_M_MASK) != 0;
}

bool is_latin_part(char32_t c) {
  return c < 0x2e80 && is_word(c);
}

/// How good it is to cut in front of the character at `at`: 3 between sentences, 2 clauses, 1 words, 0 within one.
int worth_of_cut(const std::u32string& chars, std::size_t at) {
  if (at == 0 || at >= chars.size()) return 3;
  if (joins(chars[at]) || chars[at - 1] == 0x200d) return 0;
  if (ends_sentence(chars[at]) || ends_clause(chars[at])) return chars[at] == U' ' ? 2 : 0;
  if (ends_sentence(chars[at - 1])) return 3;
  if (ends_clause(chars[at - 1])) return 2;
  return is_latin_part(chars[at - 1]) && is_latin_part(chars[at]) ? 0 : 1;
}

/// The best place for a cut within [from, to], of equals the one nearest to `wish`.
std::size_t best_cut(const std::u32string& chars, std::size_t from, std::size_t to, std::size_t wish) {
  std::size_t best = wish;
  int worth = -1;
  const auto distance = [&](std::size_t at) { return at > wish ? at - wish : wish - at; };
  for (std::size_t at = from; at <= to; ++at) {
    const int here = worth_of_cut(chars, at);
    if (here > worth || (here == worth && distance(at) < distance(best))) {
      best = at;
      worth = here;
    }
  }
  return best;
}

/// The hits that show most of the query within `length` characters: their first and last character.
Stretch densest(const std::vector<Hit>& hits, std::size_t length) {
  Stretch best{.begin = hits.front().at.begin, .end = hits.front().at.end};
  std::size_t most = 0;
  for (std::size_t first = 0; first < hits.size(); ++first) {
    std::set<std::size_t> terms;
    Stretch here{.begin = hits[first].at.begin, .end = hits[first].at.end};
    for (std::size_t i = first; i < hits.size() && hits[i].at.end <= here.begin + length; ++i) {
      terms.insert(hits[i].term);
      here.end = std::max(here.end, hits[i].at.end);
    }
    if (terms.size() > most) {
      most = terms.size();
      best = here;
    }
  }
  return best;
}

/// What is shown of the text.
Stretch window(const Read& read, std::size_t length) {
  const auto size = read.chars.size();
  if (size <= length + length / 4) return {.begin = 0, .end = size};
  const Stretch core = read.hits.empty() ? Stretch{} : densest(read.hits, length * 3 / 4);
  const auto room = length > core.end - core.begin ? length - (core.end - core.begin) : 0;
  const auto lead = std::min(core.begin, room / 3);
  const auto wish = core.begin - lead;
  const auto slack = length / 6;
  Stretch out;
  out.begin = wish < slack ? 0 : best_cut(read.chars, wish - slack, core.begin, wish);
  const auto wished_end = std::min(size, std::max(core.end, out.begin + length));
  const auto earliest = std::max(core.end, wished_end > length / 4 ? wished_end - length / 4 : 0);
  out.end = best_cut(read.chars, std::min(earliest, wished_end), std::min(size, wished_end + slack), wished_end);
  return out;
}

/// Longer words than a window are cut wherever it ends.
class Parts {
 public:
  explicit Parts(const std::u32string& chars) : chars_(chars) {}

  void add(std::size_t begin, std::size_t end, bool hit) {
    if (begin < end) add(to_u8(std::u32string_view(chars_).substr(begin, end - begin)), hit);
  }
  void add(std::string text, bool hit) {
    if (!parts_.empty() && parts_.back().hit == hit) {
      parts_.back().text += text;
    } else {
      parts_.push_back({.text = std::move(text), .hit = hit});
    }
  }
  std::vector<SnippetPart> take() { return std::move(parts_); }

 private:
  const std::u32string& chars_;
  std::vector<SnippetPart> parts_{};
};

std::vector<SnippetPart> cut_out(const Read& read, Stretch shown) {
  const bool cut_before = shown.begin > 0;
  const bool cut_after = shown.end < read.chars.size();
  while (shown.begin < shown.end && read.chars[shown.begin] == U' ') ++shown.begin;
  while (shown.end > shown.begin && read.chars[shown.end - 1] == U' ') --shown.end;
  Parts parts(read.chars);
  if (cut_before) parts.add("…", false);
  auto at = shown.begin;
  for (const auto& hit : read.hits) {
    const auto begin = std::max(hit.at.begin, at);
    const auto end = std::min(hit.at.end, shown.end);
    if (begin >= end) continue;
    parts.add(at, begin, false);
    parts.add(begin, end, true);
    at = end;
  }
  parts.add(at, shown.end, false);
  if (cut_after) parts.add("…", false);
  return parts.take();
}

}  // namespace

std::vector<SnippetPart> snippet(std::string_view text, const SearchQuery& query, std::size_t length) {
  const auto found = read(text, query);
  return cut_out(found, window(found, length));
}

std::vector<SnippetPart> marked(std::string_view text, const SearchQuery& query) {
  const auto found = read(text, query);
  return cut_out(found, {.begin = 0, .end = found.chars.size()});
}

}  // namespace gailou::digest
