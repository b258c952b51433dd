#include "digest/deals/name_words.h"

#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Text = std::u32string_view;

bool is_name_latin(char32_t c) {
  return is_latin(c) || is_latin_digit(c);
}

}  // namespace

std::vector<NameWord> name_words(std::u32string_view text) {
  std::vector<NameWord> out;
  for (std::size_t at = 0; at < text.size();) {
    const bool latin = is_name_latin(text[at]);
    if (!latin && !is_cjk(text[at])) {
      ++at;
      continue;
    }
    auto end = at + 1;
    const auto joins = [&](std::size_t i) {
      return Text(U"-.'&+").find(text[i]) != Text::npos && i + 1 < text.size() && is_name_latin(text[i + 1]);
    };
    while (end < text.size() && (latin ? is_name_latin(text[end]) || joins(end) : is_cjk(text[end]))) ++end;
    out.push_back({.begin = at, .end = end, .latin = latin});
    at = end;
  }
  return out;
}

}  // namespace gailou::digest
