// The words that a text is found by: what the index of a store holds, what a query asks for and what a snippet marks
// are cut by this one function, so that they always agree.
//
// Writing without blanks (Han, kana, Hangul, Thai, …) is cut into overlapping pairs, and the last character of a run is
// a word of its own: 混合架构 is 混合, 合架, 架构, 构. So each stretch of two characters is one word or a row of them,
// and one character is the beginning of a word. Everything else is cut at signs and where digits begin or end:
// "GPT-5.5" is gpt, 5, 5, and so is "gpt5.5".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gailou::digest {

struct SearchWord {
  enum class Kind {
    plain,  // letters or digits
    pair,   // two characters of a run
    last,   // the last character of a run, by itself
  };
  Kind kind = Kind::plain;
  std::string text{};     // folded: NFKC, lower case, Latin letters without accents; letters and digits alone
  std::size_t begin = 0;  // bytes of the text it was cut from
  std::size_t end = 0;
  bool operator==(const SearchWord&) const = default;
};

/// Of this function and of the character tables it goes by: what was cut under another one may have other words.
std::string search_words_stamp();

/// In the order of the text, at most `limit`. Any bytes will do; what is no UTF-8 is a sign between words.
std::vector<SearchWord> search_words(std::string_view text, std::size_t limit = 200'000);

}  // namespace gailou::digest
