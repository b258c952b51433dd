// Whether words of a pack stand in a text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "digest/compose/pack.h"

namespace gailou::digest {

/// norm, lower case, without the pack's neutral words ("是不是"): what its words are looked up in.
std::string cue_form(const Pack& pack, std::string_view text);

/// The words of that list that stand in `form`, a text in cue form, each once. Latin words match whole words only.
std::vector<std::string> cues_in(const Pack& pack, std::string_view form, Cue cue);
std::size_t count_cues(const Pack& pack, std::string_view form, Cue cue);
bool has_cue(const Pack& pack, std::string_view form, Cue cue);

/// Bytes of the word of that list that `form` begins with, the longest; 0 if with none.
std::size_t opening_cue(const Pack& pack, std::string_view form, Cue cue);
inline bool opens_with_cue(const Pack& pack, std::string_view form, Cue cue) {
  return opening_cue(pack, form, cue) > 0;
}

}  // namespace gailou::digest
