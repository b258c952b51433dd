// Names: which words of a text are some, and whether a source has one.
#include <algorithm>
#include <array>

#include "digest/text/chars.h"
#include "digest/text/figures.h"
#include "digest/text/normalize.h"
#include "digest/text/numbers.h"

namespace gailou::digest {
namespace {

bool is_name_char(char32_t c) {
  return is_latin(c) || is_latin_digit(c);
}

bool is_inner_name_char(char32_t c) {
  return is_name_char(c) || c == U'.' || c == U'_' || c == U'-';
}

std::string lower_ascii(std::u32string_view word) {
  std::string out;
  for (const char32_t c : word) out.push_back(static_cast<char>(is_latin_upper(c) ? c + (U'a' - U'A') : c));
  return out;
}

/// "4.5k", "300mw": a figure with a unit, which the figures' check looks after.
bool is_figure_with_unit(std::u32string_view word) {
  static constexpr auto kUnits = std::to_array<std::string_view>(
      {"k", "m", "b", "t", "h", "w", "mw", "gw", "kw", "gb", "tb", "mb", "million", "billion", "trillion"});
  if (!is_latin_digit(word.front())) return false;
  const auto unit =
      std::find_if_not(word.begin(), word.end(), [](char32_t c) { return is_latin_digit(c) || c == U'.'; });
  const std::string name = lower_ascii({unit, word.end()});
  return std::find(kUnits.begin(), kUnits.end(), name) != kUnits.end();
}

/// In Chinese prose a plain Latin word is a name too; "Chinese" is a text with as many CJK characters as Latin words.
bool is_chinese_prose(std::u32string_view text) {
  std::size_t cjk = 0;
  std::size_t words = 0;
  std::size_t run = 0;
  for (const char32_t c : text) {
    if (is_cjk(c)) ++cjk;
    run = is_latin(c) ? run + 1 : 0;
    if (run == 2) ++words;
  }
  return cjk >= words;
}

bool is_name(std::u32string_view word, bool chinese) {
  if (std::none_of(word.begin(), word.end(), is_latin) || is_figure_with_unit(word)) return false;
  const bool marked =
      std::any_of(word.begin(), word.end(), [](char32_t c) { return is_latin_upper(c) || is_latin_digit(c); });
  return marked || (chinese && word.size() >= 4);
}

bool is_lower_letter(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The character that ends before `at`, or begins at it; 0 at the border. A few bytes are enough for one.
char32_t char_before(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && at - begin < 4) {
    --begin;
    if ((static_cast<unsigned char>(text[begin]) & 0xc0) != 0x80) break;
  }
  return begin == at ? U'\0' : to_u32(text.substr(begin, at - begin)).front();
}

char32_t char_at(std::string_view text, std::size_t at) {
  return at >= text.size() ? U'\0' : to_u32(text.substr(at, 4)).front();
}

/// Whether `word` stands at `at`; blanks may part its letters from its digits ("Colossus1", "Colossus 1"). `end` is set
/// behind it.
bool matches_at(std::string_view text, std::size_t at, std::string_view word, std::size_t& end) {
  for (std::size_t i = 0; i < word.size(); ++i, ++at) {
    const bool border = i > 0 && is_lower_letter(word[i]) != is_lower_letter(word[i - 1]);
    while (border && at < text.size() && text[at] == ' ') ++at;
    if (at >= text.size() || text[at] != word[i]) return false;
  }
  end = at;
  return true;
}

/// "H20" doesn't end in "H200"; a plural s is no part of the name.
bool ends_at(std::string_view text, std::size_t at, bool digit) {
  if (digit) return !is_decimal(char_at(text, at));
  const auto rest = text.substr(at);
  const auto closed = [&](std::string_view ending) {
    return rest.starts_with(ending) && (rest.size() == ending.size() || !is_lower_letter(rest[ending.size()]));
  };
  return closed("s") || closed("'s") || closed("");
}

bool begins_at(std::string_view text, std::size_t at, bool digit) {
  if (digit) return !is_decimal(char_before(text, at));
  return at == 0 || !is_lower_letter(text[at - 1]);
}

}  // namespace

std::vector<std::string> names(std::string_view text) {
  // Normalised again without the floors' names: what they stood between may compose.
  const std::u32string prose = without_floor_names(norm32(text));
  const bool chinese = is_chinese_prose(prose);
  std::vector<std::string> found;
  for (std::size_t at = 0; at < prose.size();) {
    if (!is_name_char(prose[at])) {
      ++at;
      continue;
    }
    std::size_t last = at;
    for (std::size_t i = at; i < prose.size() && is_inner_name_char(prose[i]); ++i) {
      if (is_name_char(prose[i])) last = i;
    }
    const auto word = std::u32string_view(prose).substr(at, last + 1 - at);
    if (word.size() > 1 && is_name(word, chinese)) found.push_back(to_u8(word));
    at = last + 1;
  }
  return found;
}

bool FigureSource::has_name(std::string_view name) const {
  if (name.empty()) return true;
  const std::string word = lower_ascii(to_u32(name));
  const bool leading_digit = is_digit(word.front());
  const bool trailing_digit = is_digit(word.back());
  for (auto at = words_.find(word.front()); at != std::string::npos; at = words_.find(word.front(), at + 1)) {
    std::size_t end = 0;
    if (begins_at(words_, at, leading_digit) && matches_at(words_, at, word, end) &&
        ends_at(words_, end, trailing_digit)) {
      return true;
    }
  }
  return false;
}

}  // namespace gailou::digest
