#include "digest/deals/scan.h"

#include <algorithm>

#include "digest/text/chars.h"

namespace gailou::digest {
namespace {

constexpr std::u32string_view kHanDigits = U"零一二三四五六七八九";

bool is_latin_word(char32_t c) {
  return is_latin(c) || is_latin_digit(c);
}

}  // namespace

std::u32string small_form(std::u32string_view text) {
  std::u32string out(text);
  for (char32_t& c : out) {
    if (is_latin_upper(c)) c += U'a' - U'A';
  }
  return out;
}

void Scan::blanks() {
  while (!done() && is_space(text_[at_])) ++at_;
}

bool Scan::word(std::u32string_view literal) {
  if (!text_.substr(std::min(at_, text_.size())).starts_with(literal)) return false;
  at_ += literal.size();
  return true;
}

bool Scan::any_of(std::span<const std::u32string_view> literals) {
  return std::any_of(literals.begin(), literals.end(), [&](std::u32string_view literal) { return word(literal); });
}

bool Scan::one_of(std::u32string_view set) {
  if (done() || set.find(text_[at_]) == std::u32string_view::npos) return false;
  ++at_;
  return true;
}

std::optional<int> Scan::digits(std::size_t least, std::size_t most) {
  std::size_t count = 0;
  int value = 0;
  while (count < most && is_digit_at(text_, at_ + count)) {
    value = value * 10 + static_cast<int>(text_[at_ + count] - U'0');
    ++count;
  }
  if (count < least) return std::nullopt;
  at_ += count;
  return value;
}

std::optional<int> Scan::small_number() {
  if (const auto value = digits(1, 3)) return value;
  const auto start = at_;
  int tens = -1;
  int ones = -1;
  for (; !done(); ++at_) {
    const char32_t c = text_[at_] == U'两' ? U'二' : text_[at_];
    const auto digit = kHanDigits.find(c);
    if (c == U'十' && tens < 0) {
      tens = ones < 0 ? 1 : ones;
      ones = -1;
    } else if (digit != std::u32string_view::npos && ones < 0) {
      ones = static_cast<int>(digit);
    } else {
      break;
    }
  }
  if (tens < 0 && ones < 0) {
    at_ = start;
    return std::nullopt;
  }
  return std::max(tens, 0) * 10 + std::max(ones, 0);
}

bool is_digit_at(std::u32string_view text, std::size_t at) {
  return at < text.size() && is_latin_digit(text[at]);
}

char32_t char_before(std::u32string_view text, std::size_t at) {
  return at == 0 || at > text.size() ? U'\0' : text[at - 1];
}

bool stands_at(std::u32string_view text, std::size_t at, std::u32string_view word) {
  if (word.empty() || !text.substr(std::min(at, text.size())).starts_with(word)) return false;
  const bool open_front = is_latin_word(word.front()) && is_latin_word(char_before(text, at));
  const auto end = at + word.size();
  const bool open_back = is_latin_word(word.back()) && end < text.size() && is_latin_word(text[end]);
  return !open_front && !open_back;
}

std::size_t find_word(std::u32string_view text, std::u32string_view word, std::size_t from) {
  for (auto at = text.find(word, from); at != std::u32string_view::npos; at = text.find(word, at + 1)) {
    if (stands_at(text, at, word)) return at;
  }
  return std::u32string_view::npos;
}

}  // namespace gailou::digest
