// Where a text may be cut: marks that end a sentence, blanks that stand for a lost line break, commas of a sentence
// that is too long. Cuts are decided on code points; the pieces are views into the input.
#include "digest/text/sentences.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kLongUnits = 60;     // above this a sentence is cut again
constexpr std::size_t kPieceUnits = 45;    // and no piece of it is longer, commas permitting
constexpr std::size_t kEnclosedMax = 120;  // code points; a longer pair of brackets protects nothing

struct Line {
  std::u32string chars{};
  std::vector<std::size_t> bytes{};  // of each character, plus one past the end
  std::vector<bool> enclosed{};      // inside brackets or quotation marks
};

bool is_blank(char32_t c) {
  return c == U' ' || c == U'\t' || c == U'\u00a0' || c == U'\u3000';
}
bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_latin(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}
bool is_line_end(char32_t c) {
  return c == U'\n' || c == U'\r' || c == U'\u2028' || c == U'\u2029';
}
bool is_one_of(char32_t c, std::u32string_view set) {
  return set.find(c) != std::u32string_view::npos;
}
bool is_closer(char32_t c) {
  return is_one_of(c, U"”’」』）)]】》〉\"'");
}
bool is_full_end(char32_t c) {
  return is_one_of(c, U"。！？；");
}
bool is_ascii_end(char32_t c) {
  return c == U'!' || c == U'?' || c == U';';
}
/// What a Chinese line may end or begin with for a blank behind or before it to be a lost line break.
bool is_wide(char32_t c) {
  return is_cjk(c) || is_one_of(c, U"”」』）》】“「『（《【");
}

char32_t closer_of(char32_t c) {
  constexpr std::u32string_view kOpen = U"(（[【{《〈「『“";
  constexpr std::u32string_view kClose = U")）]】}》〉」』”";
  const auto at = kOpen.find(c);
  return at == std::u32string_view::npos ? 0 : kClose[at];
}

void enclose(Line& line, std::size_t from, std::size_t to) {
  if (to - from > kEnclosedMax) return;
  for (auto i = from + 1; i < to; ++i) line.enclosed[i] = true;
}

/// Marks what stands between matching brackets; an unmatched one marks nothing.
void find_enclosed(Line& line) {
  struct Open {
    char32_t closer;
    std::size_t at;
  };
  std::vector<Open> open;
  constexpr auto kNone = static_cast<std::size_t>(-1);
  std::size_t straight = kNone;
  for (std::size_t i = 0; i < line.chars.size(); ++i) {
    const char32_t c = line.chars[i];
    if (c == U'"') {
      const bool closes = straight != kNone && i - straight <= kEnclosedMax;
      if (closes) enclose(line, straight, i);
      straight = closes ? kNone : i;
      continue;
    }
    if (const auto closer = closer_of(c)) {
      open.push_back({closer, i});
      if (open.size() > 32) open.erase(open.begin());
      continue;
    }
    const auto found = std::find_if(open.rbegin(), open.rend(), [c](const Open& o) { return o.closer == c; });
    if (found == open.rend()) continue;
    enclose(line, found->at, i);
    open.erase(std::next(found).base(), open.end());
  }
}

Line line_of(std::string_view text) {
  Line line;
  line.chars = to_u32(text);
  line.bytes.reserve(line.chars.size() + 1);
  std::size_t at = 0;
  for (const char32_t c : line.chars) {
    line.bytes.push_back(at);
    at += c < 0x80 ? 1U : c < 0x800 ? 2U : c < 0x10000 ? 3U : 4U;
  }
  line.bytes.push_back(at);
  line.enclosed.assign(line.chars.size(), false);
  find_enclosed(line);
  return line;
}

std::size_t skip_blanks(const Line& line, std::size_t i) {
  while (i < line.chars.size() && is_blank(line.chars[i])) ++i;
  return i;
}

/// "e.g. Foo", "Est. 3", "J. Doe": a full stop that ends no sentence.
bool is_abbreviation(const Line& line, std::size_t stop) {
  constexpr std::array<std::u32string_view, 16> kShort = {U"e.g",    U"i.e", U"vs",  U"Mr", U"Mrs", U"Ms",
                                                          U"Dr",     U"No",  U"Est", U"cf", U"St",  U"Inc",
                                                          U"approx", U"Fig", U"al",  U"Jr"};
  std::size_t from = stop;
  while (from > 0 && (is_latin(line.chars[from - 1]) || line.chars[from - 1] == U'.') && stop - from < 8) --from;
  const std::u32string_view word(line.chars.data() + from, stop - from);
  if (word.size() == 1 && word[0] >= U'A' && word[0] <= U'Z') return true;
  return std::find(kShort.begin(), kShort.end(), word) != kShort.end();
}

bool ends_at_full_stop(const Line& line, std::size_t i) {
  const auto& s = line.chars;
  if (i > 0 && is_digit(s[i - 1]) && i + 1 < s.size() && is_digit(s[i + 1])) return false;
  const bool run = i > 0 && s[i - 1] == U'.';  // "..": whatever follows is another sentence
  std::size_t next = i + 1;
  while (next < s.size() && is_closer(s[next])) ++next;
  if (next == s.size()) return true;
  if (is_cjk(s[next])) return i > 0 && !is_digit(s[i - 1]);
  if (!is_blank(s[next])) return false;
  const auto word = skip_blanks(line, next);
  if (word == s.size()) return true;
  if (is_cjk(s[word]) || run) return true;
  const bool capital = (s[word] >= U'A' && s[word] <= U'Z') || is_one_of(s[word], U"“\"(") || is_digit(s[word]);
  return capital && !is_abbreviation(line, i);
}

