#include "digest/search/query.h"

#include <algorithm>
#include <utility>

#include "digest/search/filters.h"
#include "digest/text/blanks.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Fault = SearchFault;

// What is quoted of a query in a message.
constexpr std::size_t kPieceChars = 40;

bool is_open_quote(char32_t c) {
  return c == U'"' || c == 0x201c || c == 0x201d || c == 0x300c || c == 0x300e || c == 0xff02;
}

/// Any of a pair's second halves: who types “ may get " back.
bool is_close_quote(char32_t c) {
  return c == U'"' || c == 0x201d || c == 0x201c || c == 0x300d || c == 0x300f || c == 0xff02;
}

bool is_minus(char32_t c) {
  return c == U'-' || c == 0x2212 || c == 0xff0d;
}

bool is_colon(char32_t c) {
  return c == U':' || c == 0xff1a;
}

std::string shortened(std::u32string_view piece) {
  std::string text = to_u8(piece.substr(0, kPieceChars));
  return piece.size() > kPieceChars ? text + "…" : text;
}

class Parser {
 public:
  Parser(std::string_view typed, Instant now, std::string_view zone)
      : chars_(to_u32(repair_utf8(typed))), now_(now), zone_(zone) {
    parsed_.query.text = collapse_blanks(to_u8(chars_));
  }

  ParsedSearch parse() {
    while (!parsed_.fault && skip_blanks()) {
      if (++pieces_ > kSearchTermsMax) {
        fault({.kind = Fault::Kind::too_many});
      } else {
        take_piece();
      }
    }
    if (!parsed_.fault) judge();
    return std::move(parsed_);
  }

 private:
  void fault(Fault found) {
    if (!parsed_.fault) parsed_.fault = std::move(found);
  }

  bool skip_blanks() {
    while (at_ < chars_.size() && is_space(chars_[at_])) ++at_;
    return at_ < chars_.size();
  }

  void take_piece() {
    const bool is_unwanted = is_minus(chars_[at_]) && at_ + 1 < chars_.size() && !is_space(chars_[at_ + 1]);
    if (is_unwanted) ++at_;
    if (is_open_quote(chars_[at_])) {
      if (const auto words = quoted()) add(*words, false, is_unwanted);
      return;
    }
    const auto begin = at_;
    while (at_ < chars_.size() && !is_space(chars_[at_])) {
      if (is_colon(chars_[at_]) && take_filter(std::u32string_view(chars_).substr(begin, at_ - begin), is_unwanted)) {
        return;
      }
      ++at_;
    }
    add_bare(std::u32string_view(chars_).substr(begin, at_ - begin), is_unwanted);
  }

  /// From an opening quote to the one that ends it.
  std::optional<std::u32string> quoted() {
    const auto begin = at_++;
    const auto end = std::find_if(chars_.begin() + static_cast<std::ptrdiff_t>(at_), chars_.end(), is_close_quote);
    if (end == chars_.end()) {
      fault({.kind = Fault::Kind::open_quote, .piece = shortened(std::u32string_view(chars_).substr(begin))});
      return std::nullopt;
    }
    std::u32string words(chars_.begin() + static_cast<std::ptrdiff_t>(at_), end);
    at_ = static_cast<std::size_t>(end - chars_.begin()) + 1;
    return words;
  }

  /// At the colon behind `name`. False where it is none of a filter's: 3:2, https://…
  bool take_filter(std::u32string_view name, bool is_unwanted) {
    const auto key = to_u8(name);
    const auto filter = search_filter_of(key);
    if (!filter) {
      const auto near = search_filter_near(key);
      if (near) fault({.kind = Fault::Kind::unknown_filter, .piece = shortened(name), .hint = std::string(*near)});
      return near.has_value();
    }
    ++at_;
    const auto value = filter_value();
    if (parsed_.fault) return true;
    if (is_unwanted) {
      fault({.kind = Fault::Kind::excluded_filter, .piece = shortened(name)});
    } else if (auto wrong = apply_filter(*filter, to_u8(value), now_, zone_, parsed_.query)) {
      wrong->piece = wrong->piece.empty() ? shortened(name) : shortened(value);
      fault(std::move(*wrong));
    }
    return true;
  }

  std::u32string filter_value() {
    if (at_ < chars_.size() && is_open_quote(chars_[at_])) return quoted().value_or(std::u32string());
    const auto begin = at_;
    while (at_ < chars_.size() && !is_space(chars_[at_])) ++at_;
    return chars_.substr(begin, at_ - begin);
  }

  void add_bare(std::u32string_view word, bool is_unwanted) {
    const bool is_prefix = word.size() > 1 && (word.back() == U'*' || word.back() == 0xff0a);
    add(word, is_prefix, is_unwanted);
  }

  /// What holds nothing to compare, a lone sign, is passed over.
  void add(std::u32string_view words, bool is_prefix, bool is_unwanted) {
    auto term = search_term(to_u8(words), is_prefix);
    if (!term) return;
    auto& terms = is_unwanted ? parsed_.query.unwanted : parsed_.query.wanted;
    if (std::ranges::find(terms, *term) == terms.end()) terms.push_back(std::move(*term));
  }

  void judge() {
    const auto& query = parsed_.query;
    const bool is_of_floors = query.author || query.in == SearchQuery::In::floors;
    const bool is_of_entries = query.section || query.in == SearchQuery::In::entries;
    const bool has_filter =
        is_of_floors || is_of_entries || query.source || query.thread || query.after || query.before;
    if (is_of_floors && is_of_entries) {
      fault({.kind = Fault::Kind::never_both});
    } else if (query.after && query.before && *query.after >= *query.before) {
      fault({.kind = Fault::Kind::no_time});
    } else if (query.wanted.empty() && !has_filter) {
      fault({.kind = query.unwanted.empty() ? Fault::Kind::empty : Fault::Kind::only_unwanted});
    }
  }

  std::u32string chars_;
  Instant now_;
  std::string_view zone_;
  std::size_t at_ = 0;
  std::size_t pieces_ = 0;
  ParsedSearch parsed_{};
};

}  // namespace

ParsedSearch parse_search(std::string_view typed, Instant now, std::string_view zone) {
  if (typed.size() > kSearchQueryMax) return {.query = {}, .fault = Fault{.kind = Fault::Kind::too_long}};
  return Parser(typed, now, zone).parse();
}

}  // namespace gailou::digest
