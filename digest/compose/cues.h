// Words that tell what a sentence is up to: the tables behind sections, links and silence.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gailou::digest {

enum class Cue {
  contrast,  // turns against something
  dispute,   // strong enough to be a dispute without an addressee
  deal,      // money to be had
  advice,    // tells the reader to do something
  news,      // something has just happened or is about to
  thanks,    // at the front: nothing but politeness or a bookmark
  question,  // at the front: asks
  laughter,
};

/// How many different words of that table stand in `text`, a text in cue form.
std::size_t count_cues(std::string_view text, Cue cue);
inline bool has_cue(std::string_view text, Cue cue) {
  return count_cues(text, cue) > 0;
}

/// True if `text`, in cue form, begins with a word of that table.
bool opens_with_cue(std::string_view text, Cue cue);

/// norm, lower case, without words that only look like a cue ("是不是"): what the tables are written in.
std::string cue_form(std::string_view text);

/// The section of a sentence; the order of the rules matters. `replies`: it answers another floor. `about_deals`: the
/// thread is, so that what has no cue is about a deal as well.
std::string_view section_of(std::string_view text, bool replies, bool about_deals);

}  // namespace gailou::digest