bool ends_sentence(const Line& line, std::size_t i) {
  const auto& s = line.chars;
  const char32_t c = s[i];
  if (is_full_end(c)) return true;
  if (c == U'.') return ends_at_full_stop(line, i);
  if (!is_ascii_end(c)) return false;
  const bool within = i > 0 && i + 1 < s.size() && (is_latin(s[i - 1]) || is_digit(s[i - 1])) &&
                      (is_latin(s[i + 1]) || is_digit(s[i + 1]));
  return !within;  // "a?b=1"
}

/// A blank before a particle or behind a preposition stands inside a clause: it was left by markup, not by a line's
/// end.
bool parts_clauses(char32_t before, char32_t after) {
  return !is_one_of(after, U"的吗呢吧们") && !is_one_of(before, U"在和与跟把被从向及或由");
}

bool is_soft_break(const Line& line, std::size_t i) {
  if (!is_blank(line.chars[i]) || i == 0 || !is_wide(line.chars[i - 1])) return false;
  const auto next = skip_blanks(line, i);
  if (next == line.chars.size() || !is_wide(line.chars[next])) return false;
  const char32_t before = line.chars[i - 1];
  const char32_t after = line.chars[next];
  return (is_cjk(before) || is_cjk(after)) && parts_clauses(before, after);
}

struct Cut {
  std::size_t from;
  std::size_t to;  // code points
};

std::vector<Cut> cut_at_ends(const Line& line) {
  std::vector<Cut> cuts;
  std::size_t from = 0;
  for (std::size_t i = 0; i < line.chars.size(); ++i) {
    if (line.enclosed[i]) continue;
    if (is_soft_break(line, i)) {
      cuts.push_back({from, i});
      from = i;
      continue;
    }
    if (!ends_sentence(line, i)) continue;
    while (i + 1 < line.chars.size() &&
           (is_full_end(line.chars[i + 1]) || is_ascii_end(line.chars[i + 1]) || line.chars[i + 1] == U'.' ||
            line.chars[i + 1] == U'…' || (is_closer(line.chars[i + 1]) && !line.enclosed[i])))
      ++i;
    cuts.push_back({from, i + 1});
    from = i + 1;
  }
  cuts.push_back({from, line.chars.size()});
  return cuts;
}

std::string piece_of(const Line& line, std::string_view text, Cut cut) {
  while (cut.from < cut.to && is_blank(line.chars[cut.from])) ++cut.from;
  while (cut.to > cut.from && is_blank(line.chars[cut.to - 1])) --cut.to;
  return std::string(text.substr(line.bytes[cut.from], line.bytes[cut.to] - line.bytes[cut.from]));
}

bool is_comma_cut(const Line& line, std::size_t i) {
  const auto& s = line.chars;
  if (line.enclosed[i] || !is_one_of(s[i], U",，、")) return false;
  const bool in_digits = i > 0 && i + 1 < s.size() && is_digit(s[i - 1]) && is_digit(s[i + 1]);
  return !in_digits;
}

/// Pieces between commas, joined again as long as they stay short.
void cut_at_commas(const Line& line, std::string_view text, Cut whole, std::vector<std::string>& out) {
  Cut piece{whole.from, whole.from};
  std::size_t length = 0;
  std::size_t from = whole.from;
  for (std::size_t i = whole.from; i < whole.to; ++i) {
    if (i + 1 < whole.to && !is_comma_cut(line, i)) continue;
    const Cut part{from, i + 1};
    const auto part_length = units(piece_of(line, text, part));
    if (length > 0 && length + part_length > kPieceUnits) {
      out.push_back(piece_of(line, text, piece));
      piece.from = part.from;
      length = 0;
    }
    piece.to = part.to;
    length += part_length;
    from = part.to;
  }
  if (piece.to > piece.from) out.push_back(piece_of(line, text, piece));
}

void add_line(std::string_view text, std::vector<std::string>& out) {
  const auto line = line_of(text);
  for (const auto cut : cut_at_ends(line)) {
    auto piece = piece_of(line, text, cut);
    if (piece.empty()) continue;
    if (units(piece) > kLongUnits)
      cut_at_commas(line, text, cut, out);
    else
      out.push_back(std::move(piece));
  }
}

}  // namespace

std::vector<std::string> sentences(std::string_view text) {
  std::vector<std::string> out;
  std::size_t from = 0;
  // Line ends are found on bytes: U+2028 and U+2029 are e2 80 a8 and e2 80 a9.
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool wide_end = text.substr(i, 3) == "\u2028" || text.substr(i, 3) == "\u2029";
    if (i < text.size() && !wide_end && !is_line_end(static_cast<unsigned char>(text[i]))) continue;
    if (i > from) add_line(text.substr(from, i - from), out);
    from = i + (wide_end ? 3 : 1);
  }
  std::erase_if(out, [](const std::string& piece) { return piece.empty(); });
  return out;
}

}  // namespace gailou::digest
