#include "digest/compose/cues.h"

#include <algorithm>

#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool stands_at(std::string_view text, std::string_view word, std::size_t at) {
  if (at > 0 && is_letter(word.front()) && is_letter(text[at - 1])) return false;
  const auto end = at + word.size();
  return !(end < text.size() && is_letter(word.back()) && is_letter(text[end]));
}

bool contains(std::string_view text, std::string_view word) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if (stands_at(text, word, at)) return true;
  }
  return false;
}

}  // namespace

std::string cue_form(const Pack& pack, std::string_view text) {
  auto form = to_u8(lower(norm32(text)));
  for (const auto& word : pack.of(Cue::neutral)) {
    for (auto at = form.find(word); at != std::string::npos; at = form.find(word, at + 1)) {
      if (stands_at(form, word, at)) form.replace(at, word.size(), " ");
    }
  }
  return form;
}

std::size_t count_cues(const Pack& pack, std::string_view form, Cue cue) {
  const auto& words = pack.of(cue);
  return static_cast<std::size_t>(
      std::count_if(words.begin(), words.end(), [form](const auto& word) { return contains(form, word); }));
}

bool has_cue(const Pack& pack, std::string_view form, Cue cue) {
  const auto& words = pack.of(cue);
  return std::any_of(words.begin(), words.end(), [form](const auto& word) { return contains(form, word); });
}

std::size_t opening_cue(const Pack& pack, std::string_view form, Cue cue) {
  std::size_t longest = 0;
  for (const auto& word : pack.of(cue)) {
    if (word.size() > longest && form.starts_with(word) && stands_at(form, word, 0)) longest = word.size();
  }
  return longest;
}

}  // namespace gailou::digest
