// The sentences in which a correction is put: what stood there, what stands there now.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "digest/settings.h"

namespace gailou::digest {

/// One wording that became another, or went if `after` is empty; `subject`: what it is about where the wordings don't
/// say it, may be empty.
struct Rewording {
  std::string subject{};
  std::string before{};
  std::string after{};
};

/// The same change told at length and in ever fewer words: the sentences whole, if they are short; the parts between
/// commas that differ, with what stands in front as the subject; the words that differ, and the parts that they stand
/// in now.
std::vector<Rewording> rewordings_of(std::string_view before, std::string_view after);

// Each is a whole text of an entry. English ones begin in quotation marks or small letters: a capital would be a name.
std::string was_and_is(const std::vector<Rewording>& changes, Language language);
std::string is_now(const std::vector<Rewording>& changes, Language language);
std::string is_gone(const std::vector<std::string>& sentences, Language language);
std::string is_new(std::string_view text, Language language);
std::string is_all_that_is_left(std::string_view text, Language language);
std::string is_rewritten(std::string_view text, Language language);

/// Without a full stop, with marks inside that don't end its quotation.
std::string quotable(std::string_view sentence);

}  // namespace gailou::digest
