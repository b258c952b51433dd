#include "digest/search/words.h"

#include <array>
#include <optional>
#include <utility>

#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include "digest/search/folded.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

// Of search_words itself: goes up when it cuts any text otherwise.
constexpr int kVersion = 1;

// Longer ones are no words: a URL's token, a picture in base 64.
constexpr std::size_t kPlainCharsMax = 64;

struct Range {
  char32_t first;
  char32_t last;
};
/// Blocks of writing without blanks between words, in ascending order.
constexpr auto kRunBlocks = std::to_array<Range>({
    {0x0e00, 0x109f},    // Thai, Lao, Tibetan, Myanmar
    {0x1100, 0x11ff},    // Hangul's letters
    {0x1780, 0x17ff},    // Khmer
    {0x3005, 0x3007},    // 々〆〇
    {0x3021, 0x3029},    // Hangzhou numerals
    {0x3040, 0x31ff},    // kana, bopomofo
    {0x3400, 0x4dbf},    // Han
    {0x4e00, 0x9fff},    // Han
    {0xa000, 0xa4cf},    // Yi
    {0xa960, 0xa97f},    // Hangul
    {0xac00, 0xd7ff},    // Hangul
    {0xf900, 0xfaff},    // Han
    {0x20000, 0x3ffff},  // Han
});

enum class Class { sign, letter, digit, run, symbol, mark };

bool is_in_run_block(char32_t c) {
  for (const auto& block : kRunBlocks) {
    if (c <= block.last) return c >= block.first;
  }
  return false;
}

/// Emoji and other pictures.
bool is_symbol(char32_t c) {
  return (c >= 0x2600 && c <= 0x27bf) || (c >= 0x1f000 && c <= 0x1faff);
}

bool is_mark(char32_t c) {
  return c >= 0x300 && (U_MASK(u_charType(static_cast<UChar32>(c))) & U_GC_M_MASK) != 0;
}

Class class_of(char32_t c) {
  if (is_latin_lower(c)) return Class::letter;
  if (is_latin_digit(c)) return Class::digit;
  if (c < 0x80) return Class::sign;
  if (c >= 0x4e00 && c <= 0x9fff) return Class::run;
  if (is_symbol(c)) return Class::symbol;
  if (is_mark(c)) return Class::mark;
  if (!is_word(c)) return Class::sign;
  if (is_in_run_block(c)) return Class::run;
  return is_decimal(c) ? Class::digit : Class::letter;
}

class Cutter {
 public:
  Cutter(std::string_view text, std::size_t limit) : text_(text), limit_(limit) {}

  std::vector<SearchWord> cut() {
    FoldedChars chars(text_);
    for (FoldedChar one; words_.size() < limit_ && chars.next(one);) {
      if (one.c != 0) take(one);
    }
    end();
    if (words_.size() > limit_) words_.resize(limit_);
    return std::move(words_);
  }

 private:
  void take(const FoldedChar& one) {
    Class kind = class_of(one.c);
    if (kind == Class::mark) kind = current_ == Class::run || current_ == Class::letter ? current_ : Class::sign;
    if (kind == Class::sign) {
      if (one.c == U',' && is_thousands(one.end)) return;
      end();
      return;
    }
    if (kind != current_) end();
    current_ = kind;
    if (kind == Class::run) {
      add_to_run(one);
      return;
    }
    if (plain_.empty()) begin_ = one.begin;
    plain_.push_back(one.c);
    end_ = one.end;
    if (plain_.size() == kPlainCharsMax || kind == Class::symbol) end();
  }

  void add_to_run(const FoldedChar& one) {
    if (last_)
      add({.kind = SearchWord::Kind::pair,
           .text = to_u8(std::u32string{last_->c, one.c}),
           .begin = last_->begin,
           .end = one.end});
    last_ = one;
  }

  /// "1,000" is one number: a comma within digits with three and no more behind it.
  bool is_thousands(std::size_t at) const {
    if (current_ != Class::digit) return false;
    std::size_t digits = 0;
    while (digits < 4 && at + digits < text_.size() && is_latin_digit(static_cast<unsigned char>(text_[at + digits]))) {
      ++digits;
    }
    return digits == 3;
  }

  void end() {
    if (last_)
      add({.kind = SearchWord::Kind::last,
           .text = to_u8(std::u32string(1, last_->c)),
           .begin = last_->begin,
           .end = last_->end});
    if (!plain_.empty()) add({.text = to_u8(plain_), .begin = begin_, .end = end_});
    last_.reset();
    plain_.clear();
    current_ = Class::sign;
  }

  void add(SearchWord word) { words_.push_back(std::move(word)); }

  std::string_view text_;
  std::size_t limit_;
  std::vector<SearchWord> words_{};
  Class current_ = Class::sign;
  std::optional<FoldedChar> last_{};  // of a run
  std::u32string plain_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace

std::string search_words_stamp() {
  UVersionInfo version{};
  u_getUnicodeVersion(version);
  return std::to_string(kVersion) + "/" + std::to_string(version[0]) + "." + std::to_string(version[1]);
}

std::vector<SearchWord> search_words(std::string_view text, std::size_t limit) {
  return Cutter(text, limit).cut();
}

}  // namespace gailou::digest
