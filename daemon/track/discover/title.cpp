#include "daemon/track/discover/title.h"

#include <algorithm>

#include "digest/text/normalize.h"

namespace gailou::track::discover {
namespace {

/// Normalised and in lower case, with single spaces.
std::string plain(std::string_view text) {
  const std::string normal = digest::norm(digest::repair_utf8(text));
  std::string made;
  for (std::size_t at = 0; at <= normal.size();) {
    const std::size_t end = std::min(normal.find(' ', at), normal.size());
    if (at > 0) made += ' ';
    made += digest::squash(std::string_view(normal).substr(at, end - at));
    at = end + 1;
  }
  return made;
}

bool is_latin(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// Whether a word goes on over this place.
bool is_inside_word(const std::string& text, std::size_t at) {
  return at > 0 && at < text.size() && is_latin(text[at - 1]) && is_latin(text[at]);
}

}  // namespace

bool has_keyword(std::string_view title, std::string_view keyword) {
  const std::string text = plain(title);
  const std::string word = plain(keyword);
  if (word.empty()) return false;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    if (!is_inside_word(text, at) && !is_inside_word(text, at + word.size())) return true;
  }
  return false;
}

bool is_same(std::string_view one, std::string_view other) {
  return plain(one) == plain(other);
}

}  // namespace gailou::track::discover
