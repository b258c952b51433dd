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

/// Before a comparison of all bytes: the first and the third, which tell two Chinese characters apart.
bool begins_alike(std::string_view text, std::string_view word) {
  if (text.size() < word.size() || text.front() != word.front()) return false;
  return word.size() < 3 || text[2] == word[2];
}

/// Calls `found` with each word of the list at each place where it stands, until that says enough.
template <class Found>
void for_each_cue(const Pack& pack, std::string_view form, Cue cue, Found found) {
  const auto& words = pack.of(cue);
  for (std::size_t at = 0; at < form.size(); ++at) {
    if (!pack.may_begin(cue, form, at)) continue;
    const auto rest = form.substr(at);
    for (const auto& word : words) {
      if (begins_alike(rest, word) && rest.starts_with(word) && stands_at(form, word, at) && found(word)) return;
    }
  }
}

}  // namespace

std::string cue_form(const Pack& pack, std::string_view text) {
  auto form = to_u8(lower(norm32(text)));
  for (const auto& word : pack.of(Cue::neutral)) {
    for (auto at = form.find(word); at != std::string::npos; at = form.find(word, at + 1)) {
      if (!stands_at(form, word, at)) continue;
      form.erase(at + 1, word.size() - 1);
      form[at] = ' ';
    }
  }
  return form;
}

std::vector<std::string> cues_in(const Pack& pack, std::string_view form, Cue cue) {
  std::vector<std::string> found;
  for_each_cue(pack, form, cue, [&found](const std::string& word) {
    if (std::find(found.begin(), found.end(), word) == found.end()) found.push_back(word);
    return false;
  });
  return found;
}

std::size_t count_cues(const Pack& pack, std::string_view form, Cue cue) {
  return cues_in(pack, form, cue).size();
}

bool has_cue(const Pack& pack, std::string_view form, Cue cue) {
  bool has = false;
  for_each_cue(pack, form, cue, [&has](const std::string&) { return has = true; });
  return has;
}

std::size_t opening_cue(const Pack& pack, std::string_view form, Cue cue) {
  std::size_t longest = 0;
  if (form.empty() || !pack.may_begin(cue, form, 0)) return 0;
  for (const auto& word : pack.of(cue)) {
    if (word.size() > longest && form.starts_with(word) && stands_at(form, word, 0)) longest = word.size();
  }
  return longest;
}

}  // namespace gailou::digest
