// Reading small forms out of normalised text, character by character.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gailou::digest {

/// ASCII capitals made small: every character keeps its place.
std::u32string small_form(std::u32string_view text);

/// A place in a text, moved on by what is found there. A try that fails leaves the place where it was.
class Scan {
 public:
  Scan(std::u32string_view text, std::size_t at) : text_(text), at_(at) {}

  std::size_t at() const { return at_; }
  bool done() const { return at_ >= text_.size(); }
  char32_t peek() const { return done() ? U'\0' : text_[at_]; }

  void blanks();
  bool word(std::u32string_view literal);
  bool any_of(std::span<const std::u32string_view> literals);
  bool one_of(std::u32string_view set);
  /// As many digits as there are from `least` to `most`; what follows them is the caller's to look at.
  std::optional<int> digits(std::size_t least, std::size_t most);
  /// A small number in digits or in Chinese: 6, 十二, 三十.
  std::optional<int> small_number();

 private:
  std::u32string_view text_;
  std::size_t at_;
};

bool is_digit_at(std::u32string_view text, std::size_t at);
/// The character before `at`; 0 at the front.
char32_t char_before(std::u32string_view text, std::size_t at);
/// Stands there as a whole word: a Latin one isn't part of a longer one.
bool stands_at(std::u32string_view text, std::size_t at, std::u32string_view word);
/// The first place from `from` on where it stands; npos if it doesn't.
std::size_t find_word(std::u32string_view text, std::u32string_view word, std::size_t from = 0);

}  // namespace gailou::digest
