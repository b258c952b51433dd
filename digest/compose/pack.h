// A section pack: which words tell what a floor is up to. Read from a text that a person can extend.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "digest/error.h"

namespace gailou::digest {

/// Names of the lists of a pack, in the order of kCueNames.
enum class Cue {
  neutral,   // holds a cue and means nothing of it
  contrast,  // turns against something
  dispute,   // strong enough to be a dispute by itself
  retort,    // answers back; counts only towards somebody
  negation,
  address,    // speaks to somebody
  agreement,  // at the front: gives the other right
  offer,      // money to be had: a deal wherever it stands
  deal,       // of deals where the thread has some
  advice,     // tells the reader to do something
  hint,       // the same, where the author does not speak of himself
  self,       // the author speaks of himself
  time,       // a day near by
  news,       // has just happened or is about to
  report,     // first-hand: what happened to the author
  official,   // who decides has spoken
  thanks,     // at the front: nothing but politeness or a bookmark
  question,   // at the front: asks
  laughter,
  aside,         // a clause that tells nothing of the matter
  filler,        // at the front of a sentence: cut off
  housekeeping,  // of the forum, not of the matter
  opening,       // at the front of a clause: the next one says the other half
  hanging,       // at its end, the same
  limiting,      // at its front: the clause before doesn't hold without it
  limit,         // anywhere: says when, or how surely, something holds
  fresh,         // at its front: brings its own subject, or needs none
  outcome,       // what it all came to
};
inline constexpr std::array<std::string_view, 28> kCueNames{
    "neutral",      "contrast", "dispute", "retort",   "negation", "address", "agreement",
    "offer",        "deal",     "advice",  "hint",     "self",     "time",    "news",
    "report",       "official", "thanks",  "question", "laughter", "aside",   "filler",
    "housekeeping", "opening",  "hanging", "limiting", "limit",    "fresh",   "outcome"};

/// Lists of words in cue form (see cues.h). Not changed once it is read.
class Pack {
 public:
  const std::vector<std::string>& of(Cue cue) const { return words_[static_cast<std::size_t>(cue)]; }
  /// Nothing for a word that is empty or on the list already.
  void add(Cue cue, std::string word);
  /// Whether some word of the list may stand at `at` in a form: most places are passed over without a comparison.
  bool may_begin(Cue cue, std::string_view form, std::size_t at) const {
    return ((by_start_[start_of(form, at)] >> static_cast<unsigned>(cue)) & 1U) != 0;
  }

 private:
  static constexpr std::size_t kStarts = 4096;
  static std::size_t number_of(unsigned first, unsigned second, unsigned third) {
    return (first * 961U + second * 31U + third) % kStarts;
  }
  /// Of the three bytes at `at`: a Chinese character, or the first letters of a word.
  static std::size_t start_of(std::string_view form, std::size_t at) {
    const auto byte = [form](std::size_t i) { return i < form.size() ? static_cast<unsigned char>(form[i]) : 0U; };
    return number_of(byte(at), byte(at + 1), byte(at + 2));
  }

  std::array<std::vector<std::string>, kCueNames.size()> words_{};
  std::vector<std::uint32_t> by_start_ = std::vector<std::uint32_t>(kStarts);  // a bit for each list
};

/// malformed with the line's number for a list that isn't known, a word outside a list, or too much of anything. What
/// it doesn't name stays empty.
Result<Pack> parse_pack(std::string_view text);

/// The standard one, with what `text` adds to its lists.
Result<Pack> extended_pack(std::string_view text);

/// Words of forums in general, built in.
const Pack& standard_pack();

}  // namespace gailou::digest
